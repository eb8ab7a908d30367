#!/usr/bin/env node
/** Starts the command line. On first use, from a fresh clone, it builds first. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const main = join(root, 'dist', 'apps', 'cli', 'main.js');

if (!existsSync(main)) {
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  if (!existsSync(swc)) {
    console.error(`The packages are not installed. Run "npm ci" in ${root} first.`);
    process.exit(2);
  }
  console.error('Building on first use …');
  const built = spawnSync(process.execPath, [swc, 'apps', 'libs', '-d', 'dist', '--quiet'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) process.exit(2);
}
await import(main);
