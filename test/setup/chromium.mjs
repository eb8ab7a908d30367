/** A Chromium for the browser tests: the one on PATH, else Debian's, where this process may install it. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | null} path of a Chromium on PATH */
export function findChromium(path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

/** @returns {string | null} null where none can be had; says so */
export function ensureChromium() {
  const there = findChromium();
  if (there) return there;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('Installing Chromium for the browser tests …');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: 'ignore', env: environment, timeout: 300_000 };
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
    if (!findChromium()) {
      spawnSync('apt-get', ['update'], options);
      spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
    }
  }
  const installed = findChromium();
  if (!installed) {
    console.log('NO BROWSER: no Chromium on PATH and none could be installed; the browser tests are skipped.');
  }
  return installed;
}
