import type { Speech } from '../speech.js';
import { text } from './drawing.js';

/** Columns of a list below a picture. */
export const across = 4;
/** Height of one entry and room between columns, pixels. */
const [entry, gap] = [26, 10];

/** Whether so many kinds have room beside a picture of this height; otherwise their signs stand below it, in columns. */
export function fitsBeside(kinds: number, height: number): boolean {
  return kinds * entry + 24 <= height;
}

export function heightBelow(kinds: number): number {
  return Math.ceil(kinds / across) * entry + 16;
}

/**
 * The signs of the kinds with their names, in columns from the side where the language begins.
 * @param box where, pixels; `start` from the side where the language begins
 */
export function legendsOf(
  kinds: readonly string[],
  box: { start: number; top: number; width: number; columns: number },
  speech: Speech,
): object[] {
  const [long, wide] = [Math.ceil(kinds.length / box.columns), box.width / box.columns];
  const rtl = speech.direction === 'rtl';
  return Array.from({ length: kinds.length === 0 ? 0 : box.columns }, (_, i) => ({
    data: kinds.slice(i * long, (i + 1) * long).map((kind) => speech.name('kind', kind)),
    orient: 'vertical',
    top: box.top,
    [rtl ? 'right' : 'left']: box.start + i * wide,
    align: rtl ? 'right' : 'left',
    itemWidth: 14,
    itemHeight: 12,
    selectedMode: false,
    textStyle: { ...text, fontSize: 11, width: wide - gap - 30, overflow: 'break' },
  }));
}
