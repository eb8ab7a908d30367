import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { runningAlarms, storeStanding, type ProcessStanding } from '#core/journal/running.js';
import { Action } from '../http/action.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { askStores, probeName } from './readiness.js';

@ApiTags('running')
@Controller('v1/running')
export class RunningController {
  constructor(
    @Inject(RUNTIME) private readonly runtime: ApiRuntime,
    @InjectDataSource(probeName) private readonly probe: { query(text: string): Promise<unknown> },
  ) {}

  /** How the installation runs: this process, its stores, what waits, the last backup, and what to look at. */
  @Action('work.read')
  @Get()
  async running() {
    const { deps, disk, backup } = this.runtime;
    const store = await storeStanding(deps);
    const own: ProcessStanding = {
      stores: await askStores(this.runtime, this.probe),
      disk: disk ? await disk() : null,
      makesBackups: backup !== undefined,
    };
    const memory = process.memoryUsage();
    return {
      at: store.at,
      process: {
        upSeconds: Math.round(process.uptime()),
        residentBytes: memory.rss,
        heapBytes: memory.heapUsed,
        node: process.version,
      },
      stores: own.stores.map(({ name, ready }) => ({ name, ready })),
      disk: own.disk && { freeBytes: own.disk.freeBytes, totalBytes: own.disk.totalBytes },
      journal: {
        size: store.journal.size,
        headAt: store.journal.headAt,
        waiting: store.journal.waiting,
        oldestSeconds: store.journal.oldestSeconds,
      },
      work: { owed: store.work.owed, dead: store.work.dead, oldestOwedSeconds: store.work.oldestOwedSeconds },
      queues: store.queues.map(({ job, state, count, oldestAt }) => ({ job, state, count, oldestAt })),
      lastBackupAt: store.lastBackupAt,
      makesBackups: own.makesBackups,
      alarms: runningAlarms(store, own).map(({ key, grave, figures, name }) => ({ key, grave, figures, name })),
    };
  }
}
