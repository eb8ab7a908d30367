/** The build step on a small program in a folder of its own; its console is a file that says what it is. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

describe('the build step', () => {
  let folder: string;
  const write = (file: string, text: string): void => {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-build-'));
    for (const file of ['.swcrc', 'package.json', 'apps/standalone/setup'])
      cpSync(file, join(folder, file), { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    write('package-lock.json', '{}');
    write('apps/api/openapi.json', '{}');
    write('apps/web/setup/build.mjs', 'export const buildWeb = () => undefined;\n');
    for (const file of [
      'apps/api/route.ts',
      'apps/api/route.test.ts',
      'apps/api/testing/caller.ts',
      'apps/web/src/page.ts',
      'libs/core/geo/example.fixture.ts',
      'libs/core/geo/rule.ts',
      'libs/db/testing/rows.ts',
    ])
      write(file, 'export const here: number = 1;\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const build = () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['apps/standalone/setup/build.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout + stderr;
  };
  const compiled = () =>
    readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .sort();

  it('compiles the program without what only its tests are made of', () => {
    expect(build()).toBe('Building …\nBuilt into dist.\n');
    expect(compiled()).toEqual(['apps/api/route.js', 'libs/core/geo/rule.js'].map((file) => join(file)));
    write('libs/core/geo/example.fixture.ts', 'export const here = 2;\n');
    expect(build()).toBe('dist is up to date.\n');
  });

  it('compiles it anew where it changed, and leaves nothing of what is gone', () => {
    build();
    rmSync(join(folder, 'apps/api/route.ts'));
    expect(build()).toContain('Built into dist.');
    expect(compiled()).toEqual([join('libs/core/geo/rule.js')]);
  });

  it('says what cannot be compiled, and keeps the build that was', () => {
    build();
    write('libs/core/geo/rule.ts', 'export const here: = 1;\n');
    expect(build()).toMatch(/could not be built[^]*rule\.ts/);
    expect(compiled()).toEqual([join('apps/api/route.js'), join('libs/core/geo/rule.js')]);
  });
});
