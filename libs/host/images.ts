import type { ImageReader } from '#core/ports.js';

/** What reads pictures, in memory from the first one on: most processes never see one. */
async function decoder() {
  const [{ default: sharp }, { default: sharpPhash }] = await Promise.all([import('sharp'), import('sharp-phash')]);
  // The package's types describe a default export, its code is a CommonJS function: 64 characters 0 or 1.
  return { sharp, phash: sharpPhash as unknown as (image: Buffer) => Promise<string> };
}

/** What of a stranger's file is read at most, and how many pixels it may say it has (a bomb says many in few bytes). */
const mostBytes = 64 * 1024 * 1024;
const mostPixels = 120_000_000;
const mostSeconds = 20;

/**
 * Hashes images by sharp-phash (discrete cosine transform of a 32 × 32 grey picture) after decoding them once, small,
 * with limits. Formats that can run or fetch things (SVG, PDF) are not decoded at all.
 */
export const imageReader: ImageReader = {
  async perceptualHash(bytes) {
    const whole = await collect(bytes);
    if (whole === null) return { fault: `larger than ${mostBytes} bytes` };
    if (!isPicture(whole)) return { fault: 'not a JPEG, PNG, WebP, GIF or TIFF image' };
    const { sharp, phash } = await decoder();
    try {
      const small = await sharp(whole, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
        .timeout({ seconds: mostSeconds })
        .rotate()
        .resize(256, 256, { fit: 'fill' })
        .flatten({ background: '#808080' })
        .png()
        .toBuffer();
      const bits = await phash(small);
      return { hash: BigInt(`0b${bits}`).toString(16).padStart(16, '0') };
    } catch (error) {
      return { fault: `cannot be decoded: ${(error as Error).message.replace(/\s+/g, ' ').slice(0, 200)}` };
    }
  },
};

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** By its first bytes, whatever it was declared to be. */
function isPicture(bytes: Buffer): boolean {
  const starts = (...list: number[]) => list.every((byte, i) => bytes[i] === byte);
  const text = bytes.toString('latin1', 0, 12);
  return (
    starts(0xff, 0xd8, 0xff) ||
    starts(0x89, 0x50, 0x4e, 0x47) ||
    text.startsWith('GIF8') ||
    (text.startsWith('RIFF') && text.endsWith('WEBP')) ||
    starts(0x49, 0x49, 0x2a, 0x00) ||
    starts(0x4d, 0x4d, 0x00, 0x2a)
  );
}
