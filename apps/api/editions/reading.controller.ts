import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { draftContent } from '#core/compliance/edition-draft.js';
import { frozenContent, readEdition } from '#core/compliance/edition-read.js';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { listWeeks } from '#core/compliance/edition-weeks.js';
import { readWording } from '#core/compliance/edition-wording.js';
import type { EditionChanges } from '#documents/changes.js';
import type { EditionReading } from '#documents/reading.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { weekAnswer, wordingAnswer } from './answers.js';
import { ChangesQuery, LanguageQuery, ReadingQuery, WeeksQuery } from './forms.js';

const weeksAtOnce = 12;
/** Rows of one table on a screen; the files hold all. */
const mostRows = 100;

/** What editors and approvers read and compare, in words. */
@ApiTags('editions')
@Controller('v1')
export class EditionReadingController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Reporting weeks, newest first, with their versions, and whether a version can be opened. */
  @Action('edition.read')
  @Get('edition-weeks')
  async weeks(@Who() actor: Actor, @Query() { before }: WeeksQuery) {
    const page = { limit: weeksAtOnce, ...(before !== undefined && { before }) };
    const { items, next } = await listWeeks(this.runtime.deps, actor, page);
    return { items: items.map(weekAnswer), next };
  }

  /** What it says, every word in place, without pictures: of a draft as of now, afterwards as it was frozen. */
  @Action('edition.read')
  @Get('editions/:id/reading')
  async reading(@Who() actor: Actor, @Param('id') id: string, @Query() query: ReadingQuery): Promise<EditionReading> {
    const content = await this.content(actor, id, query);
    const { readingOf } = await documents();
    return readingOf(content, query.language ?? 'en', mostRows);
  }

  /** Every figure that it shows, with the words for where it stands. Of a published one what is public. */
  @Action('edition.read')
  @Get('editions/:id/figures')
  async figures(@Who() actor: Actor, @Param('id') id: string, @Query() { language }: LanguageQuery) {
    const content = await this.content(actor, id, { variant: 'public' });
    const { wordedFigures } = await documents();
    return { items: wordedFigures(content, language ?? 'en') };
  }

  /** What it says differently from another edition, in the mission's own variant of both. */
  @Action('edition.read')
  @Get('editions/:id/changes')
  async changes(@Who() actor: Actor, @Param('id') id: string, @Query() query: ChangesQuery): Promise<EditionChanges> {
    const before = await this.content(actor, query.from, {});
    const after = await this.content(actor, id, {});
    const { changesOf } = await import('#documents/changes.js');
    return changesOf(before, after, query.language ?? 'en');
  }

  /** The paragraphs of a draft's summary: what the figures say, in every language that has messages, and the editor's words. */
  @Action('edition.read')
  @Get('editions/:id/wording')
  async wording(@Who() actor: Actor, @Param('id') id: string) {
    const { deps } = this.runtime;
    const { content, paragraphs } = await readWording(deps, actor, id);
    const { sentencesOf } = await documents();
    const languages = [...new Set(['en', ...deps.mission.languages])];
    const said = sentencesOf(
      content,
      paragraphs.map((one) => one.paragraph),
      languages,
    );
    return { languages, items: paragraphs.map((one, at) => wordingAnswer(one, said[at] ?? {})) };
  }

  private async content(
    actor: Actor,
    id: string,
    query: { variant?: string; party?: string },
  ): Promise<EditionContent> {
    const { deps } = this.runtime;
    const { edition, files } = await readEdition(deps, actor, id);
    if (edition.state === 'draft') return (await draftContent(deps, id)).content;
    return frozenContent(deps, files, query.variant ?? 'internal', query.party);
  }
}

/** Loaded when first asked for: what draws pictures comes with it, and most processes never need it. */
const documents = () => import('#documents/reading.js');
