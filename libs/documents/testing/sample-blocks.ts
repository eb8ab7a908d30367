import type { Column, RefKind, Section, Table, Value } from '#core/compliance/edition-types.js';

export function table(
  id: string,
  columns: [string, Column['holds']][],
  rows: Value[][],
  totals: Value[][] = [],
): Table {
  return {
    type: 'table',
    id,
    captionValues: {},
    columns: columns.map(([column, holds]) => ({ id: column, holds })),
    rows,
    totals,
  };
}

export function message(
  key: string,
  values: Record<string, Value>,
  level: 'normal' | 'warning' = 'normal',
): Section['blocks'][number] {
  return { type: 'paragraph', id: key, level, text: { type: 'message', key, values } };
}

export function ref(of: RefKind, id: string): Value {
  return { type: 'ref', of, id };
}

export function number(value: number, unit: string | null): Value {
  return { type: 'number', value, unit };
}

/** 0..1, the same for the same number. */
export function chance(seed: number): number {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x);
}

export function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
