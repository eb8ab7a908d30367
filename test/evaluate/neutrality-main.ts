/** `npm run evaluate:neutrality`: the swap property on many worlds. Exit code 1 where it does not hold. */
import { parseArgs } from 'node:util';
import { swapFaults, type Tried } from '../neutrality/worlds.js';

const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '500' }, first: { type: 'string', default: '10000' } },
});
const [worlds, first] = [Number(values.worlds), Number(values.first)];
if (!(Number.isInteger(worlds) && worlds > 0 && Number.isInteger(first))) {
  console.error('Give whole numbers: --worlds 500 --first 10000');
  process.exit(2);
}
console.log(`seeds ${first} to ${first + worlds - 1}`);
const sum: Record<string, number> = {};
const faults: string[] = [];
const started = Date.now();
for (let seed = first; seed < first + worlds; seed += 1) {
  const { faults: found, tried } = await swapFaults([seed]);
  faults.push(...found);
  for (const [name, n] of Object.entries(tried) as [keyof Tried, number][]) sum[name] = (sum[name] ?? 0) + n;
  if ((seed - first + 1) % 50 === 0)
    console.log(`${seed - first + 1} worlds, ${faults.length} faults, ${Math.round((Date.now() - started) / 1000)} s`);
}
for (const [name, n] of Object.entries(sum)) console.log(`${name.padEnd(14)} ${n}`);
for (const fault of faults) console.log(`NOT SYMMETRICAL: ${fault}`);
console.log(
  faults.length === 0
    ? 'Swapping the parties swaps every outcome and changes nothing else.'
    : 'The property does not hold.',
);
process.exitCode = faults.length === 0 ? 0 : 1;
