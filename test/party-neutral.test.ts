import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadMission } from '#formats/pack/load.js';

const packs = ['missions/ukraine-line', 'missions/two-valleys'];
/** Words that take a side; they are in no screen, table or pack. */
const loaded = /\b(enem(y|ies)|separatists?|occupiers?|aggressors?|terrorists?|invaders?|rebels?)\b/i;

function filesUnder(dir: string, wanted: RegExp): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && wanted.test(e.name))
    .map((e) => join(e.parentPath, e.name));
}

/** Code without comments (which may cite a source by its name) and without the default folder of the pack. */
function codeOf(file: string): string {
  const code = readFileSync(file, 'utf8')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
  return file.endsWith('environment.ts') ? code.replace("'missions/ukraine-line'", '') : code;
}

const code = ['libs', 'apps'].flatMap((dir) =>
  filesUnder(dir, /\.(ts|mjs|js|html|css|json|yaml)$/).filter(
    (f) => !f.endsWith('.test.ts') && !f.includes('/testing/'),
  ),
);

describe('the program knows no party', () => {
  it('reads the code it is to judge', () => {
    expect(code.length).toBeGreaterThan(50);
    expect(codeOf('libs/core/mission/calendar.ts')).toContain('reportingDay');
  });

  it.each(packs)('names no party of %s in any language, and no country', async (pack) => {
    const mission = await loadMission(pack);
    const names = mission.parties.flatMap((p) => [...Object.values(p.name), ...Object.values(p.adjective)]);
    const words = new Set([...names.flatMap((n) => [n, ...n.split(' ')]), 'Russia', 'Ukrain', 'Belarus']);
    // Short or general words of a name ("Federation") are no name by themselves.
    const telling = [...words].filter((w) => w.length >= 3 && !/^(federa|федера|الاتحاد)/i.test(w));
    expect(telling.length).toBeGreaterThan(3);
    const pattern = new RegExp(`(?<![\\p{L}])(${telling.join('|')})`, 'iu');
    const found = code.flatMap((file) => {
      const hit = pattern.exec(codeOf(file));
      return hit ? [`${file}: ${hit[0]}`] : [];
    });
    expect(found).toEqual([]);
  });

  it('uses no word that takes a side, in code and packs', () => {
    // But for the lists of the very words that the lint looks for.
    const files = [...code, ...filesUnder('missions', /\.(ya?ml|geojson|csv|md)$/)].filter(
      (f) => !f.endsWith('/wording.yaml'),
    );
    expect(files.filter((f) => loaded.test(readFileSync(f, 'utf8')))).toEqual([]);
  });
});
