/** The install step in a folder of its own, with an npm that only notes what it was asked. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('the install step', () => {
  let folder: string;
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-install-'));
    cpSync('apps/standalone/setup', join(folder, 'apps/standalone/setup'), { recursive: true });
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    mkdirSync(join(folder, 'bin'));
    const npm = `#!/bin/sh\necho "$@" >> asked\nmkdir -p node_modules\nexit \${NPM_ENDS:-0}\n`;
    writeFileSync(join(folder, 'bin', 'npm'), npm);
    chmodSync(join(folder, 'bin', 'npm'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(ends = 0) {
    const code = `import { install } from './apps/standalone/setup/install.mjs';\nconsole.log(await install());`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, NPM_ENDS: String(ends) },
    });
  }
  const asked = () => (existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8') : '');

  it('asks npm once, and again when the lockfile changes', () => {
    expect(install().stdout).toContain('true');
    expect(install().stdout).toBe('false\n');
    expect(asked()).toBe('ci --include=dev --no-audit --no-fund\n');
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, changed: true }));
    expect(install().stdout).toContain('true');
    expect(asked().split('\n')).toHaveLength(3);
  });

  it('leaves alone what was installed by hand, if it is what the lockfile names', () => {
    mkdirSync(join(folder, 'node_modules'));
    const hidden = join(folder, 'node_modules', '.package-lock.json');
    writeFileSync(hidden, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
    install();
    expect(asked()).toBe('');
    rmSync(join(folder, 'node_modules', '.linewatch-installed'));
    writeFileSync(hidden, JSON.stringify({ packages: { 'node_modules/a': { version: '0.9.0' } } }));
    install();
    expect(asked()).toContain('ci');
  });

  it('says so when npm fails, and asks again next time', () => {
    const result = install(1);
    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain('npm ci failed');
    expect(install().stdout).toContain('true');
  });

  it('tells an old Node what it needs', () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' });\nawait import('./apps/standalone/setup/node.mjs');`;
    const result = spawnSync(process.execPath, ['--input-type=module', '-e', old], { cwd: folder, encoding: 'utf8' });
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('Linewatch needs Node 20.19 or newer');
  });
});
