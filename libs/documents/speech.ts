import type { EditionContent, EditionFigure, RefKind, Value } from '#core/compliance/edition-types.js';
import type { Localised } from '#core/mission/types.js';
import { harmless } from './harmless.js';
import { catalogueOf, type Catalogue } from './messages/catalogue.js';
import type { Node } from './messages/grammar.js';
import { localised } from './names.js';

/** A run of text. 'foreign': words of others or names, kept apart from the direction of the text around them. */
export interface Piece {
  text: string;
  foreign?: true;
  /** The figure that it shows. */
  figureId?: string;
  /** BCP 47 of words of others, where known. */
  language?: string;
}

/** Numbers, dates, names and sentences of one language over one content. */
export interface Speech extends Pick<Catalogue, 'language' | 'direction'> {
  /** @throws Error for a key that the language does not have */
  say(key: string, values?: Record<string, Value>): Piece[];
  words(key: string, values?: Record<string, Value>): string;
  /** As in a cell. */
  show(value: Value): Piece[];
  name(of: RefKind, id: string): string;
  text(text: Localised): string;
  number(value: number, digits?: number): string;
  figure(id: string): EditionFigure | undefined;
  day(isoDay: string): string;
}

/** Most decimals shown, by unit; a unit that is not named counts whole things. */
const decimals: Record<string, number> = { hours: 1, incidents_per_week: 1, incidents_per_100_hours: 2 };

export function speechOf(content: EditionContent, asked: string): Speech {
  const { language, direction, messages } = catalogueOf(asked);
  // Western digits everywhere, so that both parties compare the same signs.
  // Days before months in every language.
  const locale = `${language === 'en' ? 'en-GB' : language}-u-nu-latn`;
  const rules = new Intl.PluralRules(language);
  const formats = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const zone = { timeZone: content.timeZone };
  const dates = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone }),
    minute: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', ...zone }),
    short: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  };
  const figures = new Map(content.figures.map((figure) => [figure.id, figure]));

  const number = (value: number, digits = 0): string => formats[Math.min(3, digits)]!.format(value);
  const amount = (value: number, unit: string | null): string =>
    unit === 'share' ? percent.format(value) : number(value, unit === null ? 3 : (decimals[unit] ?? 0));
  const name = (of: RefKind, id: string): string => {
    if (id === 'none') return words(`none.${of}`);
    const found = Object.hasOwn(content.names[of], id) ? content.names[of][id] : undefined;
    if (!found) return harmless(id);
    const title = harmless(localised(found.name, language));
    return found.number === undefined ? title : `${harmless(found.number)} ${title}`;
  };
  const numeric = (value: Value | undefined): { value: number; unit: string | null } | null => {
    if (value?.type === 'number') return value;
    const figure = value?.type === 'figure' ? figures.get(value.id) : undefined;
    return figure ?? null;
  };
  const measured = (value: number, unit: string): Piece[] =>
    unit === 'share'
      ? [{ text: percent.format(value) }]
      : say(`unit.${unit}`, { value: { type: 'number', value, unit } });

  const show = (value: Value): Piece[] => {
    if (value.type === 'nothing') return [{ text: words('doc.nothing') }];
    if (value.type === 'word') return say(value.key);
    if (value.type === 'verbatim') {
      return [{ text: harmless(value.text), foreign: true, ...(value.language && { language: value.language }) }];
    }
    if (value.type === 'ref') {
      if (value.id === null) return [{ text: words('doc.nothing') }];
      return [
        value.id === 'none' ? { text: name(value.of, 'none') } : { text: name(value.of, value.id), foreign: true },
      ];
    }
    if (value.type === 'time') {
      const [from, to] = [new Date(value.from), value.to === null ? null : new Date(value.to)];
      const format = dates[value.precision];
      return [
        { text: to && value.to !== value.from ? format.formatRange(from, to) : format.format(from), foreign: true },
      ];
    }
    if (value.type === 'place') {
      const number: (n: number) => Value = (n) => ({ type: 'number', value: n, unit: null });
      return say('doc.place', {
        words: { type: 'verbatim', text: localised(value.words, language), language: null },
        lat: number(value.lat),
        lon: number(value.lon),
        metres: { type: 'number', value: value.uncertaintyMetres, unit: 'metres' },
      });
    }
    if (value.type === 'number') {
      const pieces = value.unit === null ? [{ text: number(value.value, 3) }] : measured(value.value, value.unit);
      return value.atLeast
        ? say('doc.at_least', { number: { type: 'number', value: value.value, unit: null } })
        : pieces;
    }
    const figure = figures.get(value.id);
    if (!figure) throw new Error(`The content shows the figure "${value.id}", which it does not hold.`);
    const text = amount(figure.value, figure.unit);
    if (figure.low === undefined || figure.high === undefined) return [{ text, figureId: value.id }];
    const parts = { value: text, low: amount(figure.low, figure.unit), high: amount(figure.high, figure.unit) };
    const pieces = say(
      'doc.interval',
      Object.fromEntries(Object.entries(parts).map(([key, text]) => [key, { type: 'verbatim', text, language: null }])),
    );
    return pieces.map((piece) => ({ ...piece, figureId: value.id }));
  };

  /** In a sentence: a number of ours stands without its unit, which the sentence says itself. */
  const within = (value: Value): Piece[] => {
    if (value.type !== 'number' || value.unit === null) return show(value);
    return [{ text: amount(value.value, value.unit) }];
  };
  const pieces = (nodes: Node[], values: Record<string, Value>, key: string): Piece[] =>
    nodes.flatMap((node): Piece[] => {
      if (node.type === 'text') return [{ text: node.text }];
      const value = values[node.name];
      if (value === undefined) throw new Error(`The message "${key}" wants a value for "${node.name}".`);
      const counted = numeric(value);
      if (node.type === 'measure') return counted?.unit ? measured(counted.value, counted.unit) : show(value);
      if (node.type !== 'plural') return within(value);
      const branch = node.branches[counted ? rules.select(rounded(counted)) : 'other'] ?? node.branches['other'] ?? [];
      return pieces(branch, values, key);
    });
  const say = (key: string, values: Record<string, Value> = {}): Piece[] => {
    const nodes = messages.get(key);
    if (!nodes) throw new Error(`The catalogue of "${language}" has no message "${key}".`);
    return pieces(nodes, values, key);
  };
  const words = (key: string, values: Record<string, Value> = {}): string => plain(say(key, values));
  return {
    language,
    direction,
    say,
    words,
    show,
    name,
    number,
    text: (text) => harmless(localised(text, language)),
    figure: (id) => figures.get(id),
    day: (isoDay) => dates.short.format(new Date(`${isoDay}T00:00:00.000Z`)),
  };
}

/** The number as it is shown, since "1.0 hours" and "1.4 hours" may take different forms. */
function rounded({ value, unit }: { value: number; unit: string | null }): number {
  const factor = 10 ** (unit === null ? 3 : (decimals[unit] ?? 0));
  return Math.round(value * factor) / factor;
}

export function plain(pieces: Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}
