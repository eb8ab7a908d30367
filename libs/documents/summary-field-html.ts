import type { FieldRates, Figure, RatePart, Summary } from '#core/compliance/types.js';
import { html, table, type Cell, type Markup } from './html.js';
import type { Names } from './names.js';
import type { FieldWords } from './summary-field-words.js';
import type { SummaryWords } from './summary-words.js';

interface Page {
  summary: Summary;
  words: SummaryWords;
  field: FieldWords;
  names: Names;
  mark: string;
  count: (value: number) => string;
  hours: (value: number) => string;
  share: (value: number) => string;
}

/** Rates per effort with their counts, notices kept and abused, and complaints beside rulings. */
export function fieldSections(page: Page): Markup {
  return html`${rates(page)}${notices(page)}${complaints(page)}`;
}

function rates({ summary, words, field, names, mark, count, hours }: Page): Markup {
  if (summary.rates.length === 0) return html``;
  const cell = (figure: Figure): Cell => ({ number: hours(figure.value), figureId: figure.id });
  const rate = (row: FieldRates, part: RatePart): Cell[] => {
    const { incidents, per100Hours } = row[part];
    const note = count(incidents.value);
    if (per100Hours === null) return [{ number: field.noRate, note, figureId: incidents.id }];
    return [{ number: hours(per100Hours.value), note, figureId: per100Hours.id }];
  };
  const rows = inWeeksOrder(summary).map((row): Cell[] => [
    { head: names.sector(row.sector) },
    {
      text: row.scope === 'sector' ? field.wholeSector : row.side === null ? field.sideUnknown : names.party(row.side),
    },
    cell(row.grossHours),
    cell(row.statedLostHours),
    cell(row.jammingHours),
    cell(row.weatherHours),
    cell(row.incidents.usableHours),
    ...rate(row, 'incidents'),
    ...rate(row, 'byDay'),
    ...rate(row, 'byNight'),
  ]);
  const headings = [
    words.sector,
    words.side,
    field.gross,
    field.statedLost,
    field.jamming,
    field.weather,
    field.usable,
    field.per100,
    field.byDay,
    field.byNight,
  ];
  return html`<section>
    <h2>${field.rates}</h2>
    <p class="soft">${field.ratesNote}</p>
    ${table(mark + field.rates, headings, rows)}
  </section> `;
}

/** Sides in the order of the week's parties, like every other table; the unknown one last. */
function inWeeksOrder({ rates: rows, partyOrder }: Summary): FieldRates[] {
  const sectors = [...new Set(rows.map((r) => r.sector))];
  const place = ({ scope, side }: FieldRates) =>
    scope === 'sector' ? -1 : side === null ? partyOrder.length : partyOrder.indexOf(side);
  return rows.toSorted((a, b) => sectors.indexOf(a.sector) - sectors.indexOf(b.sector) || place(a) - place(b));
}

function notices({ summary, words, field, names, mark, count, share }: Page): Markup {
  const cell = (figure: Figure): Cell => ({ number: count(figure.value), figureId: figure.id });
  const rows = summary.notices.map((n): Cell[] => [
    { head: names.party(n.party) },
    ...[n.notices, n.inside, n.perhaps, n.outside, n.breaksSilence].map(cell),
    n.abuseRate === null
      ? { number: field.noRate, figureId: '' }
      : { number: share(n.abuseRate.value), figureId: n.abuseRate.id },
  ]);
  const headings = [field.given, field.inside, field.perhaps, field.outside, field.breaksSilence, field.abuseRate];
  return html`<section>
    <h2>${field.notices}</h2>
    <p class="soft">${field.noticesNote}</p>
    ${table(mark + field.notices, [words.party, ...headings], rows)}
  </section> `;
}

function complaints({ summary, words, field, names, mark, count, share }: Page): Markup {
  const cell = (figure: Figure): Cell => ({ number: count(figure.value), figureId: figure.id });
  const rows = summary.complaints.map((c): Cell[] => [
    { head: names.party(c.party) },
    ...[c.made, c.madeClusters].map(cell),
    c.specificity === null
      ? { number: field.noRate, figureId: '' }
      : { number: share(c.specificity.value), figureId: c.specificity.id },
    ...[c.against, c.againstClusters, c.ruledBreach, c.ruledNoBreach].map(cell),
  ]);
  const headings = [
    words.party,
    field.made,
    field.madeOnce,
    field.specificity,
    field.against,
    field.againstOnce,
    field.ruledBreach,
    field.ruledNoBreach,
  ];
  return html`<section>
    <h2>${field.complaints}</h2>
    <p class="soft">${field.complaintsNote}</p>
    ${table(mark + field.complaints, headings, rows)}
  </section> `;
}
