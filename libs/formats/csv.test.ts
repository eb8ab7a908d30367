import fc from 'fast-check';
import { readCsv, type CsvOptions, type CsvRecord } from './csv.js';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function read(text: string | Uint8Array, options: CsvOptions = {}, size = 7): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const r of readCsv(chunksOf(Buffer.from(text as string), size), options)) records.push(r);
  return records;
}

describe('reading CSV', () => {
  it.each([1, 2, 3, 7, 1000])('reads quotes, CRLF, BOM, blank lines and line breaks in chunks of %d', async (size) => {
    const text = '\ufeffa,b\r\n"x ""q"", y",2\r\n\r\n"two\nlines",3\n,\n"",""\nlast,5';
    expect(await read(text, {}, size)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x "q", y', '2'] },
      { line: 4, cells: ['two\nlines', '3'] },
      { line: 6, cells: ['', ''] },
      { line: 7, cells: ['', ''] },
      { line: 8, cells: ['last', '5'] },
    ]);
  });

  it('loses one line to a stray quote, not the rest of the file', async () => {
    const text = 'a,b\n"x"y,1\n2,3\n"open,4\n5,6\n7,a "word" in it\n';
    expect(await read(text)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, fault: expect.stringContaining('followed by') },
      { line: 3, cells: ['2', '3'] },
      { line: 4, fault: expect.any(String) },
      { line: 5, cells: ['5', '6'] },
      { line: 6, cells: ['7', 'a "word" in it'] },
    ]);
  });

  it('says so where a quote is never closed', async () => {
    expect(await read('a\n"b\nc\n')).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, fault: expect.stringContaining('never closed') },
      { line: 3, cells: ['c'] },
    ]);
  });

  it('passes over records that are too long or not in the encoding', async () => {
    const long = 'x'.repeat(5000);
    const records = await read(`a\n${long}\nb\n"${long}\nc\n`, { maxRecordLength: 100 });
    expect(records.map((r) => ('cells' in r ? r.cells[0] : 'fault'))).toEqual(['a', 'fault', 'b', 'fault', 'c']);
    expect(records.map((r) => r.line)).toEqual([1, 2, 3, 4, 5]);
    const broken = Buffer.concat([Buffer.from('a\nb'), Buffer.from([0xff, 0xfe]), Buffer.from('\nc\n')]);
    expect((await read(broken)).map((r) => 'fault' in r)).toEqual([false, true, false]);
    expect(await read(Buffer.from([0xc2, 0xee, 0xe4, 0xe0, 0x0a]), { encoding: 'windows-1251' })).toEqual([
      { line: 1, cells: ['Вода'] },
    ]);
  });

  it('reads back whatever is written by the rules, in any chunks', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ї') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const text = rows.map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(',') + '\r\n').join('');
        const records = await read(text, {}, size);
        expect(records.map((r) => ('cells' in r ? r.cells : r.fault))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws and never stalls on noise', async () => {
    const noise = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '""', '\ufeff') });
    await fc.assert(
      fc.asyncProperty(noise, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const records = await read(text, { maxRecordLength: 20 }, size);
        expect(records.every((r, i) => i === 0 || r.line > (records[i - 1]?.line ?? 0))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
