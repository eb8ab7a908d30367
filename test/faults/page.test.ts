import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merged, readPage, writePage } from './page.js';
import { enough, lacking, type Recorded, shortcomings } from './report.js';
import { scenarios } from './scenarios/all.js';

const run = {
  seed: 1,
  short: false,
  began: '2026-11-22T05:00:00.000Z',
  commit: 'abc',
  machine: '2 cores',
  load: 0.1,
  ended: true,
};

function result(change: Partial<Recorded> = {}): Recorded {
  return {
    scenario: 'clock',
    name: '+1 h',
    database: 'sqlite',
    happened: true,
    ok: enough,
    mix: { sighting: enough },
    refused: 0,
    unknown: 0,
    recoverySeconds: 1,
    faults: [],
    bounds: [],
    note: '',
    seconds: 2,
    run,
    ...change,
  };
}

describe('what a run of faults comes to', () => {
  it('is good where every fault was met, nothing was lost and every bound held', () => {
    expect(shortcomings([result()], [], true)).toEqual([]);
  });

  it.each([
    ['something was lost', { faults: [{ kind: 'lost', key: 'a', detail: 'gone' }] }, 'lost, doubled or wrong'],
    ['the fault was never met', { happened: false }, 'not met'],
    ['work was done too late', { recoverySeconds: 60.1 }, 'back after 60.1 s'],
    ['a bound of its own did not hold', { bounds: ['the others took 11 % longer'] }, '11 % longer'],
    ['too little was acknowledged', { ok: enough - 1 }, `${enough} are asked`],
  ] as [string, Partial<Recorded>, string][])('is not good where %s', (_, change, said) => {
    expect(shortcomings([result(change)], [], true)).toEqual([expect.stringContaining(said)]);
  });

  it('is not good where a scenario did not run; the page knows which', () => {
    const missing = lacking([result()], scenarios);
    expect(missing).toHaveLength(scenarios.reduce((sum, { on }) => sum + on.length, 0) - 1);
    expect(shortcomings([result()], missing.slice(0, 1), false)).toHaveLength(1);
    const part = lacking([result({ run: { ...run, ended: false } })], scenarios);
    expect(part).toContainEqual({ scenario: 'clock on sqlite', why: 'there is a part of it' });
  });

  it('comes together in parts: a later run replaces only what it ran again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-page-'));
    try {
      const kept = [result(), result({ database: 'postgres' }), result({ scenario: 'backup' })];
      writePage(folder, merged(readPage(folder), kept));
      const again = result({ name: '-1 h', run: { ...run, commit: 'def' } });
      writePage(folder, merged(readPage(folder), [again]));
      const rows = readPage(folder).map(({ scenario, database, name, run: { commit } }) =>
        [scenario, database, name, commit].join(' '),
      );
      expect(rows).toEqual(['backup sqlite +1 h abc', 'clock sqlite -1 h def', 'clock postgres +1 h abc']);
      expect(readFileSync(join(folder, 'faults.md'), 'utf8')).toContain('poison on postgres was not run to its end');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
