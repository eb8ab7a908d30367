import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { editionDocx } from './edition-docx.js';
import { editionPdf } from './edition-pdf.js';
import { catalogueOf, documentLanguages } from './messages/catalogue.js';
import { sampleContent } from './testing/sample-content.js';

const tools = ['pdftotext', 'pdftoppm', 'pdffonts', 'pdfinfo'];
const missing = tools.filter((tool) => spawnSync(tool, ['-v']).error);
const whenReadable = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (skipped: poppler-utils is not installed: ${missing.join(', ')})`;

const words = `*bold* #set page() $x$ <b> \u202Eabc \u{1F600} ${'ж'.repeat(200)} ${'e\u0301\u0301'.repeat(50)} a${'\u0300'.repeat(10_000)}`;
const content = sampleContent({ incidents: 12, words });

whenReadable(`an edition as PDF${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'edition-'));
  const files = new Map(documentLanguages.map((language) => [language, join(folder, `${language}.pdf`)]));
  const run = (tool: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${tool}: ${stderr}`);
    return stdout;
  };
  beforeAll(() => {
    for (const [language, file] of files) writeFileSync(file, editionPdf(content, language));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(documentLanguages)('%s holds the words of the language, shaped, with its fonts inside', (language) => {
    const file = files.get(language) ?? '';
    // Letters that were shaped come out of the file in their presentation forms, and marks in an order of their own.
    const bare = (words: string): string => words.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
    const text = bare(run('pdftotext', file, '-'));
    const { messages } = catalogueOf(language);
    const keys = ['doc.title', 'section.summary', 'section.method', 'table.annex_violations', 'likelihood.7'];
    const said = keys.flatMap((key) =>
      (messages.get(key) ?? []).flatMap((node) => (node.type === 'text' ? node.text.split(' ') : [])),
    );
    const lost = said.filter((word) => !text.includes(bare(word)));
    // The font draws Arabic letters and dots as several signs, which readers of PDF give back more than once: some words stay.
    if (language === 'ar') {
      expect(lost.length).toBeLessThan(said.length);
      expect(text.match(/\p{Script=Arabic}/gu)?.length).toBeGreaterThan(1_000);
    } else expect(lost).toEqual([]);
    const fonts = run('pdffonts', file).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/Noto(Sans|Naskh)\S*\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    expect(fonts.some((font) => font.includes('Naskh'))).toBe(language === 'ar');
  });

  it('shows text of others as text, with what it could not draw named', () => {
    const text = run('pdftotext', files.get('en') ?? '', '-');
    expect(text).toContain('*bold* #set page() $x$ <b> [U+202E]abc [U+1F600]');
    expect(text).toMatch(/\[\+\d{4}\]/);
  });

  it('is tagged and titled, and its pages can be drawn and are not empty', () => {
    const info = run('pdfinfo', files.get('en') ?? '');
    expect(info).toMatch(/Title:\s+Weekly compliance summary 2026-W46/);
    if (process.platform === 'linux' && process.arch === 'x64') expect(info).toMatch(/Tagged:\s+yes/);
    const pages = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
    expect(pages).toBeGreaterThan(5);
    run('pdftoppm', '-r', '30', '-png', files.get('ar') ?? '', join(folder, 'page'));
    const drawn = readdirSync(folder).filter((name) => name.startsWith('page'));
    expect(drawn.length).toBeGreaterThan(5);
    for (const name of drawn) expect(statSync(join(folder, name)).size).toBeGreaterThan(700);
  });

  it('comes out tagged also where a picture draws Arabic signs that PDF/UA-1 does not accept', () => {
    const names = ['قطاع كينبورن', 'قطاع دنيبرو الأدنى', 'قطاع كاخوفكا', 'قطاع فوفتشانسك'];
    const named = sampleContent({ incidents: 3 });
    Object.values(named.names.sector).forEach(({ name }, i) => (name['ar'] = names[i % names.length]!));
    const file = join(folder, 'named.pdf');
    writeFileSync(file, editionPdf(named, 'ar'));
    if (process.platform === 'linux' && process.arch === 'x64') expect(run('pdfinfo', file)).toMatch(/Tagged:\s+yes/);
  });

  it('is the same each time', () => {
    expect(Buffer.from(editionPdf(content, 'tr')).equals(Buffer.from(editionPdf(structuredClone(content), 'tr')))).toBe(
      true,
    );
  });
});

describe('an edition as DOCX', () => {
  it('holds the same words as text, from right to left in Arabic, and is the same each time', async () => {
    const small = sampleContent({ incidents: 3, words });
    const bytes = await editionDocx(small, 'ar');
    const files = unzipSync(bytes);
    const xml = strFromU8(files['word/document.xml'] ?? new Uint8Array());
    expect(xml).toContain('الملخص الأسبوعي للامتثال');
    expect(xml).toContain('<w:bidi/>');
    expect(xml).toContain('<w:bidiVisual/>');
    expect(xml).toContain('*bold* #set page() $x$ &lt;b&gt; [U+202E]abc');
    expect(xml).not.toMatch(/\u202E|undefined|NaN/);
    expect(xml.match(/<wp:docPr [^>]*descr="[^"]+"/g)).toHaveLength(6);
    expect(Object.keys(files).filter((name) => name.endsWith('.png'))).toHaveLength(6);
    expect(strFromU8(files['docProps/core.xml'] ?? new Uint8Array())).toContain(small.at);
    expect(Buffer.from(await editionDocx(structuredClone(small), 'ar')).equals(Buffer.from(bytes))).toBe(true);
  }, 60_000);
});
