import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { CaseResult } from './scenarios/scenario.js';
import { recoverySeconds } from './world/world.js';

export interface Report {
  seed: number;
  short: boolean;
  began: string;
  seconds: number;
  results: CaseResult[];
  skipped: { scenario: string; why: string }[];
  /** Processes that wanted the machine at begin and end (load average of a minute). */
  loads: number[];
}

/** One case in one line. */
export function lineOf(result: CaseResult, seconds: number, all: readonly CaseResult[]): string {
  const total = all.reduce((sum, r) => sum + r.ok, 0);
  const state = result.faults.length > 0 ? 'WRONG ' : result.happened ? 'good  ' : 'MISSED';
  return (
    `${String(Math.round(seconds)).padStart(5)} s  ${state} ${result.scenario} ${result.database} ${result.name}: ` +
    `${result.ok} ok, back in ${result.recoverySeconds.toFixed(1)} s${result.note ? `, ${result.note}` : ''} (${total} in all)`
  );
}

/** Nothing lost, doubled or wrong; every fault met; back in time; nothing broke off. */
export function isGood({ results, skipped }: Report): boolean {
  return (
    results.every((r) => r.faults.length === 0 && r.happened && r.recoverySeconds <= recoverySeconds) &&
    skipped.every(({ why }) => !why.startsWith('broke off'))
  );
}

interface Row {
  scenario: string;
  database: string;
  cases: number;
  missed: number;
  ok: number;
  faults: number;
  slowest: number;
}

function rowsOf(results: readonly CaseResult[]): Row[] {
  const rows = new Map<string, Row>();
  for (const r of results) {
    const key = `${r.scenario} ${r.database}`;
    const row = rows.get(key) ?? {
      scenario: r.scenario,
      database: r.database,
      cases: 0,
      missed: 0,
      ok: 0,
      faults: 0,
      slowest: 0,
    };
    row.cases += 1;
    row.missed += r.happened ? 0 : 1;
    row.ok += r.ok;
    row.faults += r.faults.length;
    row.slowest = Math.max(row.slowest, r.recoverySeconds);
    rows.set(key, row);
  }
  return [...rows.values()];
}

function table(report: Report): string {
  const rows = rowsOf(report.results);
  const sum = (name: 'cases' | 'missed' | 'ok' | 'faults') => rows.reduce((total, row) => total + row[name], 0);
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const slowest = Math.max(0, ...rows.map((row) => row.slowest));
  return [
    line([
      'scenario',
      'database',
      'cases',
      'fault not met',
      'acknowledged',
      'lost, doubled or wrong',
      'slowest recovery (s)',
    ]),
    line(['---', '---', '--:', '--:', '--:', '--:', '--:']),
    ...rows.map((r) => line([r.scenario, r.database, r.cases, r.missed, r.ok, r.faults, r.slowest.toFixed(1)])),
    line(['**all**', '', sum('cases'), sum('missed'), sum('ok'), sum('faults'), slowest.toFixed(1)]),
  ].join('\n');
}

export function summary(report: Report): string {
  const kinds = new Map<string, number>();
  for (const { kind } of report.results.flatMap((r) => r.faults)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const found = [...kinds].map(([kind, n]) => `${kind}: ${n}`).join(', ');
  return [
    '',
    table(report),
    '',
    `Seed ${report.seed}, ${Math.round(report.seconds)} s${found ? `; found ${found}` : ''}.`,
    ...report.skipped.map(({ scenario, why }) => `Not run: ${scenario}: ${why}`),
    isGood(report) ? 'Nothing was lost, doubled or wrong.' : 'NOT GOOD: see above.',
  ].join('\n');
}

/** `faults.json` and `faults.md` in the folder. */
export function writeReport(folder: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'faults.json'), `${JSON.stringify(report, null, 1)}\n`);
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  writeFileSync(
    join(folder, 'faults.md'),
    `# Faults

\`npm run test:faults -- --seed ${report.seed}${report.short ? ' --short' : ''}\`, begun ${report.began}, ${Math.round(report.seconds / 60)} minutes on ${machine}, load average ${report.loads.map((l) => l.toFixed(1)).join(' at the begin, ')} at the end.

Real processes are broken under load; a client that keeps a log of its own knows what was acknowledged, and a checker
(\`test/faults/check/\`) holds that against what is stored. "Recovery" is from the moment in which what was broken is
put right until every piece of work is done. "Fault not met" counts cases in which the load never reached the fault.

${table(report)}

${report.skipped.map(({ scenario, why }) => `Not run: ${scenario}: ${why}\n`).join('')}
## Each case

| case | database | acknowledged | faults | recovery (s) | note |
| --- | --- | --: | --: | --: | --- |
${report.results
  .map(
    (r) =>
      `| ${r.name}${r.happened ? '' : ' (not met)'} | ${r.database} | ${r.ok} | ${r.faults.length} | ${r.recoverySeconds.toFixed(1)} | ${r.note} |`,
  )
  .join('\n')}
`,
  );
}
