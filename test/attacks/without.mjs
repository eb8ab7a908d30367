/**
 * `npm run test:attacks [-- id …]`: every attack of attacks.mjs, whether its test passes as things are, and whether
 * that test fails on a build without the defence. A test that passes without it shows nothing, and the run fails.
 * Rows that are argued are told, their tests belong to the usual suites.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { attacks } from './attacks.mjs';

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'linewatch-attacks-'));
const say = (text) => process.stdout.write(`${text}\n`);
/** Characters of a title that mean something in a regular expression. */
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Runs those tests of the files whose names hold one of the words, in one process.
 * @returns the results by file, each `{ title, status }`; null where the process died before it could say
 */
function run(tests, without) {
  const out = join(folder, 'result.json');
  rmSync(out, { force: true });
  const files = [...new Set(tests.map(([file]) => file))];
  const names = tests.map(([, name]) => literally(name)).join('|');
  const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  args.push('--config', 'test/attacks/jest.config.mjs', '--runTestsByPath', ...files, '-t', names);
  // A test that fails, as it must without the defence, leaves servers open behind it.
  args.push('--json', '--outputFile', out, '--silent', '--forceExit');
  const env = { ...process.env, ...(without && { LINEWATCH_WITHOUT: without }) };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => {
      if (!existsSync(out)) return resolve(null);
      const { testResults } = JSON.parse(readFileSync(out, 'utf8'));
      const ofFile = testResults.map(({ name, message, assertionResults }) => [
        relative(process.cwd(), name),
        { message, results: assertionResults.map(({ fullName, status }) => ({ title: fullName, status })) },
      ]);
      resolve(new Map(ofFile));
    });
  });
}

/** How many tests of this name ended so. */
function count(suites, [file, name], status) {
  const results = suites?.get(file)?.results ?? [];
  return results.filter((result) => result.title.includes(name) && result.status === status).length;
}

/** What is wrong with the row, or null; prints its line. */
async function judge({ id, test }, asThingsAre) {
  const passed = count(asThingsAre, test, 'passed');
  let wrong = null;
  let seen = '';
  if (passed === 0 || count(asThingsAre, test, 'failed') > 0) wrong = 'the test does not pass as things are';
  else {
    const bare = await run([test], id);
    const failed = count(bare, test, 'failed');
    seen = bare === null ? 'without the defence the process dies' : `${failed} failed without the defence`;
    if (bare !== null && failed === 0) {
      const { message = '', results = [] } = bare.get(test[0]) ?? {};
      const broken = results.length === 0 ? `: ${message.slice(0, 400)}` : '';
      wrong = `the test does not fail without the defence${broken}`;
    }
  }
  say(`${wrong ? 'NO ' : 'yes'}  ${id.padEnd(20)} ${passed} passed; ${wrong ?? seen}`);
  return wrong;
}

try {
  const rows = attacks.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  say(`Node ${process.version}, ${new Date().toISOString()}, ${rows.length} attacks`);
  const tried = rows.filter(({ without }) => without);
  const asThingsAre = await run(tried.map(({ test }) => test));
  const wrong = [];
  for (const row of tried) if ((await judge(row, asThingsAre)) !== null) wrong.push(row.id);
  for (const { id, argued } of rows.filter(({ without }) => !without)) say(`--   ${id.padEnd(20)} argued: ${argued}`);
  say(wrong.length === 0 ? 'All as expected.' : `Not as expected: ${wrong.join(', ')}`);
  process.exitCode = wrong.length === 0 && rows.length > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
