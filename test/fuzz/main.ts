/**
 * `npm run fuzz [-- parser …] [--cases N] [--seed S] [--keep] [--list]`: every reader of strangers' bytes on N cases made from
 * its seeds, the kept corpus and each other, guided by which code they reach. A fault is any way of saying no that is
 * not ours, a number that is none, more than 100 ms for one case, or a heap that grows. Prints one line a parser and
 * ends with 1 where there is a fault; the shortest case of each fault lies in `dist/`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseName, keep, keptOf } from './engine/corpus.js';
import { fuzz, type Outcome } from './engine/fuzz.js';
import { allTargets } from './targets/all.js';

const faultFolder = 'dist/fuzz-faults';

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
