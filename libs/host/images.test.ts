import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { exampleVerification } from '#core/mission/verification/example.fixture.js';
import { differingBits, hasFeatures } from '#core/verification/images/likeness.js';
import { imageReader } from './images.js';

async function* stream(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
/** A picture of coarse patches that only its seed decides. */
const picture = (seed: number) => {
  const pixels = Array.from({ length: 16 * 16 * 3 }, (_, i) => (Math.imul(Math.floor(i / 3) + 1, seed) >>> 7) % 256);
  return sharp(Buffer.from(pixels), { raw: { width: 16, height: 16, channels: 3 } }).resize(400, 300, { fit: 'fill' });
};
const hashOf = async (bytes: Buffer): Promise<string> => {
  const found = await imageReader.perceptualHash(stream(bytes));
  if (!('hash' in found)) throw new Error(found.fault);
  return found.hash;
};
const faultOf = async (bytes: Buffer): Promise<string> => {
  const found = await imageReader.perceptualHash(stream(bytes));
  return 'fault' in found ? found.fault : 'was read';
};

const limits = exampleVerification.images;

describe('what images look like', () => {
  it('survives another format, size and quality, and differs between pictures', async () => {
    const original = await hashOf(await picture(2654435761).png().toBuffer());
    expect(original).toMatch(/^[0-9a-f]{16}$/);
    expect(hasFeatures(original, limits.fewestBits)).toBe(true);
    const smaller = await hashOf(
      await picture(2654435761)
        .jpeg({ quality: 50 })
        .toBuffer()
        .then((b) => sharp(b).resize(200).webp().toBuffer()),
    );
    expect(differingBits(original, smaller)).toBeLessThanOrEqual(limits.sameLookBits);
    for (const seed of [40503, 2246822519, 3266489917])
      expect(differingBits(original, await hashOf(await picture(seed).png().toBuffer()))).toBeGreaterThan(12);
  });

  it('knows a picture without features', async () => {
    const black = await sharp({ create: { width: 50, height: 50, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    expect(hasFeatures(await hashOf(black), limits.fewestBits)).toBe(false);
  });

  it('says of what it will not decode why, and never throws', async () => {
    expect(await faultOf(Buffer.from('hello'))).toContain('not a JPEG');
    expect(await faultOf(Buffer.alloc(0))).toContain('not a JPEG');
    expect(
      await faultOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')),
    ).toContain('not a JPEG');
    const whole = await picture(7).jpeg().toBuffer();
    expect(await faultOf(whole.subarray(0, 200))).toContain('cannot be decoded');
  });

  it('refuses a picture that says it has more pixels than anybody needs', async () => {
    const png = await picture(7).png().toBuffer();
    // Width, height and checksum of the header (PNG 1.2, section 11.2.2): 20,000 x 20,000 in a few kilobytes.
    png.writeUInt32BE(20_000, 16);
    png.writeUInt32BE(20_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    expect(await faultOf(png)).toContain('pixel limit');
  });
});

describe('bits between hashes', () => {
  it('are counted over the whole length', () => {
    expect(differingBits('0'.repeat(16), 'f'.repeat(16))).toBe(64);
    expect(differingBits('8000000000000001', '0000000000000000')).toBe(2);
    expect(differingBits('00ff00ff00ff00ff', '00ff00ff00ff00fe')).toBe(1);
  });
});
