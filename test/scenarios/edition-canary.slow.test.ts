import { renderers } from '#documents/renderers.js';
import { execFileSync } from 'node:child_process';
import { found, leaks, markedContents, wordsIn } from './edition-canary.fixture.js';

/** The words of a page as a reader finds them: a PDF's fonts hold no letters that a search of its bytes could find. */
function read(fileName: string, bytes: Uint8Array): string {
  if (!fileName.endsWith('.pdf')) return wordsIn(bytes);
  const words = execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes, maxBuffer: 1e9 }).toString('utf8');
  // A marker that does not fit a line is broken where it ends.
  return `${wordsIn(bytes)}\n${words}\n${words.replace(/[\s\u00ad\u200b-]/g, '')}`;
}

describe('what is protected stays inside, in every form', () => {
  it.each(renderers.map((r) => [r.fileName, r] as const))('no marker in %s', async (_name, renderer) => {
    const contents = await markedContents();
    const inside = contents.find((c) => c.variant === 'internal')!;
    for (const content of contents.filter((c) => c !== inside)) {
      const { bytes } = await renderer.render(content, renderer.perLanguage ? 'en' : null);
      expect(leaks(read(renderer.fileName, bytes), content)).toEqual([]);
    }
    // The search does find markers where they may be, in the forms that show them.
    if (/^summary\.(html|docx|pdf)$/.test(renderer.fileName)) {
      const { bytes } = await renderer.render(inside, 'en');
      // Reasons, words at a crossing, notices: each of them, or the search would show nothing.
      expect(found(read(renderer.fileName, bytes)).length).toBeGreaterThanOrEqual(5);
    }
  });
});
