import { figureNames } from '#core/compliance/types.js';
import type { Figure, Summary, SummaryRow } from '#core/compliance/types.js';
import type { Mission } from '#core/mission/types.js';
import { html, Markup, table } from './html.js';
import type { Cell } from './html.js';
import { localised, namesOf } from './names.js';
import type { Names } from './names.js';
import { demoStyle, summaryStyle } from './summary-style.js';
import { fieldSections } from './summary-field-html.js';
import { fieldWords } from './summary-field-words.js';
import { summaryWords } from './summary-words.js';
import type { SummaryWords } from './summary-words.js';

/** What every part of the document needs. */
interface Page {
  summary: Summary;
  mission: Mission;
  words: SummaryWords;
  names: Names;
  /** In front of every caption, so that a table cut out of the document still says so. */
  mark: string;
  count: (value: number) => string;
  hours: (value: number) => string;
}

/**
 * The weekly summary as one HTML file: no script, nothing fetched, readable and printable as it is. Every cell with a
 * figure carries the figure's id in `data-figure`. A language without words here comes out in English.
 */
export function summaryHtml(summary: Summary, mission: Mission, language: string): string {
  const { words, language: tongue } = summaryWords(language);
  // Western digits everywhere, so that both parties compare the same signs.
  const format = (digits: number) =>
    new Intl.NumberFormat(tongue, { numberingSystem: 'latn', maximumFractionDigits: digits }).format;
  const names = namesOf(mission, words, tongue);
  const page: Page = {
    summary,
    mission,
    words,
    names,
    mark: summary.demo ? `${words.demoMark} · ` : '',
    count: format(0),
    hours: format(1),
  };
  const title = `${page.mark}${words.title} ${summary.week}`;
  const demo = (place: string) => (summary.demo ? html`<p class="${place}" role="note">${words.demo}</p> ` : html``);
  const document = html`<!doctype html>
    <html lang="${tongue}" dir="${words.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Markup(summaryStyle + (summary.demo ? demoStyle(words.demo) : ''))}
        </style>
      </head>
      <body>
        <header>
          ${demo('demo')}
          <p class="soft">${localised(mission.leadOrganisation, tongue)}</p>
          <p class="soft">${localised(mission.name, tongue)}</p>
          <h1>${words.title}: <bdi dir="ltr">${summary.week}</bdi></h1>
          ${particulars(page, tongue)}
        </header>
        <main>
          ${overview(page)}${detail(page)}${effort(page)}${fieldSections({ ...page, field: fieldWords(tongue), share: format(3) })}${restrictions(page)}
          <section>
            <h2>${words.howToRead}</h2>
            <ul>
              ${words.reading.map((text) => html`<li>${text}</li>`)}
            </ul>
          </section>
        </main>
        <footer>${demo('demo low')}</footer>
      </body>
    </html> `;
  return document.text;
}

function particulars({ summary, mission, words, count }: Page, tongue: string): Markup {
  const clock = new Intl.DateTimeFormat(tongue, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: mission.calendar.timeZone,
    numberingSystem: 'latn',
  });
  const { from, to } = summary;
  const local = `${clock.format(new Date(from))} – ${clock.format(new Date(to))} (${mission.calendar.timeZone})`;
  return html`<dl>
    <dt>${words.period}</dt>
    <dd>${local}</dd>
    <dt>${words.utc}</dt>
    <dd><code>${from} – ${to}</code></dd>
    <dt>${words.cutoff}</dt>
    <dd>${count(summary.cutoff)}</dd>
    <dt>${words.treeRoot}</dt>
    <dd><code>${summary.treeRoot}</code></dd>
    <dt>${words.pack}</dt>
    <dd><code>${summary.packDigest}</code></dd>
  </dl> `;
}

/** Each with the week before in brackets. */
function figureCells({ count }: Page, figures: Record<string, Figure>): Cell[] {
  return figureNames.map((name) => {
    const [now, before] = [figures[name], figures[`${name}LastWeek`]];
    return { number: count(now?.value ?? 0), note: count(before?.value ?? 0), figureId: now?.id ?? '' };
  });
}

function figureHeadings({ words }: Page, ...first: string[]): string[] {
  return [...first, ...figureNames.map((name) => words[name])];
}

function overview(page: Page): Markup {
  const { summary, words, names, mark, count } = page;
  const total = summary.totals.find((t) => t.scope === 'all');
  const foot = total ? [[{ head: words.total }, ...figureCells(page, total.figures)]] : [];
  const part = (scope: 'provision' | 'party' | 'sector', heading: string, first: string, note: string): Markup => {
    const rows = summary.totals
      .filter((t) => t.scope === scope)
      .map((t): Cell[] => [{ head: names[scope](t.id) }, ...figureCells(page, t.figures)]);
    return html`<section>
      <h2>${heading}</h2>
      <p class="soft">${note}</p>
      ${table(mark + heading, figureHeadings(page, first), rows, foot)}
    </section> `;
  };
  const { live, bySector, byKind } = summary.incidents;
  const row = (figure: Figure, name: string): Cell[] => [
    { head: name },
    { number: count(figure.value), figureId: figure.id },
  ];
  const whole = [row(live, words.total)];
  const sectors = bySector.map((figure) => row(figure, names.sector(String(figure.query.params['sector']))));
  const kinds = byKind.map((figure) => row(figure, names.kind(String(figure.query.params['kind']))));
  return html`${part('provision', words.byProvision, words.provision, words.lastWeekInBrackets)}${part('party', words.byParty, words.party, `${words.onceUnderEach}; ${words.lastWeekInBrackets}`)}${part('sector', words.bySector, words.sector, `${words.onceUnderEach}; ${words.lastWeekInBrackets}`)}
    <section>
      <h2>${words.distinct}</h2>
      ${table(`${mark}${words.distinct}: ${words.bySector}`, [words.sector, words.incidents], sectors, whole)}${table(`${mark}${words.distinct}: ${words.byKind}`, [words.kind, words.incidents], kinds, whole)}
    </section> `;
}

function detail(page: Page): Markup {
  const { summary, words, names, mark, count } = page;
  const provisions = [...new Set(summary.rows.map((row) => row.provisionId))];
  const cells = (row: SummaryRow): Cell[] => [
    { head: names.sector(row.sector) },
    { text: names.party(row.party) },
    ...figureNames.map((name) => ({
      number: count(row[name].value),
      note: count(row.lastWeek[name]),
      figureId: row[name].id,
    })),
  ];
  const tables = provisions.map((id) => {
    const rows = summary.rows.filter((row) => row.provisionId === id).map(cells);
    return table(mark + names.provision(id), figureHeadings(page, words.sector, words.party), rows);
  });
  return html`<section>
    <h2>${words.inDetail}</h2>
    <p class="soft">${provisions.length > 0 ? words.lastWeekInBrackets : words.nothingCounted}</p>
    ${tables}
  </section> `;
}

function effort({ summary, mission, words, names, mark, hours }: Page): Markup {
  // Sides in the order of the week's parties, like every other table.
  const place = (side: string | null) => (side === null ? summary.partyOrder.length : summary.partyOrder.indexOf(side));
  const watched = new Set(summary.effort.filter((e) => e.usableHours.value > 0).map((e) => e.sector));
  const order = mission.sectors.map((sector) => sector.id);
  const rows = summary.effort
    .toSorted((a, b) => order.indexOf(a.sector) - order.indexOf(b.sector) || place(a.side) - place(b.side))
    .map((e): Cell[] => [
      { head: names.sector(e.sector) },
      { text: names.side(e.side) },
      { text: names.means(e.means) },
      { number: hours(e.usableHours.value), figureId: e.usableHours.id },
      { number: hours(e.lostHours.value), figureId: e.lostHours.id },
    ]);
  const headings = [words.sector, words.side, words.means, words.usableHours, words.lostHours];
  const unwatched = order.filter((id) => !watched.has(id)).map((id) => names.sector(id));
  const gaps = unwatched.length > 0 ? html`<p>${words.noEffort}: ${unwatched.join(', ')}.</p> ` : html``;
  return html`<section>
    <h2>${words.effort}</h2>
    ${rows.length > 0 ? table(mark + words.effort, headings, rows) : html``}${gaps}
  </section> `;
}

function restrictions({ summary, words, names, mark, count }: Page): Markup {
  const rows = summary.restrictions.map((figure): Cell[] => [
    { head: names.sector(String(figure.query.params['sector'])) },
    { text: names.kind(String(figure.query.params['kind'])) },
    { number: count(figure.value), figureId: figure.id },
  ]);
  const headings = [words.sector, words.kind, words.incidents];
  return html`<section>
    <h2>${words.restrictions}</h2>
    ${rows.length > 0 ? table(mark + words.restrictions, headings, rows) : html`<p>${words.noRestrictions}</p>`}
  </section> `;
}
