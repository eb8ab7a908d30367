import type { EditionFigure, FigureUnit, Value } from './edition-types.js';
import type { EditionSource } from './edition-source.js';
import { rateOf } from './rates.js';

/** Parameters of a query; what is undefined is left open. */
type Params = Record<string, string | number | null | undefined>;

/** The figures of one edition while it is being made. */
export class Figures {
  private readonly byId: Map<string, EditionFigure>;

  /** `known`: figures that were made before, for all variants alike. */
  constructor(
    private readonly source: Pick<EditionSource, 'cutoff'> & { edition: { week: string } },
    known: Figures | null = null,
  ) {
    this.byId = new Map(known?.byId);
  }

  /**
   * Notes a figure and gives the value to show. The same id twice must be the same figure.
   * `value` is rounded to thousandths: sums of decimal hours differ beyond that by the order of adding.
   */
  put(id: string, value: number, unit: FigureUnit, query: string, params: Params = {}): Value {
    const { week } = this.source.edition;
    const rounded = Math.round(value * 1000) / 1000;
    const known = this.byId.get(id);
    if (known && known.value !== rounded) throw new Error(`figure ${id} is both ${known.value} and ${rounded}`);
    if (!Number.isFinite(rounded)) throw new Error(`figure ${id} is ${value}`);
    const given = Object.entries({ week, cutoff: this.source.cutoff, ...params });
    const closed = given.flatMap(([name, v]) => (v === undefined ? [] : [[name, v] as const]));
    const figure = { id, value: rounded, unit, query: { name: query, params: Object.fromEntries(closed) } };
    if (!known) this.byId.set(id, figure);
    return { type: 'figure', id };
  }

  /** Value of a figure noted before. */
  value(id: string): number {
    const figure = this.byId.get(id);
    if (!figure) throw new Error(`there is no figure ${id}`);
    return figure.value;
  }

  /** Incidents per 100 usable hours, or nothing where nobody watched: such a rate would say something about nothing. */
  rate(id: string, incidents: number, hours: number, params: Params = {}): Value {
    if (hours <= 0) return { type: 'nothing' };
    return this.put(id, (100 * incidents) / hours, 'incidents_per_100_hours', 'rate', {
      incidents,
      hours: Math.round(hours * 1000) / 1000,
      ...params,
    });
  }

  /** The same with the 95 % interval of a Poisson count (rates.ts). */
  rateBetween(id: string, incidents: number, hours: number, params: Params = {}): Value {
    const shown = this.rate(id, incidents, hours, params);
    const figure = this.byId.get(id);
    const { low, high } = rateOf(incidents, hours);
    if (figure && low !== null && high !== null)
      Object.assign(figure, { low: Math.round(low * 1000) / 1000, high: Math.round(high * 1000) / 1000 });
    return shown;
  }

  all(): EditionFigure[] {
    return [...this.byId.values()];
  }
}

export const nothing: Value = { type: 'nothing' };
export const ref = (of: Extract<Value, { type: 'ref' }>['of'], id: string | null): Value => ({ type: 'ref', of, id });
export const word = (key: string): Value => ({ type: 'word', key });

/** Sum of one property. */
export function total<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((n, row) => n + of(row), 0);
}

/** The known ids in their order, then any others that occur, sorted. */
export function inOrder(known: readonly string[], occurring: Iterable<string>): string[] {
  const found = new Set(occurring);
  return [...known.filter((id) => found.has(id)), ...[...found].filter((id) => !known.includes(id)).sort()];
}
