import type { Condition, ImportProfile, Rule, Scalar } from './profile.js';

/** Cells of one row by logical column name. Unknown markers and blanks read as null. */
export class Row {
  constructor(
    private readonly cells: ReadonlyMap<string, string>,
    private readonly unknown: ReadonlySet<string>,
    /** All cells in the file's order, for the id. */
    readonly all: string[],
    /** GeoJSON only. */
    readonly geometry?: unknown,
  ) {}

  /** Trimmed cell, or null where it is missing, blank or an unknown marker. */
  cell(column: string): string | null {
    const text = this.cells.get(column)?.trim() ?? '';
    return text === '' || this.unknown.has(text.toLowerCase()) ? null : text;
  }

  holds(condition: Condition | undefined): boolean {
    return Object.entries(condition ?? {}).every(([column, wanted]) => {
      const cell = this.cell(column);
      if (wanted === null || typeof wanted === 'string') return same(cell, wanted);
      if (Array.isArray(wanted)) return wanted.some((w) => same(cell, w));
      if ('not' in wanted) return !same(cell, wanted.not);
      return cell !== null && patternOf(wanted.matches).test(cell);
    });
  }

  /** Value of a rule, or null where it gives none. A cell that should be a number and is none gives NaN. */
  value(rule: Rule | undefined): Scalar | null {
    if (rule === undefined) return null;
    if (typeof rule !== 'object') return rule;
    if ('cases' in rule) return rule.cases.find((c) => this.holds(c.when))?.value ?? rule.otherwise ?? null;
    const cell = this.cell(rule.from);
    if (cell === null) return rule.otherwise ?? null;
    const found = Object.entries(rule.map ?? {}).find(([from]) => from.toLowerCase() === cell.toLowerCase());
    if (found) return found[1];
    if (rule.times !== undefined) return parseDecimal(cell) * rule.times;
    return rule.map ? (rule.otherwise ?? null) : cell;
  }
}

/** The unknown markers of a profile as Row wants them. */
export function unknownOf(profile: ImportProfile): Set<string> {
  return new Set(profile.unknown.map((u) => u.trim().toLowerCase()));
}

/** A plain decimal number ("12", "-3.50", "1e3"); NaN for anything else, also "", "0x10", "Infinity" and 40 digits. */
export function parseDecimal(text: string): number {
  return /^[+-]?\d{1,15}(\.\d{1,20})?(e[+-]?\d{1,2})?$/i.test(text) ? Number(text) : NaN;
}

const patterns = new Map<string, RegExp>();

/** @throws SyntaxError for a pattern that is none */
export function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source, 'iu');
  patterns.set(source, known);
  return known;
}

function same(cell: string | null, wanted: string | null): boolean {
  return wanted === null ? cell === null : cell?.toLowerCase() === wanted.toLowerCase();
}
