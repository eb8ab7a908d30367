import type { EChartsCoreOption } from 'echarts';
import { init } from 'echarts/dist/echarts.esm.min.mjs';

/** A picture as SVG: the same on screen and paper. `notes`: what must be known to read it. */
export interface Drawing {
  svg: string;
  /** CSS pixels. */
  width: number;
  height: number;
  notes: string[];
}

/** The only colours: greys, so that a picture reads the same in print, in dark mode and without colour vision. */
export const ink = '#1b1f24';
export const paper = '#ffffff';
export const soft = '#5a6470';
export const rule = '#c9d0d8';
export const fills = ['#e3e7eb', '#aab4bf', '#6f7c89', '#f6f7f8'] as const;

/** Signs that differ in shape alone; after the last they begin again. */
export const signs = [
  'circle',
  'triangle',
  'rect',
  'diamond',
  'path://M-4,-10L4,-10L4,-4L10,-4L10,4L4,4L4,10L-4,10L-4,4L-10,4L-10,-4L-4,-4Z',
  'path://M0,10L-10,-8L10,-8Z',
  'path://M0,-10L9.5,-3L6,8L-6,8L-9.5,-3Z',
  'path://M-10,-10L0,-3L10,-10L3,0L10,10L0,3L-10,10L-3,0Z',
  'pin',
  'arrow',
  'path://M-10,-4L10,-4L10,4L-10,4Z',
  'path://M-4,-10L4,-10L4,10L-4,10Z',
  'path://M0,-10L3,-3L10,-3L4,2L6,10L0,5L-6,10L-4,2L-10,-3L-3,-3Z',
  'path://M-10,0L-5,-9L5,-9L10,0L5,9L-5,9Z',
] as const;

/** Hatchings, from none to dense. */
export const hatchings = [
  undefined,
  hatching(Math.PI / 4, [1, 9]),
  hatching(-Math.PI / 4, [1, 5]),
  hatching(0, [1.5, 3]),
  hatching(Math.PI / 2, [1.5, 2]),
] as const;

function hatching(rotation: number, dashArrayY: number[]) {
  return { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY, rotation, color: ink } as const;
}

export const fonts = "'Noto Sans', 'Noto Naskh Arabic', sans-serif";
export const text = { color: ink, fontFamily: fonts, fontSize: 13 } as const;
/** A thing that does not react to a pointer: the documents hold no script. */
export const still = { silent: true, animation: false, emphasis: { disabled: true } } as const;

/**
 * Words of a picture in the direction of the language. A picture itself runs from left to right: without the mark (U+200F)
 * "16 November" would begin at the wrong end in Arabic.
 */
export function directed(words: string, direction: 'ltr' | 'rtl'): string {
  return direction === 'rtl' && /^[^\p{L}]*\d[^\p{L}]*\p{L}/u.test(words) ? `\u200F${words}` : words;
}

/** Draws once and lets go. */
export function svgOf(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: text, backgroundColor: 'transparent', ...option });
    return plainSvg(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** Without what only a browser with script uses, and without the library's running numbers: the same bytes each time. */
function plainSvg(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
    .replace(/ (?:xmlns:xlink|version|baseProfile)="[^"]*"/g, '')
    .replace(/zr\d+-/g, 'p-')
    .replace(/(?<!\d)-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
    .replace(/\n+/g, '\n')
    .trim();
}

/** The same picture with ids that are its own, so that several can stand in one page, and with its text alternative. */
export function labelled(svg: string, id: string, title: string, alternative: string): string {
  const safe = (words: string): string => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return svg
    .replace(/(id="|url\(#)p-/g, `$1${id}-`)
    .replace(/^<svg /, `<svg role="img" aria-labelledby="${id}-title ${id}-desc" preserveAspectRatio="xMidYMid meet" `)
    .replace(/>/, `><title id="${id}-title">${safe(title)}</title><desc id="${id}-desc">${safe(alternative)}</desc>`);
}
