/** The checks that need no running: format, lint, types, boundaries. Two at a time; each runs, also when one failed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../apps/standalone/setup/install.mjs';
import { writeApiTypes } from '../../apps/web/setup/api-types.mjs';

const checks = [
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ['lint', 'oxlint/bin/oxlint', '--quiet'],
  ['types', 'typescript/bin/tsc', '-p', '.'],
  ['types of the console', 'typescript/bin/tsc', '-p', 'apps/web'],
  ['types of the work beside the console', 'typescript/bin/tsc', '-p', 'apps/web/worker'],
  ['types of the browser tests', 'typescript/bin/tsc', '-p', 'test/browser'],
  ['boundaries', 'dependency-cruiser/bin/dependency-cruise.mjs', 'apps', 'libs', '--output-type=err'],
];

const two = 2; // cores of the smallest machine that tests run on

/** @returns {Promise<boolean>} whether it passed; what it says is shown whole, when it has ended */
function passes([name, script, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
    child.once('error', (error) => (said += `${error.message}\n`));
    child.once('close', (code) => {
      console.log(`${said}${name}: ${code === 0 ? 'passed' : 'FAILED'}`);
      resolve(code === 0);
    });
  });
}

await writeApiTypes();
const left = [...checks];
const oneAfterAnother = async () => {
  for (let next = left.shift(); next; next = left.shift()) if (!(await passes(next))) process.exitCode = 1;
};
await Promise.all(Array.from({ length: two }, oneAfterAnother));
