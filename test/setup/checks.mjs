/** The checks that need no running: format, lint, types, boundaries. Each runs, also when one before it failed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../apps/standalone/setup/install.mjs';
import { writeApiTypes } from '../../apps/web/setup/api-types.mjs';

const checks = [
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ['lint', 'oxlint/bin/oxlint', '--quiet'],
  ['types', 'typescript/bin/tsc', '-p', '.'],
  ['types of the console', 'typescript/bin/tsc', '-p', 'apps/web'],
  ['types of the browser tests', 'typescript/bin/tsc', '-p', 'test/browser'],
  ['boundaries', 'dependency-cruiser/bin/dependency-cruise.mjs', 'apps', 'libs', '--output-type=err'],
];

await writeApiTypes();
for (const [name, script, ...args] of checks) {
  const file = join(root, 'node_modules', script);
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
  console.log(`${name}: ${status === 0 ? 'passed' : 'FAILED'}`);
  if (status !== 0) process.exitCode = 1;
}
