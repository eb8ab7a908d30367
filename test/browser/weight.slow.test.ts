/** What a screen makes a phone on a bad link fetch before it is of use: everything that its page loads at first. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Chunk {
  file: string;
  imports?: string[];
  isEntry?: boolean;
}

const web = 'dist/web';
/** Bytes of script, gzip. */
const most = 250_000;

function scriptsOf(manifest: Record<string, Chunk>, ...starts: string[]): string[] {
  const files = new Set<string>();
  const take = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(take);
  };
  starts.forEach(take);
  return [...files];
}

/** As it is sent: very small files are sent as they are. */
function sentBytes(file: string): number {
  const path = join(web, file);
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
}

describe('the weight of a first load', () => {
  let manifest: Record<string, Chunk> = {};
  beforeAll(() => {
    execFileSync(process.execPath, ['apps/standalone/setup/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
    manifest = JSON.parse(readFileSync(join(web, 'manifest.json'), 'utf8')) as typeof manifest;
  }, 120_000);

  it('is measured on what the page names', () => {
    const [entry] = Object.entries(manifest).find(([, chunk]) => chunk.isEntry)!;
    const page = readFileSync(join(web, 'index.html'), 'utf8');
    for (const file of scriptsOf(manifest, entry)) expect(page).toContain(file);
  });

  it('is at most 250 KB of script for every screen but the map', () => {
    const [entry] = Object.entries(manifest).find(([, chunk]) => chunk.isEntry)!;
    const screens = Object.keys(manifest).filter((key) => /^src\/screens\/[\w-]+\/index\.tsx$/.test(key));
    const folders = readdirSync('apps/web/src/screens').filter((name) => name !== 'reset');
    expect(screens.map((key) => key.split('/')[2]).sort()).toEqual(expect.arrayContaining(folders.sort()));
    const weights = screens.map((screen) => {
      const name = screen.split('/')[2]!;
      const words = ['src', `src/screens/${name}`].map((folder) => `${folder}/locales/uk.json`);
      return [
        name,
        scriptsOf(manifest, entry, screen, ...words).reduce((sum, file) => sum + sentBytes(file), 0),
      ] as const;
    });
    expect(weights.filter(([name, bytes]) => name !== 'map' && bytes > most)).toEqual([]);
  });
});
