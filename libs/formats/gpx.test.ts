import { readGpx } from './gpx.js';

async function* bytes(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text as string);
  for (let i = 0; i < all.length; i += size) yield all.subarray(i, i + size);
}
const gpx = (inner: string, head = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>${head}<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Øst &amp; vest</name><trkseg>${inner}</trkseg></trk></gpx>`;
const point = (time: string, lat = '48.1', lon = '37.7') =>
  `<trkpt lat="${lat}" lon="${lon}"><ele>3</ele><time>${time}</time></trkpt>`;
const refusal = async (text: string | Buffer, most = 100): Promise<string> => {
  try {
    await readGpx(bytes(text), most);
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as { detail: string }).detail}`;
  }
  return 'was read';
};

describe('a GPX track', () => {
  it('is read in pieces of any size, in the order of its times, whatever their offset', async () => {
    const text = gpx(
      point('2026-11-22T10:05:00+02:00') + point('2026-11-22T08:01:00.5Z', '-1', '-180') + '<trkpt lat="1" lon="2"/>',
    );
    for (const size of [1, 7, 4096])
      expect(await readGpx(bytes(text, size), 10)).toEqual({
        fixes: [
          { lat: -1, lon: -180, at: '2026-11-22T08:01:00.500Z' },
          { lat: 48.1, lon: 37.7, at: '2026-11-22T08:05:00.000Z' },
        ],
        untimed: 1,
      });
  });

  it('with a document type is refused, so no entity is ever expanded', async () => {
    const bomb = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    expect(await refusal(gpx(point('&b;'), bomb))).toContain('invalid_input: This is not a GPX track: A document type');
    expect(await refusal(gpx(point('2026-11-22T08:00:00Z'), '<!DOCTYPE gpx SYSTEM "file:///etc/passwd">'))).toContain(
      'document type',
    );
    expect(await refusal(gpx(point('&xxe;')))).toContain('invalid_input');
  });

  it.each([
    ['what is no GPX', '<html><body/></html>', 'begins with <html>'],
    ['what is not well formed', gpx('<trkpt lat="1" lon="2">'), 'invalid_input'],
    ['what ends too early', gpx('').slice(0, -10), 'invalid_input'],
    ['a place that is not on Earth', gpx(point('2026-11-22T08:00:00Z', '91')), 'Point 1 has no valid lat and lon'],
    ['a time that is none', gpx(point('yesterday')), '"yesterday" is not an instant'],
    ['a day that does not exist in any form', gpx(point('2026-13-40T08:00:00Z')), 'is not an instant'],
    ['nothing at all', '', 'invalid_input'],
    ['what is nested without end', gpx('<a>'.repeat(100)), 'nested too deeply'],
  ])('refuses %s', async (_, text, why) => {
    expect(await refusal(text)).toContain(why);
  });

  it('refuses what is not UTF-8, and more points than allowed', async () => {
    expect(await refusal(Buffer.from([0x3c, 0xff, 0xfe]))).toContain('not UTF-8');
    expect(await refusal(gpx(point('2026-11-22T08:00:00Z').repeat(4)), 3)).toContain('too_large');
  });
});
