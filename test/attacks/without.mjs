/**
 * `npm run test:attacks [-- id …]`: every attack of attacks.mjs, whether its test passes as things are, and whether
 * that test fails on a build without the defence. A test that passes without it shows nothing, and the run fails.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attacks } from './attacks.mjs';

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'linewatch-attacks-'));
const isSlow = (file) => file.endsWith('.slow.test.ts');
/** Characters of a title that mean something in a regular expression. */
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs the tests of one file whose names hold the words; what became of each of them. */
function run([file, name], without) {
  const out = join(folder, 'result.json');
  const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  args.push('--config', 'test/attacks/jest.config.mjs', '--runTestsByPath', file, '-t', literally(name));
  args.push('--json', '--outputFile', out, '--silent');
  const { LINEWATCH_SLOW: _slow, ...usual } = process.env;
  const env = {
    ...usual,
    ...(without && { LINEWATCH_WITHOUT: without }),
    ...(isSlow(file) && { LINEWATCH_SLOW: '1' }),
  };
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (part) => (said += part));
    child.once('error', reject);
    child.once('exit', () => {
      try {
        const [suite] = JSON.parse(readFileSync(out, 'utf8')).testResults;
        rmSync(out);
        const results = suite.assertionResults.filter(({ status }) => status !== 'pending');
        const count = (status) => results.filter((result) => result.status === status).length;
        resolve({
          passed: count('passed'),
          failed: count('failed'),
          broken: results.length === 0 ? suite.message : '',
        });
      } catch (error) {
        reject(new Error(`${file}: ${error.message}\n${said.slice(-2000)}`));
      }
    });
  });
}

/** What is wrong with the row, or null; prints its line. */
async function judge({ id, test, without, argued }) {
  const as = await run(test);
  const bare = without && as.failed === 0 && as.passed > 0 ? await run(test, id) : null;
  const wrong =
    as.failed > 0 || as.passed === 0
      ? `the test does not pass as things are${as.broken && `: ${as.broken.slice(0, 400)}`}`
      : bare && bare.failed === 0
        ? `the test does not fail without the defence${bare.broken && `, it does not run: ${bare.broken.slice(0, 400)}`}`
        : null;
  const seen = bare ? `${bare.failed} failed without the defence` : `argued: ${argued}`;
  process.stdout.write(`${wrong ? 'NO ' : 'yes'}  ${id.padEnd(22)} ${as.passed} passed; ${wrong ?? seen}\n`);
  return wrong;
}

try {
  const rows = attacks.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  process.stdout.write(`Node ${process.version}, ${new Date().toISOString()}, ${rows.length} attacks\n`);
  const wrong = [];
  for (const row of rows) if ((await judge(row)) !== null) wrong.push(row.id);
  process.stdout.write(wrong.length === 0 ? 'All as expected.\n' : `Not as expected: ${wrong.join(', ')}\n`);
  process.exitCode = wrong.length === 0 && rows.length > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
