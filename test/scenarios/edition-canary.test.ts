import type { EditionContent } from '#core/compliance/edition-types.js';
import { renderers } from '#documents/renderers.js';
import { found, leaks, markedContents, wordsIn } from './edition-canary.fixture.js';

/** PDF and DOCX take seconds each: edition-canary.slow.test.ts looks into them. */
const quick = renderers.filter((r) => r.format !== 'pdf' && r.format !== 'docx');

describe('what is protected stays inside', () => {
  let contents: EditionContent[];
  beforeAll(async () => {
    contents = await markedContents();
  });

  it('the mission’s own variant does hold what the others may not, else this would show nothing', () => {
    const inside = found(JSON.stringify(contents.find((c) => c.variant === 'internal')));
    const fields = inside.map((marker) => /^CANARY([A-Z]+)/.exec(marker)?.[1]);
    expect(fields).toEqual(expect.arrayContaining(['VERIFIED', 'RULED', 'RAISED', 'LOWERED', 'CONDITION', 'NOTICE']));
    expect(inside).toEqual(expect.arrayContaining(['49.300123', '69.500321']));
  });

  it.each(['public', 'party'] as const)('the content of the %s variant holds no marker', (variant) => {
    const these = contents.filter((c) => c.variant === variant);
    expect(these.length).toBeGreaterThan(0);
    for (const content of these) expect(leaks(JSON.stringify(content), content)).toEqual([]);
  });

  it.each(quick.map((r) => [r.fileName, r] as const))('no marker in %s', async (_name, renderer) => {
    for (const content of contents.filter((c) => c.variant !== 'internal')) {
      const { bytes } = await renderer.render(content, renderer.perLanguage ? 'en' : null);
      expect(leaks(wordsIn(bytes), content)).toEqual([]);
    }
  });
});
