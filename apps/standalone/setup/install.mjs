/** Installs what package-lock.json names, if it is not there yet. Node's own modules only: nothing is installed so far. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * One at a time per folder: two starts side by side must not install or build into each other.
 * @template T
 * @param {string} what 'install' or 'build'
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(what, work) {
  const user = process.getuid?.() ?? 0;
  const lock = join(tmpdir(), `linewatch-${what}-${user}-${hash(root).slice(0, 12)}.lock`);
  for (let waited = false; ; waited = true) {
    try {
      const file = openSync(lock, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!waited) console.log(`Waiting for another ${what} in this folder to finish …`);
      await pause(200);
      if (isLeftOver(lock)) rmSync(lock, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Its process has ended without removing it. */
function isLeftOver(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!pid) return Date.now() - statSync(lock).mtimeMs > 5_000; // made, not yet written
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/**
 * @returns {Promise<boolean>} whether anything had to be installed
 * @throws Error when npm fails
 */
export async function install() {
  const stamp = join(root, 'node_modules', '.linewatch-installed');
  // Native modules are built for one version of Node's binary interface.
  const wanted = `${hash(readFileSync(join(root, 'package-lock.json')))} ${process.versions.modules} ${process.arch}`;
  const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (installed()) return false;
  return alone('install', () => {
    if (installed()) return false;
    if (existsSync(stamp) || !sameAsLocked()) {
      console.log('Installing packages (once; about a minute, longer where a native module must be compiled) …');
      npmCi();
    }
    writeFileSync(stamp, wanted);
    return true;
  });
}

/** Whether somebody has installed exactly the locked packages by hand; optional ones may be absent. */
function sameAsLocked() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(locked).every(
    ([name, { version, optional }]) =>
      name === '' || present[name]?.version === version || (optional && !present[name]),
  );
}

function npmCi() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  // Under `npm start` this is npm's own script; otherwise the one on PATH.
  const npm = process.env.npm_execpath;
  const byNpm = npm?.endsWith('npm-cli.js');
  const result = byNpm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.error) throw new Error(`npm could not be run: ${result.error.message}`);
  if (result.status !== 0)
    throw new Error('npm ci failed; its own words are above. Is the package registry reachable?');
}

/** @param {string | Uint8Array} content */
export function hash(content) {
  return createHash('sha256').update(content).digest('hex');
}
