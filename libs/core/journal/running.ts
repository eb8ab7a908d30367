import type { Deps } from '../ports.js';

/** Follow-up work of one job that is not done. */
export interface QueueDepth {
  job: string;
  state: 'owed' | 'dead';
  count: number;
  oldestAt: string;
}

/** What the store says of the running of the whole installation, whichever processes do it. */
export interface StoreStanding {
  at: string;
  journal: {
    /** Entries under the newest signed head. */
    size: number;
    headAt: string | null;
    /** Committed entries without a place yet, and the age of the oldest, seconds. */
    waiting: number;
    oldestSeconds: number;
  };
  work: { owed: number; dead: number; oldestOwedSeconds: number };
  queues: QueueDepth[];
  /** Made by this program; null where none was. */
  lastBackupAt: string | null;
}

/** What a process knows of itself and its machine. */
export interface ProcessStanding {
  /** Checks of what a request needs, by name. */
  stores: { name: string; ready: boolean }[];
  /** Of the volume that holds the data; null where that is not known. */
  disk: { freeBytes: number; totalBytes: number } | null;
  /** Backups are made by this program; false where others make them. */
  makesBackups: boolean;
}

/** Something that a person should look at; screens have words for the key. */
export interface RunningAlarm {
  key: 'journal_stuck' | 'work_waiting' | 'dead_letters' | 'backup_old' | 'disk_low' | 'store_away';
  /** Worse than a warning: what is accepted does not move on, or soon cannot be accepted. */
  grave: boolean;
  figures: Record<string, number>;
  /** The store that is away. */
  name: string | null;
}

/** Beyond these something is wrong: seconds, hours, and share of the volume that is free. */
const limits = { stuckSeconds: 120, waitingSeconds: 600, backupHours: 26, diskShare: 0.1, diskGraveShare: 0.03 };

export async function storeStanding(deps: Deps): Promise<StoreStanding> {
  const now = deps.clock.now();
  const age = (at: string | null) =>
    at === null ? 0 : Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1000));
  return deps.uow.read(async (reads) => {
    const head = await reads.journal.head();
    const backlog = await reads.journal.backlog();
    const queues = await reads.running.queues();
    const count = (state: QueueDepth['state']) =>
      queues.filter((q) => q.state === state).reduce((sum, q) => sum + q.count, 0);
    const owed = queues.filter((q) => q.state === 'owed').map((q) => q.oldestAt);
    return {
      at: now.toISOString(),
      journal: {
        size: head?.size ?? 0,
        headAt: head?.at ?? null,
        waiting: backlog.count,
        oldestSeconds: age(backlog.oldestAt),
      },
      work: { owed: count('owed'), dead: count('dead'), oldestOwedSeconds: age(owed.sort()[0] ?? null) },
      queues,
      lastBackupAt: (await reads.running.newestEntry('store', 'backup'))?.at ?? null,
    };
  });
}

/** What to look at, the grave first. */
export function runningAlarms(store: StoreStanding, process: ProcessStanding): RunningAlarm[] {
  const found: RunningAlarm[] = process.stores
    .filter((s) => !s.ready)
    .map((s) => ({ key: 'store_away', grave: true, figures: {}, name: s.name }));
  const add = (key: RunningAlarm['key'], grave: boolean, figures: Record<string, number>) =>
    found.push({ key, grave, figures, name: null });
  const { journal, work } = store;
  if (journal.oldestSeconds > limits.stuckSeconds)
    add('journal_stuck', true, { seconds: journal.oldestSeconds, entries: journal.waiting });
  if (process.disk) {
    const share = process.disk.freeBytes / process.disk.totalBytes;
    if (share < limits.diskShare) add('disk_low', share < limits.diskGraveShare, { freeBytes: process.disk.freeBytes });
  }
  if (work.oldestOwedSeconds > limits.waitingSeconds)
    add('work_waiting', false, { seconds: work.oldestOwedSeconds, count: work.owed });
  if (work.dead > 0) add('dead_letters', false, { count: work.dead });
  if (process.makesBackups) {
    const { lastBackupAt } = store;
    const hours = lastBackupAt === null ? null : (Date.parse(store.at) - Date.parse(lastBackupAt)) / 3_600_000;
    if (hours === null || hours > limits.backupHours)
      add('backup_old', false, hours === null ? {} : { hours: Math.round(hours) });
  }
  return found.sort((a, b) => Number(b.grave) - Number(a.grave));
}
