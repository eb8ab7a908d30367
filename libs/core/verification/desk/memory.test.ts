import fc from 'fast-check';
import { exampleIncident } from '../example.fixture.js';
import type { Reads } from '../../ports.js';
import { QueueMemory } from './memory.js';
import type { QueueLine } from './types.js';

interface Stored {
  version: number;
  line: QueueLine;
}

/** What one snapshot shows, and how many rows were read of it. */
function snapshot(rows: Map<string, Stored>) {
  let read = 0;
  const triage: Pick<Reads['triage'], 'versions' | 'lines'> = {
    versions: async (sectors) =>
      [...rows.values()]
        .filter(({ line }) => sectors === null || sectors.includes(line.sector ?? ''))
        .map(({ version, line }) => ({ id: line.id, version })),
    async lines(ids) {
      read += ids.length;
      return ids.map((id) => rows.get(id)!.line);
    },
  };
  return {
    reads: { triage } as Pick<Reads, 'triage'>,
    lines: [...rows.values()].map((r) => r.line),
    rowsRead: () => read,
  };
}

const line = (id: string, version: number): Stored => ({
  version,
  line: { ...exampleIncident({ id, sector: Number(id) % 2 ? 'odd' : 'even', urgency: version / 100 }) },
});
const inOrder = (lines: QueueLine[]) => [...lines].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('what is remembered of the queue', () => {
  it('always gives what the whole reading gives, whatever changed and whoever looks at an older snapshot beside', async () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 12 }),
      gone: fc.boolean(),
      back: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const memory = new QueueMemory();
        let rows = new Map<string, Stored>();
        const versions = new Map<string, number>();
        const history = [rows];
        for (const { id: number, gone, back } of steps) {
          const id = String(number);
          versions.set(id, (versions.get(id) ?? 0) + 1);
          rows = new Map(rows);
          if (gone) rows.delete(id);
          else rows.set(id, line(id, versions.get(id)!));
          history.push(rows);
          // Two look at once: one at what is now, one at what was some steps ago.
          const views = [rows, history.at(-1 - back) ?? rows].map(snapshot);
          const sectors = [null, ['odd']];
          const seen = await Promise.all(views.map((view, i) => memory.lines(view.reads, sectors[i]!)));
          expect(inOrder(seen[0]!)).toEqual(inOrder(views[0]!.lines));
          expect(inOrder(seen[1]!)).toEqual(inOrder(views[1]!.lines.filter((l) => l.sector === 'odd')));
        }
      }),
    );
  });

  it('reads again only what has another version', async () => {
    const memory = new QueueMemory();
    const rows = new Map(Array.from({ length: 500 }, (_, i) => [String(i), line(String(i), 1)] as const));
    const first = snapshot(rows);
    await memory.lines(first.reads, null);
    expect(first.rowsRead()).toBe(500);
    const next = snapshot(new Map(rows).set('7', line('7', 2)));
    expect((await memory.lines(next.reads, null)).find((l) => l.id === '7')!.urgency).toBe(0.02);
    expect(next.rowsRead()).toBe(1);
  });
});
