/** Plants what the lint rules of our own choosing forbid and sees it refused. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const env = 'export const home = process.env.HOME;\n';
const cases: [string, string, string | null][] = [
  ['libs/core/geo/clock.ts', 'export const at = Date.now();\n', 'no-restricted-properties'],
  ['libs/core/geo/chance.ts', 'export const chance = Math.random();\n', 'no-restricted-properties'],
  ['libs/core/geo/wait.ts', 'setTimeout(() => undefined, 1);\n', 'no-restricted-globals'],
  ['apps/api/settings.ts', env, 'no-process-env'],
  ['libs/db/settings.ts', env, 'no-process-env'],
  ['apps/api/environment.ts', env, null],
  ['test/setup/settings.ts', env, null],
  ['apps/api/say.ts', `console.log('a name');\n`, 'no-console'],
  ['libs/formats/loose.ts', 'export const same = (a: string, b: string) => a == b;\n', 'eqeqeq'],
  ['libs/formats/blind.ts', 'export const any = (a: any) => a;\n', 'no-explicit-any'],
];

describe('the lint rules', () => {
  const house = mkdtempSync(join(tmpdir(), 'linewatch-lint-'));
  let found: { filename: string; code: string }[] = [];
  beforeAll(() => {
    cpSync('.oxlintrc.json', join(house, '.oxlintrc.json'));
    for (const [file, text] of cases) {
      mkdirSync(join(house, dirname(file)), { recursive: true });
      writeFileSync(join(house, file), text);
    }
    const oxlint = resolve('node_modules/oxlint/bin/oxlint');
    const result = spawnSync(process.execPath, [oxlint, '--format=json'], { cwd: house, encoding: 'utf8' });
    found = (JSON.parse(result.stdout) as { diagnostics: typeof found }).diagnostics;
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each(cases)('in %s, %j: %s', (file, _text, rule) => {
    const codes = found.filter(({ filename }) => filename.endsWith(file)).map(({ code }) => code);
    expect(codes).toEqual(rule === null ? [] : [expect.stringContaining(`(${rule})`)]);
  });
});
