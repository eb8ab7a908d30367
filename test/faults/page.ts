/** What runs found, kept in a folder: each run replaces what it ran again, so that a page can come together in parts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acknowledged, enough, lacking, mixOf, type Recorded, shortcomings, table } from './report.js';
import { scenarios } from './scenarios/all.js';
import { recoverySeconds } from './world/world.js';

/** What is kept in the folder already. */
export function readPage(folder: string): Recorded[] {
  const file = join(folder, 'faults.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Recorded[] }).cases : [];
}

/** Results of one run take the place of older ones of the same scenario on the same database. */
export function merged(older: readonly Recorded[], newer: readonly Recorded[]): Recorded[] {
  const place = ({ scenario, database }: Recorded) =>
    scenarios.findIndex(({ name }) => name === scenario) * 2 + (database === 'sqlite' ? 0 : 1);
  const again = new Set(newer.map(place));
  return [...older.filter((result) => !again.has(place(result))), ...newer].sort((a, b) => place(a) - place(b));
}

/** Writes `faults.json` and `faults.md`. */
export function writePage(folder: string, cases: readonly Recorded[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'faults.json'), `${JSON.stringify({ cases }, null, 1)}\n`);
  const lines = shortcomings(cases, lacking(cases, scenarios), true);
  const machines = [...new Set(cases.map(({ run }) => run.machine))].join('; ');
  const loads = cases.map(({ run }) => run.load);
  writeFileSync(
    join(folder, 'faults.md'),
    `# Faults

Written by \`npm run test:faults -- --out docs/measured\`, on ${machines}; each row says when it was run, on which commit
and with which seed (\`--seed N --only SCENARIO\` runs it again, and replaces its rows here). The load average was
${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} when the runs began. What was found and mended on the way is in
[faults-found.md](faults-found.md).

Real processes are broken under load. A client that keeps a log of its own knows what was acknowledged, and a checker
(\`test/faults/check/\`, which finds 14 kinds of damage that are planted for it) holds that against what is stored.
"Recovery" is from the moment in which what was broken is put right until every piece of work is done; it may take
${recoverySeconds} s. "Fault not met" counts cases in which the load never reached the fault: they show nothing and count as failed,
as do bounds of a scenario's own (poison may make the others at most a tenth slower) that did not hold.

${acknowledged(cases)} operations were acknowledged (${enough} are asked): ${mixOf(cases)}.

${lines.length === 0 ? '**Nothing was lost, doubled or wrong, and every bound held.**' : `**Not everything is shown:**\n\n${lines.map((line) => `- ${line}`).join('\n')}`}

${table(cases)}

## Each case

| scenario | case | database | acknowledged | faults | recovery (s) | note |
| --- | --- | --- | --: | --: | --: | --- |
${cases.map(rowOf).join('\n')}
`,
  );
}

function rowOf(r: Recorded): string {
  const notes = [r.happened ? '' : '**not met**', r.note, ...r.bounds.map((bound) => `**${bound}**`)];
  const cells = [r.scenario, r.name, r.database, r.ok, r.faults.length, r.recoverySeconds.toFixed(1)];
  return `| ${cells.join(' | ')} | ${notes.filter(Boolean).join('; ')} |`;
}
