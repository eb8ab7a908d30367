import { say } from '#core/said.js';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { Problem } from '#core/errors.js';
import { redriveWork } from '#core/journal/redrive.js';
import type { Work } from '#core/journal/types.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { PageQuery } from '../intake/forms.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';

const workAnswer = (w: Work) => ({
  id: w.id,
  entryId: w.entryId,
  job: w.job,
  subjectId: w.subjectId,
  state: w.state,
  epoch: w.epoch,
  attempts: w.attempts,
  notBefore: w.notBefore,
  lastError: w.lastError,
  createdAt: w.createdAt,
});

@ApiTags('running')
@Controller('v1')
export class WorkController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** How much follow-up work is owed, done and dead; and the dead, with reasons. */
  @Action('work.read')
  @Get('work')
  async list(@Query() query: PageQuery) {
    const limit = query.limit ?? 50;
    const { counts, dead } = await this.runtime.deps.uow.read(async (reads) => ({
      counts: await reads.work.counts(),
      dead: await reads.work.dead({ ...query, limit }),
    }));
    return { counts, dead: { items: dead.items.map(workAnswer), next: dead.next } };
  }

  /** Has dead work tried again. */
  @Action('work.redrive')
  @Post('work/:id/redrive')
  @HttpCode(200)
  async redrive(@Who() actor: Actor, @Param('id') id: string) {
    return workAnswer(await redriveWork(this.runtime.deps, actor.id, id));
  }

  /** Writes a backup on the server and says where. Nobody can name the folder from outside. */
  @Action('backup.make')
  @Post('backups')
  async backup(@Who() actor: Actor) {
    const { backup, deps } = this.runtime;
    if (!backup) throw new Problem('not_possible', say`The database of this installation is backed up by other means.`);
    const done = await backup();
    await deps.uow.run((tx) =>
      tx.append({ actor: actor.id, type: 'backup.made', subject: { kind: 'store', id: 'backup' }, payload: {} }),
    );
    return { folder: done.folder, manifest: done.manifest };
  }
}
