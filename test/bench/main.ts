import { benchEdition } from './edition.js';

const benches: Record<string, (args: string[]) => Promise<void>> = { edition: benchEdition };
const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  process.stderr.write(`Say which: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else await bench(args);
