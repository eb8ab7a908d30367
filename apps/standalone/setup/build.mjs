/** Compiles apps and libs into dist, if their sources have changed since. Also `npm run build`. */
import './node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone, hash, root } from './install.mjs';

/**
 * @returns {Promise<boolean>} whether anything had to be built
 * @throws Error with the compiler's words
 */
export async function build() {
  const wanted = sourcesHash();
  const stamp = join(root, 'dist', '.linewatch-built');
  const built = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (built()) return false;
  return alone('build', () => {
    if (built()) return false;
    console.log('Building …');
    // Beside the old one and then in its place, so that no file of an older build stays.
    const fresh = join(root, `dist.${process.pid}`);
    const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
    const result = spawnSync(process.execPath, [swc, 'apps', 'libs', '-d', fresh, '--extensions', '.ts', '--quiet'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (result.status !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      throw new Error(`The sources could not be built:\n${result.stdout}${result.stderr}`);
    }
    writeFileSync(join(fresh, '.linewatch-built'), wanted);
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    renameSync(fresh, join(root, 'dist'));
    return true;
  });
}

function sourcesHash() {
  const files = ['.swcrc', 'package.json'];
  for (const folder of ['apps', 'libs']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) {
        files.push(join(entry.parentPath, entry.name).slice(root.length));
      }
    }
  }
  return hash(
    files
      .sort()
      .map((file) => `${file} ${hash(readFileSync(join(root, file)))}`)
      .join('\n'),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log((await build()) ? 'Built into dist.' : 'dist is up to date.');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
