import { renderers } from '#documents/renderers.js';
import { found, leaks, markedContents, wordsIn } from './edition-canary.fixture.js';

describe('what is protected stays inside, in every form', () => {
  it.each(renderers.map((r) => [r.fileName, r] as const))('no marker in %s', async (_name, renderer) => {
    const contents = await markedContents();
    const inside = contents.find((c) => c.variant === 'internal')!;
    for (const content of contents.filter((c) => c !== inside)) {
      const { bytes } = await renderer.render(content, renderer.perLanguage ? 'en' : null);
      expect(leaks(wordsIn(bytes), content)).toEqual([]);
    }
    // The search does find markers where they may be, in the forms that show them.
    if (renderer.fileName === 'summary.html' || renderer.fileName === 'summary.docx') {
      const { bytes } = await renderer.render(inside, 'en');
      expect(found(wordsIn(bytes)).length).toBeGreaterThan(0);
    }
  });
});
