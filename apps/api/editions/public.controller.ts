import { say } from '#core/said.js';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { publicEdition, publicEditions } from '#core/compliance/edition-read.js';
import { Problem } from '#core/errors.js';
import { Public } from '../http/action.js';
import type { ApiReply } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { atomFeed } from './feed.js';
import { editionPage } from './page.js';
import { sendFile } from './send-file.js';

/** A page may change by an erratum; five minutes is how long that may go unseen. */
const pageCache = 'public, max-age=300, must-revalidate';
/** An address that holds a revision's number never gives anything else. */
const foreverCache = 'public, max-age=31536000, immutable';
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const feedLength = 100;

/** What anybody may read: published editions, the public variant, at addresses that stay. */
@ApiTags('editions')
@Controller()
export class PublicEditionsController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** The page of a week: particulars, documents in every language, errata. */
  @Public()
  @ApiProduces('text/html')
  @Get('editions/:week')
  async page(
    @Param('week') week: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const found = await publicEdition(this.runtime.deps, week);
    const { edition } = found;
    const tag = `"${edition.id}-${edition.rowVersion}-${found.files.length}"`;
    void reply.header('Cache-Control', pageCache).header('ETag', tag).header('Content-Security-Policy', pagePolicy);
    void reply.header('Last-Modified', new Date(found.errata.at(-1)?.at ?? edition.publishedAt ?? '').toUTCString());
    void reply.header('Link', '</editions.atom>; rel="alternate"; type="application/atom+xml"');
    if (this.runtime.demo) void reply.header('X-Robots-Tag', 'noindex');
    if (known === tag) {
      void reply.status(304);
      return;
    }
    void reply.type('text/html; charset=utf-8');
    return editionPage(found, this.runtime.deps.mission, this.runtime.demo);
  }

  /** One file of one revision (0 = as published first); the address never gives anything else. */
  @Public()
  @ApiProduces('*/*')
  @Get('editions/:week/:version/:revision/*')
  async file(
    @Param('week') week: string,
    @Param('version') version: string,
    @Param('revision') revision: string,
    @Param('*') path: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const { edition, files } = await publicEdition(this.runtime.deps, week);

    const file = files.find((f) => f.path === path && String(f.revision) === revision);
    if (!file || String(edition.version) !== version)
      throw new Problem('not_found', say`There is nothing here that you may see.`);
    void reply.header('Cache-Control', foreverCache);
    if (this.runtime.demo) void reply.header('X-Robots-Tag', 'noindex');
    if (known === `"${file.sha256}"`) {
      void reply.status(304);
      return;
    }
    return sendFile(this.runtime.deps, file, reply);
  }

  /** Published editions and their errata as they come (RFC 4287). */
  @Public()
  @ApiProduces('application/atom+xml')
  @Get('editions.atom')
  async feed(@Headers('if-none-match') known: string | undefined, @Res({ passthrough: true }) reply: ApiReply) {
    const editions = await publicEditions(this.runtime.deps, feedLength);
    const tag = `"${editions.length}-${editions.map((e) => `${e.edition.week}.${e.edition.rowVersion}`)[0] ?? 'none'}-${editions.reduce((n, e) => n + e.errata.length, 0)}"`;
    void reply.header('Cache-Control', pageCache).header('ETag', tag);
    if (known === tag) {
      void reply.status(304);
      return;
    }
    void reply.type('application/atom+xml; charset=utf-8');
    return atomFeed(editions, this.runtime.deps.mission);
  }
}
