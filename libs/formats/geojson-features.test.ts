import fc from 'fast-check';
import { readFeatures, type FeatureItem } from './geojson-features.js';

async function read(text: string, size = 4, maxLength?: number): Promise<FeatureItem[]> {
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  const items: FeatureItem[] = [];
  for await (const item of readFeatures(chunks(), maxLength === undefined ? {} : { maxLength })) items.push(item);
  return items;
}

const point = (id: number, properties: unknown = {}) =>
  JSON.stringify({ type: 'Feature', id, properties, geometry: { type: 'Point', coordinates: [1, 2] } });

describe('reading GeoJSON features', () => {
  it.each([1, 5, 1000])('cuts a collection into its features in chunks of %d', async (size) => {
    const text = `\ufeff{"type":"FeatureCollection","crs":{"a":[{"b":1}]},"features":[${point(1, { t: '}]{"features":[' })}, ${point(2)}],"more":[{"x":{}}]}`;
    const items = await read(text, size);
    expect(items).toMatchObject([
      { number: 1, id: '1', properties: { t: '}]{"features":[' } },
      { number: 2, id: '2', geometry: { type: 'Point' } },
    ]);
    expect(items).toHaveLength(2);
  });

  it('reads one feature alone, and features line by line', async () => {
    expect(await read(point(7))).toMatchObject([{ number: 1, id: '7' }]);
    expect(await read(`\u001e${point(1)}\n\u001e${point(2)}\n`)).toMatchObject([{ id: '1' }, { id: '2' }]);
  });

  it('reports what is no feature, too long or cut off, and goes on', async () => {
    const text = `{"features":[{"type":"Thing"},${point(1, { t: 'x'.repeat(500) })},{"a":1,},${point(2)},{"type":"Feat`;
    const items = await read(text, 6, 200);
    expect(items.map((i) => ('fault' in i ? 'fault' : i.id))).toEqual(['fault', 'fault', 'fault', '2', 'fault']);
  });

  it('takes no infinity for a number', async () => {
    const [item] = await read(point(1).replace(/\[.*?\]/, '[1e309,2]'));
    expect(item).toEqual({ number: 1, fault: 'A number is too large.' });
  });

  it('never throws on noise', async () => {
    const noise = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', '"features":[', 'a', ',') });
    await fc.assert(
      fc.asyncProperty(noise, async (text) => void (await read(text, 3))),
      { numRuns: 300 },
    );
  });
});
