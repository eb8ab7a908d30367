import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { pictureFonts } from '../fonts.js';

const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
let ready: Promise<void> | null = null;

/** An SVG as PNG of so many pixels across, on white, with the documents' own fonts: for programs that cannot show SVG. */
export async function pngOf(svg: string, width: number): Promise<Uint8Array> {
  ready ??= initWasm(readFileSync(wasm));
  await ready;
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    background: '#ffffff',
    font: { fontBuffers: pictureFonts(svg), defaultFontFamily: 'Noto Sans', sansSerifFamily: 'Noto Sans' },
  });
  try {
    const image = resvg.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}
