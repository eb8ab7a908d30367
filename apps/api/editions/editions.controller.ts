import { say } from '#core/said.js';
import { stateSaid } from '#core/states.js';
import { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { draftContent } from '#core/compliance/edition-draft.js';
import { contentPath, freezeEdition } from '#core/compliance/edition-freeze.js';
import {
  approveEdition,
  draftEdition,
  editText,
  publishEdition,
  returnEdition,
} from '#core/compliance/edition-life.js';
import { confirmErratum, declineErratum, proposeErratum } from '#core/compliance/edition-errata.js';
import { frozenContent, listEditions, partyEditions, partyFile, readEdition } from '#core/compliance/edition-read.js';
import type { EditionFile } from '#core/compliance/edition-record.js';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { recount } from '#core/compliance/follow-journal.js';
import { Problem } from '#core/errors.js';
import { ReasonForm } from '../cases/forms.js';
import { problemBody } from '../http/problem.filter.js';
import { Action } from '../http/action.js';
import { Who, type ApiReply } from '../http/request.js';
import { PageQuery } from '../intake/forms.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { editionAnswer, erratumAnswer, folderAnswer, partyEditionAnswer, proposalAnswer } from './answers.js';
import { ApprovalForm, ContentQuery, DraftForm, ErratumForm, FileQuery, TextForm } from './forms.js';
import { sendFile } from './send-file.js';

const ndjson = 'application/x-ndjson';

@ApiTags('editions')
@Controller('v1')
export class EditionsController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Opens the next version of a week that has ended. Its figures are live until it is frozen. */
  @Action('edition.edit')
  @Post('editions')
  async draft(@Who() actor: Actor, @Body() form: DraftForm) {
    return editionAnswer(await draftEdition(this.runtime.deps, actor, form));
  }

  /** All versions, newest week first. */
  @Action('edition.read')
  @Get('editions')
  async list(@Who() actor: Actor, @Query() query: PageQuery) {
    const { items, next } = await listEditions(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: items.map(editionAnswer), next };
  }

  /** One version: steps, edited texts, files with their hashes, errata. */
  @Action('edition.read')
  @Get('editions/:id')
  async get(@Who() actor: Actor, @Param('id') id: string) {
    return folderAnswer(await readEdition(this.runtime.deps, actor, id), actor);
  }

  /** What it says: of a draft as of now, afterwards as it was frozen. */
  @Action('edition.read')
  @Get('editions/:id/content')
  async content(@Who() actor: Actor, @Param('id') id: string, @Query() query: ContentQuery): Promise<EditionContent> {
    const { deps } = this.runtime;
    const { edition, files } = await readEdition(deps, actor, id);
    if (edition.state === 'draft') return (await draftContent(deps, id)).content;
    return frozenContent(deps, files, query.variant ?? 'internal', query.party);
  }

  /** Any stored file of it: content, documents, packages. */
  @Action('edition.read')
  @ApiProduces('*/*')
  @Get('editions/:id/file')
  async file(
    @Who() actor: Actor,
    @Param('id') id: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const { files } = await readEdition(this.runtime.deps, actor, id);
    const { path = contentPath, variant = 'public', party = 'none', revision = 0 } = query;
    const found = files.find(
      (f) => f.path === path && f.variant === variant && f.party === party && f.revision === revision,
    );
    return this.send(found, reply);
  }

  /** The editor's words in place of a paragraph of the summary; null takes them back. */
  @Action('edition.edit')
  @Post('editions/:id/texts')
  @HttpCode(204)
  async text(@Who() actor: Actor, @Param('id') editionId: string, @Body() form: TextForm): Promise<void> {
    await editText(this.runtime.deps, actor, { ...form, editionId });
  }

  /** Counts, checks, and fixes it for good. With `Accept: application/x-ndjson` it says line by line how far it is. */
  @Action('edition.edit')
  @ApiProduces('application/json', ndjson)
  @Post('editions/:id/freeze')
  @HttpCode(200)
  async freeze(
    @Who() actor: Actor,
    @Param('id') editionId: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const { deps } = this.runtime;
    if (!accept?.includes(ndjson)) return editionAnswer(await freezeEdition(deps, actor, { editionId }));
    void reply.type(ndjson);
    return Readable.from(told((tell) => freezeEdition(deps, actor, { editionId }, tell).then(editionAnswer)));
  }

  /** One of two approvals, of exactly the content that was seen. */
  @Action('edition.approve')
  @Post('editions/:id/approve')
  @HttpCode(200)
  async approve(@Who() actor: Actor, @Param('id') editionId: string, @Body() form: ApprovalForm) {
    return editionAnswer(await approveEdition(this.runtime.deps, actor, { ...form, editionId }));
  }

  /** Sends it back: this version ends. */
  @Action('edition.approve')
  @Post('editions/:id/return')
  @HttpCode(200)
  async return(@Who() actor: Actor, @Param('id') editionId: string, @Body() form: ReasonForm) {
    return editionAnswer(await returnEdition(this.runtime.deps, actor, { ...form, editionId }));
  }

  @Action('edition.publish')
  @Post('editions/:id/publish')
  @HttpCode(200)
  async publish(@Who() actor: Actor, @Param('id') editionId: string) {
    return editionAnswer(await publishEdition(this.runtime.deps, actor, { editionId }));
  }

  /** Proposes a correction of what is public: nothing is corrected before another person confirms it. */
  @Action('edition.edit')
  @Post('editions/:id/errata')
  async propose(@Who() actor: Actor, @Param('id') editionId: string, @Body() form: ErratumForm) {
    const { deps } = this.runtime;
    const { files, edition } = await readEdition(deps, actor, editionId);
    if (edition.cutoff === null)
      throw new Problem(
        'not_possible',
        say`Edition ${edition.week} is "${stateSaid(edition.state)}": nothing of it is public.`,
      );
    const content = await frozenContent(deps, files, 'public');
    const published = new Map(content.figures.map((f) => [f.id, f.value]));
    return proposalAnswer(await proposeErratum(deps, actor, { ...form, editionId }, published));
  }

  /** A second person confirms: the correction is numbered and public; what was published stays as it is. */
  @Action('edition.publish')
  @Post('editions/:id/errata/:proposal/confirm')
  @HttpCode(200)
  async confirm(@Who() actor: Actor, @Param('id') editionId: string, @Param('proposal') proposalId: string) {
    return erratumAnswer(await confirmErratum(this.runtime.deps, actor, { editionId, proposalId }));
  }

  /** A second person declines it, with a reason. */
  @Action('edition.publish')
  @Post('editions/:id/errata/:proposal/decline')
  @HttpCode(200)
  async decline(
    @Who() actor: Actor,
    @Param('id') editionId: string,
    @Param('proposal') proposalId: string,
    @Body() form: ReasonForm,
  ) {
    return proposalAnswer(await declineErratum(this.runtime.deps, actor, { ...form, editionId, proposalId }));
  }

  /** Counts everything anew and names every cell of the daily roll-ups that differs: there must be none. */
  @Action('journal.read')
  @Get('rollups/recount')
  async recount() {
    return recount(this.runtime.deps);
  }

  /** For a party's liaison: what is public, and the own party's variant of it. */
  @Action('edition.party')
  @Get('party-editions')
  async partyList(@Who() actor: Actor, @Query() query: PageQuery) {
    const { items, next } = await partyEditions(this.runtime.deps, actor, { ...query, limit: query.limit ?? 20 });
    return { items: items.map(partyEditionAnswer), next };
  }

  @Action('edition.party')
  @ApiProduces('*/*')
  @Get('party-editions/:id/file')
  async partyFile(
    @Who() actor: Actor,
    @Param('id') id: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const { path = contentPath, variant = 'public', revision = 0 } = query;
    return this.send(await partyFile(this.runtime.deps, actor, id, { path, variant, revision }), reply);
  }

  private async send(file: EditionFile | undefined, reply: ApiReply) {
    if (!file) throw new Problem('not_found', say`There is nothing here that you may see.`);
    return sendFile(this.runtime.deps, file, reply);
  }
}

/** Lines of progress as they come, then the result, or the problem where there is one. */
async function* told<T>(work: (tell: (step: object) => void) => Promise<T>): AsyncGenerator<string> {
  const lines: string[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const done = work((step) => {
    lines.push(`${JSON.stringify(step)}\n`);
    wake();
  })
    .then((result) => `${JSON.stringify({ result })}\n`)
    .catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return `${JSON.stringify({ problem: problemBody(error) })}\n`;
    })
    .finally(() => {
      ended = true;
      wake();
    });
  // Its rejection is seen below, where it is awaited.
  done.catch(() => undefined);
  while (!ended || lines.length > 0) {
    const line = lines.shift();
    if (line !== undefined) yield line;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
  yield await done;
}
