import fc from 'fast-check';
import { readNdjson, type NdjsonLine } from './ndjson.js';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function read(bytes: Uint8Array | string, size = 5, maxLineBytes?: number): Promise<NdjsonLine[]> {
  const lines: NdjsonLine[] = [];
  const options = maxLineBytes === undefined ? {} : { maxLineBytes };
  for await (const line of readNdjson(chunksOf(Buffer.from(bytes as string), size), options)) lines.push(line);
  return lines;
}

describe('reading NDJSON', () => {
  it.each([1, 3, 1000])('numbers lines, passes over blank ones and reports bad ones, in chunks of %d', async (size) => {
    const text = '\ufeff{"a":"ї"}\r\n\n{"a":\n[1,2]\n"\\ud800"\n7';
    expect(await read(text, size)).toEqual([
      { line: 1, value: { a: 'ї' } },
      { line: 3, fault: expect.stringContaining('not JSON') },
      { line: 4, value: [1, 2] },
      { line: 5, value: '\ud800' },
      { line: 6, value: 7 },
    ]);
  });

  it('refuses long, deep, broken and prototype lines, and goes on', async () => {
    const bad = [`"${'x'.repeat(200)}"`, '['.repeat(65) + ']'.repeat(65), '{"a":{"\\u005f_proto__":{"admin":true}}}'];
    bad.push('{"lat":[1e309]}');
    const lines = await read(`${bad.join('\n')}\n{"constructor":1}\n`, 16, 150);
    expect(lines.map((l) => ('fault' in l ? l.fault : l.value))).toEqual([
      expect.stringContaining('longer than 150'),
      expect.stringContaining('deeper'),
      expect.stringContaining('__proto__'),
      expect.stringContaining('too large'),
      { constructor: 1 },
    ]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const invalid = Buffer.concat([Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from('1\n')]);
    expect((await read(invalid)).map((l) => 'fault' in l)).toEqual([true, false]);
  });

  it('holds no more than a line however long the stream', async () => {
    const chunk = Buffer.alloc(1 << 16, 0x61);
    async function* endless() {
      for (let i = 0; i < 2000; i++) yield chunk;
      yield Buffer.from('\n{"ok":true}\n');
    }
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed + process.memoryUsage().external;
    const lines: NdjsonLine[] = [];
    for await (const line of readNdjson(endless())) lines.push(line);
    const grown = process.memoryUsage().heapUsed + process.memoryUsage().external - before;
    expect(lines).toEqual([
      { line: 1, fault: expect.stringContaining('longer') },
      { line: 2, value: { ok: true } },
    ]);
    expect(grown).toBeLessThan(64 << 20);
  });

  it('reads back what is written, in any chunks, and never throws on noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ noUnicodeString: false })),
        fc.integer({ min: 1, max: 9 }),
        async (values, size) => {
          const plain = values.map((v) => JSON.stringify(v));
          fc.pre(!plain.some((t) => /__proto__|u0000/.test(t)));
          const lines = await read(plain.map((t) => `${t}\n`).join(''), size);
          expect(lines.map((l) => ('value' in l ? JSON.stringify(l.value) : l.fault))).toEqual(plain);
        },
      ),
      { numRuns: 100 },
    );
    await fc.assert(fc.asyncProperty(fc.uint8Array(), async (bytes) => void (await read(bytes, 3))));
  });
});
