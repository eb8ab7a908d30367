import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { proveEntry } from '#core/journal/prove.js';
import type { TreeHead } from '#core/journal/types.js';
import { Action } from '../http/action.js';
import { entryAnswer } from '../cases/answers.js';
import { QueryWhole } from '../http/fields.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';

export class EntriesQuery {
  @QueryWhole(0, Number.MAX_SAFE_INTEGER) from?: number;
  @QueryWhole(1, 1000) limit?: number;
}

const headAnswer = (h: TreeHead) => ({ size: h.size, root: h.root, at: h.at, keyId: h.keyId, signature: h.signature });

@ApiTags('journal')
@Controller('v1/journal')
export class JournalController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** The newest signed head of the tree; null while the journal is empty. */
  @Action('journal.check')
  @Get('head')
  async head() {
    const head = await this.runtime.deps.uow.read((reads) => reads.journal.head());
    return { head: head && headAnswer(head) };
  }

  /** Entries by position, from `from` on. */
  @Action('journal.read')
  @Get('entries')
  async entries(@Query() query: EntriesQuery) {
    const limit = query.limit ?? 100;
    const items = await this.runtime.deps.uow.read((reads) => reads.journal.page(query.from ?? 0, limit));
    const last = items.at(-1);
    return { items: items.map(entryAnswer), next: last && items.length === limit ? last.position + 1 : null };
  }

  /**
   * Compares every record with the digest that the journal holds of it: a row changed, removed or put there behind
   * the program's back is named. Together with the journal's own verification this covers all figures.
   */
  @Action('journal.read')
  @Get('records')
  async records() {
    const { ok, rows, found, faults } = await this.runtime.checkRecords();
    return { ok, rows, found, faults: faults.map(({ table, key, what }) => ({ table, key, what })) };
  }

  /** Proof that the entry of a receipt is in the journal: its path to a signed root. */
  @Action('journal.check')
  @Get('proof/:entryId')
  async proof(@Param('entryId') entryId: string) {
    const { position, leafHash, head, path } = await proveEntry(this.runtime.deps, entryId);
    return { entryId, position, leafHash, path, head: headAnswer(head) };
  }
}
