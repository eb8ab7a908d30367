/** Compiles apps and libs into dist and the console into dist/web, each if its sources have changed. Also `npm run build`. */
import './node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone, hash, root } from './install.mjs';

const dist = join(root, 'dist');
const web = join('apps', 'web');

/** What is built from what, into which folder; `make` fills a folder beside it, which then takes its place. */
const server = {
  folder: dist,
  sources: () => ['.swcrc', 'package.json', ...filesIn(['apps', 'libs'], isServerSource)],
  make: compileServer,
};
const webConsole = {
  folder: join(dist, 'web'),
  sources: () => ['package-lock.json', join('apps', 'api', 'openapi.json'), ...filesIn([web], isWebSource)],
  make: async (fresh) => (await import('../../web/setup/build.mjs')).buildWeb(fresh),
};

const stampOf = (part) => join(part.folder, '.linewatch-built');

/**
 * @returns {Promise<boolean>} whether anything had to be built
 * @throws Error with the compiler's words
 */
export async function build() {
  const stale = () =>
    [server, webConsole].map((part) => [part, digest(part.sources())]).filter(([p, d]) => !isOf(p, d));
  if (stale().length === 0) return false;
  return alone('build', async () => {
    const parts = stale();
    if (parts.length > 0) console.log('Building …');
    for (const [part, wanted] of parts) await replace(part, wanted);
    return parts.length > 0;
  });
}

function isOf(part, wanted) {
  return existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === wanted;
}

/** Beside the old one and then in its place, so that no file of an older build stays. */
async function replace(part, wanted) {
  const fresh = join(root, `dist.${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  try {
    await part.make(fresh);
    writeFileSync(join(fresh, '.linewatch-built'), wanted);
    if (part === server && existsSync(webConsole.folder)) renameSync(webConsole.folder, join(fresh, 'web'));
    rmSync(part.folder, { recursive: true, force: true });
    renameSync(fresh, part.folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** What only tests need is no part of the program; what measures or breaks it (`npm run bench`, …) compiles that itself. */
const ofTests = {
  globs: ['**/*.test.ts', '**/*.fixture.ts', '**/testing/**'],
  path: /\.(test|fixture)\.ts$|[\\/]testing[\\/]/,
};

function compileServer(fresh) {
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const args = ['apps', 'libs', '-d', fresh, '--extensions', '.ts', '--ignore', ofTests.globs.join(','), '--quiet'];
  const result = spawnSync(process.execPath, [swc, ...args], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`The sources could not be built:\n${result.stdout}${result.stderr}`);
}

function isServerSource(file) {
  return file.endsWith('.ts') && !ofTests.path.test(file) && !file.startsWith(join(web, '/'));
}

function isWebSource(file) {
  // Made from the API's description, which counts itself.
  return !/\.test\.tsx?$/.test(file) && file !== join(web, 'src', 'api', 'schema.d.ts');
}

function filesIn(folders, isWanted) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
      .filter(isWanted),
  );
}

function digest(files) {
  return hash(
    [...files]
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
