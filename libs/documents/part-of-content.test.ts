import fc from 'fast-check';
import type { Table } from '#core/compliance/edition-types.js';
import { partOfContent, type Needs } from './part-of-content.js';
import { mostRows, rowsOnPaper } from './rows.js';
import { sampleContent } from './testing/sample-content.js';

/** The bytes in pieces of this size, as a file is read. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The same by plain means. */
function cut(text: string, { rows, features, points }: Needs): unknown {
  const content = JSON.parse(text) as ReturnType<typeof sampleContent>;
  if (!features) content.features = [];
  for (const block of content.sections.flatMap((section) => section.blocks)) {
    if (block.type === 'map' && !points) block.points = [];
    if (block.type !== 'table' || block.rows.length <= rows) continue;
    block.left = block.rows.length - rows;
    block.rows.length = rows;
  }
  return content;
}

describe('a part of a content', () => {
  const words = 'x"], [{}\\ "rows":[1,2], \u202E \u{1F600} \\" їжак';

  it('is the content without the ends of its lists, wherever the bytes are parted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(12),
        fc.constantFrom(0, 1, 2, 5, Infinity),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 9_000 }),
        fc.constantFrom(0, 2),
        async (incidents, rows, features, points, size, indent) => {
          const text = JSON.stringify(sampleContent({ incidents, words }), null, indent);
          const needs = { rows, features, points };
          expect(await partOfContent(pieces(text, size), needs)).toEqual(cut(text, needs));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is no content where the bytes are none', async () => {
    const needs = { rows: 1, features: true, points: true };
    await expect(partOfContent(pieces('{"sections":[', 5), needs)).rejects.toThrow(SyntaxError);
    await expect(partOfContent(pieces('', 5), needs)).rejects.toThrow(SyntaxError);
  });
});

describe('the rows of a document on paper', () => {
  it('are as many as the form has, and fewer where there are many long tables', () => {
    const content = sampleContent({ incidents: 400 });
    expect(rowsOnPaper(content, mostRows.pdf)).toBe(mostRows.pdf);
    const section = content.sections.find((one) => one.id === 'annex_violations')!;
    const table = section.blocks.find((one): one is Table => one.type === 'table')!;
    for (let i = 0; i < 9; i++) section.blocks.push({ ...table, id: `more-${i}` });
    const rows = rowsOnPaper(content, mostRows.pdf);
    expect(rows).toBeGreaterThan(20);
    expect(rows * table.columns.length * 10).toBeLessThan(10_000);
  });
});
