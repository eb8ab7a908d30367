/** One line of what the benches found. Times are milliseconds, memory is resident megabytes (10⁶ bytes) at the highest. */
export interface BenchRow {
  measure: string;
  unit: string;
  ours: number;
  /** What stands beside it in the same run, and what that reached. */
  reference: string | null;
  theirs: number | null;
  /** ours ÷ theirs. */
  ratio: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  rssMb: number | null;
  must: string | null;
  aim: string | null;
  met: boolean | null;
  /** What a reader must know to judge the figures. */
  note: string | null;
}

export type Timings = Partial<Pick<BenchRow, 'p50' | 'p95' | 'p99' | 'rssMb' | 'note'>>;

const nothing = { p50: null, p95: null, p99: null, rssMb: null, note: null } as const;

/** A row whose bar is a ratio to a reference of the same run; a `least` of null is no bar. */
export function ratioRow(
  row: { measure: string; unit: string; ours: number; reference: string; theirs: number },
  bar: { least: number | null; aim: number | null },
  also: Timings = {},
): BenchRow {
  const ratio = row.ours / row.theirs;
  return {
    ...nothing,
    ...row,
    ...also,
    ratio,
    must: bar.least === null ? null : `ratio ≥ ${bar.least}`,
    aim: bar.aim === null ? null : `${bar.aim}`,
    met: bar.least === null ? null : ratio >= bar.least,
  };
}

/** A row whose bar is the highest value that is allowed; a `most` of null is no bar. */
export function limitRow(
  row: { measure: string; unit: string; ours: number },
  bar: { most: number | null; aim: number | null },
  also: Timings = {},
): BenchRow {
  return {
    ...nothing,
    reference: null,
    theirs: null,
    ratio: null,
    ...row,
    ...also,
    must: bar.most === null ? null : `≤ ${bar.most} ${row.unit}`,
    aim: bar.aim === null ? null : `${bar.aim} ${row.unit}`,
    met: bar.most === null ? null : row.ours <= bar.most,
  };
}

const heads = ['measure', 'ours', 'reference', 'theirs', 'ratio', 'p50', 'p95', 'p99', 'RSS', 'must', 'aim', 'met'];

/** A Markdown table, followed by the notes. */
export function asMarkdown(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    row.measure + (row.note ? ` [${noteNumber(rows, row)}]` : ''),
    `${figure(row.ours)} ${row.unit}`,
    row.reference ?? '',
    row.theirs === null ? '' : figure(row.theirs),
    row.ratio === null ? '' : row.ratio.toPrecision(3),
    ms(row.p50),
    ms(row.p95),
    ms(row.p99),
    row.rssMb === null ? '' : `${Math.round(row.rssMb)} MB`,
    row.must ?? '',
    row.aim ?? '',
    row.met === null ? '' : row.met ? 'yes' : '**no**',
  ]);
  const widths = heads.map((head, i) => Math.max(head.length, ...cells.map((line) => line[i]!.length)));
  const written = (line: string[]) => `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const notes = rows.filter((row) => row.note).map((row) => `- [${noteNumber(rows, row)}] ${row.note}`);
  const table = [written(heads), written(widths.map((w) => '-'.repeat(w))), ...cells.map(written)];
  return [...table, ...(notes.length > 0 ? ['', ...new Set(notes)] : [])].join('\n');
}

function noteNumber(rows: readonly BenchRow[], row: BenchRow): number {
  const notes = [...new Set(rows.flatMap((r) => r.note ?? []))];
  return notes.indexOf(row.note!) + 1;
}

const figure = (n: number): string => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toPrecision(3));
const ms = (n: number | null): string => (n === null ? '' : `${n >= 10 ? Math.round(n) : n.toPrecision(2)} ms`);

/** Value below which `share` of the sorted numbers lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
