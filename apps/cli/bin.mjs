#!/usr/bin/env node
/** Starts the command line. In a clone it first has the sources built, if they have changed since. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

// An installation without sources holds a finished build.
if (existsSync(join(root, 'apps', 'cli', 'main.ts'))) {
  if (!existsSync(join(root, 'node_modules', 'commander'))) {
    console.error(`The packages are not installed. Run "npm ci" in ${root} first.`);
    process.exit(2);
  }
  // Its words go to standard error, so that results stay alone on standard output.
  const build = join(root, 'apps', 'standalone', 'setup', 'build.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8' });
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exit(2);
  }
  if (!stdout.startsWith('dist is up to date')) process.stderr.write(stdout);
}
await import(pathToFileURL(join(root, 'dist', 'apps', 'cli', 'main.js')).href);
