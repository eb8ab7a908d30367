/**
 * `npm run fuzz [-- parser …] [--cases N] [--seed S] [--keep] [--list]`: every reader of strangers' bytes on N cases made from
 * its seeds, the kept corpus and each other, guided by which code they reach. A fault is any way of saying no that is
 * not ours, a number that is none, more than 100 ms for one case, or a heap that grows. Prints one line a parser and
 * ends with 1 where there is a fault; the shortest case of each fault lies in `dist/`.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeGeography } from '#core/geo/geography.js';
import { loadMission } from '#formats/pack/load.js';
import { caseName, fuzz, type Outcome } from './engine/fuzz.js';
import type { Target } from './engine/target.js';
import { fileTargets } from './targets/files.js';
import { formTargets } from './targets/forms.js';
import { packTargets } from './targets/packs.js';
import { proofs } from './targets/proofs.js';
import { streams } from './targets/streams.js';
import { wordTargets } from './targets/words.js';

const model = 'missions/ukraine-line';
const corpusFolder = 'test/fuzz/corpus';
const faultFolder = 'dist/fuzz-faults';
/** Kept cases of one parser: few and small, since they are read each time. */
const mostKept = 40;
const mostKeptBytes = 600;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed))
  throw new Error('--cases and --seed are whole numbers');

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function allTargets(): Promise<Target[]> {
  const mission = await loadMission(model);
  const deps = {
    mission,
    geography: makeGeography(mission),
    clock: { now: () => new Date('2026-11-22T06:00:00.000Z') },
  };
  return [
    ...streams,
    ...formTargets(deps),
    ...(await fileTargets()),
    ...proofs,
    ...wordTargets(mission),
    ...packTargets(mission, model),
  ];
}

function keptOf(name: string): Buffer[] {
  const folder = join(corpusFolder, name);
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => readFileSync(join(folder, file)))
    : [];
}

function keep(name: string, fresh: readonly Buffer[]): number {
  const folder = join(corpusFolder, name);
  const room = mostKept - keptOf(name).length;
  const small = fresh.filter((input) => input.length <= mostKeptBytes).slice(0, Math.max(0, room));
  if (small.length > 0) mkdirSync(folder, { recursive: true });
  for (const input of small) writeFileSync(join(folder, caseName(input)), input);
  return small.length;
}

function tell(name: string, { faults }: Outcome): void {
  if (faults.length > 0) mkdirSync(faultFolder, { recursive: true });
  for (const { what, input } of faults) {
    const file = join(faultFolder, `${name}-${caseName(input)}`);
    writeFileSync(file, input);
    say(`  ${what.replace(/\s+/g, ' ').slice(0, 300)}  (${file})`);
  }
}

const targets = await allTargets();
if (values.list) for (const { name, reads } of targets) say(`${name.padEnd(30)} ${reads}`);
else {
  const unknown = positionals.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; --list names the parsers`);
  say(`Node ${process.version}, ${process.platform} ${process.arch}, ${new Date().toISOString()}, seed ${seed}`);
  say('| parser | cases | new coverage | covered | longest, ms | heap, MB | faults | seconds |');
  say('|---|---|---|---|---|---|---|---|');
  let faulty = 0;
  for (const target of targets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    const outcome = await fuzz(target, { cases, seed, corpus: keptOf(target.name) });
    const { fresh, covered, longestMs, grownBytes, faults, seconds } = outcome;
    const cells = [
      target.name,
      outcome.cases,
      fresh.length,
      covered,
      longestMs.toFixed(1),
      (grownBytes / 2 ** 20).toFixed(1),
    ];
    say(`| ${[...cells, faults.length, Math.round(seconds)].join(' | ')} |`);
    tell(target.name, outcome);
    if (values.keep) say(`  kept ${keep(target.name, fresh)} cases`);
    faulty += faults.length;
  }
  process.exitCode = faulty === 0 ? 0 : 1;
}
for (const target of targets) await target.close?.();
