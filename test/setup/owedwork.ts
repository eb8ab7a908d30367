/** The part of the database that owed work needs, in memory: same promises, one transaction at a time, all or nothing. */
import type { Deps, Reads, Tx } from '#core/ports.js';
import type { EntryDraft, Work } from '#core/journal/types.js';

export interface OwedWork {
  deps: Deps;
  works: Map<string, Work>;
  entries: EntryDraft[];
  /** How often a handler's effect was committed, by subject. */
  effects: Map<string, number>;
  owe(count: number, job: string): void;
}

/** @param now the clock; moves only when the caller moves it */
export function owedWork(now: () => Date): OwedWork {
  let works = new Map<string, Work>();
  let entries: EntryDraft[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const readsOf = (rows: Map<string, Work>) => ({
    work: {
      get: async (id: string) => rows.get(id) ?? null,
      due: async (at: string, relayedBefore: string, limit: number) =>
        [...rows.values()]
          .filter(
            (w) => w.state === 'owed' && w.notBefore <= at && (w.relayedAt === null || w.relayedAt < relayedBefore),
          )
          .slice(0, limit),
    },
  });
  const effects = new Map<string, number>();
  const run = async <T>(body: (tx: Tx) => Promise<T>): Promise<T> => {
    const rows = new Map([...works].map(([id, work]) => [id, { ...work }]));
    const drafts: EntryDraft[] = [];
    const change = (id: string, fields: Partial<Work>) => rows.set(id, { ...rows.get(id)!, ...fields });
    const at = now().toISOString();
    const tx = {
      ...readsOf(rows),
      now: at,
      append: async (...more: EntryDraft[]) => void drafts.push(...more),
      workDone: async (id: string) => {
        if (rows.get(id)?.state !== 'owed') return false;
        change(id, { state: 'done', doneAt: at });
        return true;
      },
      workAllDone: async (hints: { workId: string }[]) =>
        hints.flatMap(({ workId: id }) => {
          const work = rows.get(id);
          if (work?.state !== 'owed') return [];
          change(id, { state: 'done', doneAt: at });
          return [{ id, subjectId: work.subjectId }];
        }),
      workFailed: async (id: string, error: string, notBefore: string | null) => {
        const attempts = (rows.get(id)?.attempts ?? 0) + 1;
        change(id, { lastError: error, attempts, ...(notBefore ? { notBefore } : { state: 'dead' as const }) });
      },
      workRelayed: async (list: Pick<Work, 'id' | 'carrier'>[]) =>
        list.forEach(({ id, carrier }) => change(id, { relayedAt: at, carrier })),
      workNotRelayed: async (ids: string[]) => ids.forEach((id) => change(id, { relayedAt: null, carrier: null })),
      workSetRight: async () => 0, // the store's own business, tried on both databases
      workRedrive: async (id: string) =>
        void change(id, { state: 'owed', epoch: (rows.get(id)?.epoch ?? 0) + 1, relayedAt: null }),
    };
    const result = await body(tx as unknown as Tx);
    works = rows;
    entries = [...entries, ...drafts];
    return result;
  };
  const uow = {
    run: <T>(body: (tx: Tx) => Promise<T>) => {
      const mine = last.then(() => run(body));
      last = mine.catch(() => undefined);
      return mine;
    },
    read: <T>(body: (reads: Reads) => Promise<T>) => body(readsOf(works) as unknown as Reads),
  };
  return {
    deps: { uow, clock: { now } } as unknown as Deps,
    get works() {
      return works;
    },
    get entries() {
      return entries;
    },
    effects,
    owe(count, job) {
      const at = now().toISOString();
      for (let i = 0; i < count; i++) {
        const id = `e${works.size}.${job}`;
        works.set(id, {
          id,
          entryId: `e${works.size}`,
          job,
          subjectId: `s${works.size}`,
          state: 'owed',
          epoch: 0,
          attempts: 0,
          notBefore: at,
          relayedAt: null,
          carrier: null,
          lastError: null,
          doneAt: null,
          createdAt: at,
        });
      }
    },
  };
}
