import type { CaseResult, Scenario } from './scenarios/scenario.js';
import { recoverySeconds } from './world/world.js';

/** Acknowledged operations that a whole run must reach. */
export const enough = 100_000;

/** Where and on what a case was run. */
export interface Run {
  seed: number;
  short: boolean;
  began: string;
  /** Of the code, shortened; with a `+` where files were changed since. */
  commit: string;
  machine: string;
  /** Processes that wanted the machine when the run began (load average of a minute). */
  load: number;
}

/** `ended`: the scenario that the case belongs to was run to its end then. */
export type Recorded = CaseResult & { run: Run & { ended: boolean } };

export interface NotRun {
  scenario: string;
  why: string;
}

/** What was not as it must be in a case, in words; empty where all was. */
export function troublesOf(result: CaseResult): string[] {
  const { faults, happened, recoverySeconds: seconds, bounds } = result;
  return [
    ...(faults.length > 0 ? [`${faults.length} lost, doubled or wrong`] : []),
    ...(happened ? [] : ['the fault was not met']),
    ...(seconds > recoverySeconds ? [`back after ${seconds.toFixed(1)} s`] : []),
    ...bounds,
  ];
}

/** One case in one line. */
export function lineOf(result: CaseResult, seconds: number, all: readonly CaseResult[]): string {
  const troubles = troublesOf(result);
  const state =
    result.faults.length > 0 ? 'WRONG' : !result.happened ? 'MISSED' : troubles.length > 0 ? 'OVER' : 'good';
  return (
    `${String(Math.round(seconds)).padStart(5)} s  ${state.padEnd(6)} ${result.scenario} ${result.database} ${result.name}: ` +
    `${result.ok} ok, back in ${result.recoverySeconds.toFixed(1)} s${result.note ? `, ${result.note}` : ''}` +
    `${result.bounds.length > 0 ? `; ${result.bounds.join('; ')}` : ''} (${acknowledged(all)} in all)`
  );
}

export function acknowledged(results: readonly CaseResult[]): number {
  return results.reduce((sum, { ok }) => sum + ok, 0);
}

/** What keeps the results from showing that all is well, in words: nothing where they do. */
export function shortcomings(results: readonly CaseResult[], notRun: readonly NotRun[], whole: boolean): string[] {
  const lines = results.flatMap((result) =>
    troublesOf(result).map((trouble) => `${result.scenario} ${result.database} ${result.name}: ${trouble}`),
  );
  lines.push(...notRun.map(({ scenario, why }) => `${scenario} was not run to its end: ${why}`));
  if (whole && acknowledged(results) < enough)
    lines.push(`${acknowledged(results)} operations were acknowledged, ${enough} are asked`);
  return lines;
}

/** Which scenarios have no results, or not all, on which database. */
export function lacking(results: readonly Recorded[], scenarios: readonly Scenario[]): NotRun[] {
  return scenarios.flatMap(({ name, on }) =>
    on.flatMap((kind) => {
      const cases = results.filter((r) => r.scenario === name && r.database === kind);
      if (cases.length === 0) return [{ scenario: `${name} on ${kind}`, why: 'there is nothing of it' }];
      return cases.every(({ run }) => run.ended)
        ? []
        : [{ scenario: `${name} on ${kind}`, why: 'there is a part of it' }];
    }),
  );
}

interface Row {
  first: Recorded;
  cases: Recorded[];
}

const cell = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** The results by scenario and database, as a table. */
export function table(results: readonly Recorded[]): string {
  const rows = new Map<string, Row>();
  for (const result of results) {
    const key = `${result.scenario} ${result.database}`;
    const row = rows.get(key);
    if (row) row.cases.push(result);
    else rows.set(key, { first: result, cases: [result] });
  }
  const figures = (cases: readonly Recorded[]) => [
    cases.length,
    cases.filter(({ happened }) => !happened).length,
    acknowledged(cases),
    cases.reduce((sum, { faults }) => sum + faults.length, 0),
    cases.reduce((sum, { bounds }) => sum + bounds.length, 0),
    Math.max(0, ...cases.map((c) => c.recoverySeconds)).toFixed(1),
  ];
  return [
    cell([
      'scenario',
      'database',
      'cases',
      'fault not met',
      'acknowledged',
      'lost, doubled or wrong',
      'bounds not held',
      'slowest recovery (s)',
      'run',
    ]),
    '| --- | --- | --: | --: | --: | --: | --: | --: | --- |',
    ...[...rows.values()].map(({ first, cases }) =>
      cell([first.scenario, first.database, ...figures(cases), said(first.run)]),
    ),
    cell(['**all**', '', ...figures(results), '']),
  ].join('\n');
}

function said({ began, commit, short, seed }: Run): string {
  return `${began.slice(0, 16).replace('T', ' ')}, ${commit}, seed ${seed}${short ? ', short' : ''}`;
}

/** How many of each kind were acknowledged, in words. */
export function mixOf(results: readonly CaseResult[]): string {
  const sum = (op: keyof CaseResult['mix']) => results.reduce((total, { mix }) => total + (mix[op] ?? 0), 0);
  return (
    `${sum('sighting')} observations, each a line of a stream with a receipt of its own, ${sum('report')} single reports, ` +
    `${sum('evidence')} files in parts and ${sum('verdict')} decisions of a person`
  );
}

export function summary(results: readonly Recorded[], notRun: readonly NotRun[], whole: boolean): string {
  const kinds = new Map<string, number>();
  for (const { kind } of results.flatMap((r) => r.faults)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const lines = shortcomings(results, notRun, whole);
  return [
    '',
    table(results),
    '',
    `Acknowledged: ${mixOf(results)}.`,
    ...(kinds.size > 0 ? [`Found: ${[...kinds].map(([kind, n]) => `${kind}: ${n}`).join(', ')}.`] : []),
    ...lines.map((line) => `NOT GOOD  ${line}`),
    lines.length === 0 ? 'Nothing was lost, doubled or wrong, and every bound held.' : '',
  ].join('\n');
}
