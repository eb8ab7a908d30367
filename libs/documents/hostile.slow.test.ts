import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { renderers } from './renderers.js';
import { sampleContent } from './testing/sample-content.js';

const readable = !spawnSync('pdftotext', ['-v']).error;
const why = readable ? '' : ' (pages of the PDF unread: poppler-utils is not installed)';

/** What a reporter could write into a field, and what must be read in its place. */
const hostile: [string, string, RegExp][] = [
  [
    'markup',
    `<script>alert(1)</script><img src=x onerror=alert(1)> #set page() *b* $x$ ]]> &amp;`,
    /<script>alert\(1\)/,
  ],
  ['a formula', `=cmd|' /C calc'!A0`, /=cmd\|/],
  ['another formula', '+HYPERLINK("http://example.org")', /HYPERLINK/],
  ['a turned direction', 'left \u202Etfel\u202C and \u2066isolated\u2069', /\[U\+202E\]/],
  ['a word of a megabyte', 'x'.repeat(1_000_000), /\+992000\]/],
  ['signs that no file can hold', 'a\u0000b\u001B[31mc\uD800d\uFFFEe', /\uFFFD/],
];
const turning = /[\u202A-\u202E]/;
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000B\u000E-\u001F]/;

describe(`words of others in every format${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(hostile)(
    '%s',
    async (_, words, expected) => {
      const content = sampleContent({ incidents: 3, words });
      for (const language of ['en', 'ar']) {
        for (const renderer of renderers) {
          // One language is enough where the direction of the page changes nothing in the file's own signs.
          if (language === 'ar' && !['html', 'pdf'].includes(renderer.format)) continue;
          const { bytes } = await renderer.render(content, renderer.perLanguage ? language : null);
          expect(bytes.length).toBeLessThan(3_000_000);
          for (const text of textsOf(renderer.format, bytes)) {
            expect(control.exec(text)).toBeNull();
            if (renderer.format !== 'pdf') expect(turning.exec(text)).toBeNull();
          }
          if (renderer.format === 'geojson') continue;
          const shown = shownIn(renderer.format, bytes);
          // A PDF breaks lines and long words where they end.
          const read = renderer.format === 'pdf' ? shown.replace(/[\s\u200B]+/g, ' ') : shown;
          const holds = renderer.format === 'csv' ? renderer.fileName === 'violations.csv' : true;
          // Without the tool that reads it, nothing can be said of a PDF.
          if (holds && (renderer.format !== 'pdf' || readable))
            expect([renderer.fileName, language, expected.test(read)]).toEqual([renderer.fileName, language, true]);
        }
      }
    },
    120_000,
  );

  /** The text of a file, or of its parts. */
  function textsOf(format: string, bytes: Uint8Array): string[] {
    if (format === 'pdf') return readable ? [pages(bytes)] : [];
    if (format !== 'docx') return [strFromU8(bytes)];
    return Object.entries(unzipSync(bytes))
      .filter(([name]) => /\.(xml|rels)$/.test(name))
      .map(([, part]) => strFromU8(part));
  }

  /** What somebody who opens the file reads; and that nothing in it can run. */
  function shownIn(format: string, bytes: Uint8Array): string {
    const text = textsOf(format, bytes).join('\n');
    if (format === 'html') {
      expect(/<(script|img|a [^>]*href="(?!#))/i.exec(text)).toBeNull();
      return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    }
    if (format === 'docx') {
      expect(text).not.toMatch(/<script|<img|w:instrText[^>]*>\s*(?!PAGE|NUMPAGES)[A-Z]/);
      const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
      return text.replace(/<[^>]+>/g, '').replace(/&(\w+);/g, (_, name: string) => named[name] ?? '');
    }
    if (format === 'csv') {
      const cells = (parse(text) as string[][]).slice(2).flat();
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+@\t\r]|^\s*-(?![\d.])/);
      return cells.join('\n');
    }
    return text;
  }

  function pages(bytes: Uint8Array): string {
    const file = join(folder, 'a.pdf');
    writeFileSync(file, bytes);
    const { stdout } = spawnSync('pdftotext', [file, '-'], { encoding: 'utf8', maxBuffer: 1e8 });
    return stdout.replaceAll('\f', '\n');
  }
});
