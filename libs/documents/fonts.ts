import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Files of the font packages that documents embed (SIL Open Font License 1.1). */
const files = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf',
  '@expo-google-fonts/noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf',
];

let loaded: Buffer[] | null = null;

export function fontFiles(): Buffer[] {
  loaded ??= files.map((file) => readFileSync(require.resolve(file)));
  return loaded;
}

/** Those of them that a picture with these words is drawn with: each one costs time to be read, for every picture. */
export function pictureFonts(svg: string): Buffer[] {
  const isArabic = /\p{Script=Arabic}/u.test(svg);
  return fontFiles().filter((_, i) => i < 2 || (isArabic && i > 2));
}

let covered: Set<number> | null = null;

/** Text in which every sign that the fonts do not have is named instead, `[U+1F600]`: a box would say nothing. */
export function drawable(text: string): string {
  covered ??= new Set(fontFiles().flatMap((font) => codePointsOf(font)));
  const known = covered;
  return text.replace(/[^\n\u200B\u2066\u2068\u2069]/gu, (sign) => {
    const point = sign.codePointAt(0) ?? 0;
    return known.has(point) ? sign : `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

/** Code points of a TrueType font's `cmap` tables of formats 4 and 12 (OpenType 1.9, "cmap"). */
function codePointsOf(font: Buffer): number[] {
  const tables = font.readUInt16BE(4);
  let cmap = 0;
  for (let i = 0; i < tables; i++) {
    const record = 12 + 16 * i;
    if (font.toString('latin1', record, record + 4) === 'cmap') cmap = font.readUInt32BE(record + 8);
  }
  const points: number[] = [];
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    const format = font.readUInt16BE(table);
    if (format === 4) points.push(...segments(font, table));
    if (format === 12) {
      for (let g = 0; g < font.readUInt32BE(table + 12); g++) {
        const group = table + 16 + 12 * g;
        for (let point = font.readUInt32BE(group); point <= font.readUInt32BE(group + 4); point++) points.push(point);
      }
    }
  }
  return points;
}

function segments(font: Buffer, table: number): number[] {
  const count = font.readUInt16BE(table + 6) / 2;
  const [ends, starts, deltas] = [table + 14, table + 16 + 2 * count, table + 16 + 4 * count];
  const offsets = table + 16 + 6 * count;
  const points: number[] = [];
  for (let i = 0; i < count; i++) {
    const [start, end] = [font.readUInt16BE(starts + 2 * i), font.readUInt16BE(ends + 2 * i)];
    const [delta, offset] = [font.readUInt16BE(deltas + 2 * i), font.readUInt16BE(offsets + 2 * i)];
    for (let point = start; point <= end && point < 0xffff; point++) {
      const at = offsets + 2 * i + offset + 2 * (point - start);
      const glyph = offset === 0 ? (point + delta) & 0xffff : font.readUInt16BE(at);
      if (glyph !== 0) points.push(point);
    }
  }
  return points;
}
