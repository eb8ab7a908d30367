import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Deps } from '#core/ports.js';

/** Prometheus metrics of one API process. No label ever holds an id or a name. */
export class ApiMetrics {
  readonly registry = new Registry();
  private readonly requests: Histogram;

  constructor(deps: Deps) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'linewatch_http_request_seconds',
      help: 'Time to answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    const backlog = new Gauge({ name: 'linewatch_journal_backlog', help: 'Entries without a position.', registers });
    const backlogAge = new Gauge({
      name: 'linewatch_journal_backlog_age_seconds',
      help: 'Age of the oldest entry without a position.',
      registers,
    });
    const work = new Gauge({
      name: 'linewatch_work',
      help: 'Follow-up work by state.',
      labelNames: ['state'],
      registers,
    });
    new Gauge({
      name: 'linewatch_work_age_seconds',
      help: 'Age of the oldest work that is owed.',
      registers,
      async collect() {
        const { journal, owed } = await progressOf(deps);
        backlog.set(journal.count);
        backlogAge.set(journal.oldestSeconds);
        for (const state of ['owed', 'done', 'dead'] as const) work.set({ state }, owed[state]);
        this.set(owed.oldestSeconds);
      },
    });
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }
}

/** How far the process is behind what it has accepted. */
export async function progressOf(deps: Deps): Promise<{
  journal: { count: number; oldestSeconds: number };
  owed: { owed: number; done: number; dead: number; oldestSeconds: number };
}> {
  const { backlog, counts } = await deps.uow.read(async (reads) => ({
    backlog: await reads.journal.backlog(),
    counts: await reads.work.counts(),
  }));
  const age = (at: string | null): number =>
    at === null ? 0 : Math.max(0, (deps.clock.now().getTime() - Date.parse(at)) / 1000);
  return {
    journal: { count: backlog.count, oldestSeconds: age(backlog.oldestAt) },
    owed: { owed: counts.owed, done: counts.done, dead: counts.dead, oldestSeconds: age(counts.oldestOwedAt) },
  };
}
