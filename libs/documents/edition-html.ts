import type { EditionContent } from '#core/compliance/edition-types.js';
import { documentOf, type EditionDocument, type Part, type PicturePart, type TablePart } from './document.js';
import { editionStyle } from './edition-style.js';
import { html, Markup } from './html.js';
import { fills, ink, labelled, paper, rule, soft } from './pictures/drawing.js';
import { mostRows } from './rows.js';
import type { Piece } from './speech.js';
import { demoStyle, summaryStyle } from './summary-style.js';

/**
 * An edition as one HTML file: no script, nothing fetched, readable and printable as it is. Every figure stands in an
 * element with its id in `data-figure`.
 */
export function editionHtml(content: EditionContent, language: string): string {
  const document = documentOf(content, language, mostRows.html);
  const title = `${document.mark}${document.title} ${document.week}`;
  const style = summaryStyle + editionStyle + document.marks.map(demoStyle).join('');
  return html`<!doctype html>
    <html lang="${document.language}" dir="${document.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <header>
          ${document.marks.map((mark) => html`<p class="demo" role="note">${mark}</p>`)}
          <p class="soft"><bdi>${document.organisation}</bdi></p>
          <p class="soft"><bdi>${document.mission}</bdi></p>
          <h1>${document.title}: <bdi dir="ltr">${document.week}</bdi></h1>
          <p><strong>${inline(document.audience)}</strong></p>
          ${particulars(document)}
        </header>
        ${contents(document)}
        <main>${document.parts.map(part)}</main>
        ${document.marks.slice(0, 1).map((mark) => html`<footer><p class="demo low" role="note">${mark}</p></footer>`)}
      </body>
    </html> `.text;
}

function particulars({ facts }: EditionDocument): Markup {
  return html`<dl>
    ${facts.map(
      ({ label, text, code }) =>
        html`<dt>${label}</dt>
          <dd>${code ? html`<code>${text}</code>` : html`<bdi>${text}</bdi>`}</dd>`,
    )}
  </dl>`;
}

function contents({ contentsTitle, parts }: EditionDocument): Markup {
  const headings = parts.filter((one) => one.type === 'heading' && one.level === 2);
  const links = headings.map((one) =>
    one.type === 'heading' ? html`<li><a href="#${one.id}">${one.text}</a></li>` : html``,
  );
  return html`<nav aria-label="${contentsTitle}">
    <h2>${contentsTitle}</h2>
    <ol>
      ${links}
    </ol>
  </nav>`;
}

function part(one: Part): Markup {
  if (one.type === 'heading') {
    return one.level === 2 ? html`<h2 id="${one.id}">${one.text}</h2> ` : html`<h3 id="${one.id}">${one.text}</h3> `;
  }
  if (one.type === 'paragraph')
    return html`<p${new Markup(one.warning ? ' class="warning" role="note"' : '')}>${inline(one.pieces)}</p>\n`;
  if (one.type === 'quote') {
    const language = one.language === null ? html`` : html` lang="${one.language}"`;
    return html`<figure class="quote">
      <figcaption>${inline(one.by)}</figcaption>
      <blockquote dir="auto" ${language}>${one.text}</blockquote>
    </figure> `;
  }
  return one.type === 'table' ? table(one) : picture(one);
}

/** Words of others and names are kept apart from the direction of the text around them. */
function inline(pieces: Piece[]): Markup {
  return html`${pieces.map((piece) => {
    const figure = piece.figureId === undefined ? html`` : html` data-figure="${piece.figureId}"`;
    const language = piece.language === undefined ? html`` : html` lang="${piece.language}"`;
    if (piece.foreign) return html`<bdi${figure}${language}>${piece.text}</bdi>`;
    return piece.figureId === undefined ? html`${piece.text}` : html`<span${figure}>${piece.text}</span>`;
  })}`;
}

function table(one: TablePart): Markup {
  if (one.empty !== null) return html`<p class="soft"><strong>${one.caption}</strong>: ${one.empty}</p> `;
  const number = (i: number): Markup => {
    const column = one.columns[i];
    return new Markup(column?.number ? ' class="n"' : column?.holds === 'text' ? ' class="t"' : '');
  };
  const row = (cells: Piece[][]): Markup =>
    html`<tr>
      ${cells.map((cell, i) => (i === 0 ? html`<th scope="row" ${number(i)}>${inline(cell)}</th>` : html`<td${number(i)}>${inline(cell)}</td>`))}
    </tr> `;
  const foot =
    one.totals.length > 0
      ? html`<tfoot>
          ${one.totals.map(row)}
        </tfoot>`
      : html``;
  const more = one.more === null ? html`` : html`<p class="warning" role="note">${one.more}</p> `;
  return html`<div class="frame" role="region" tabindex="0" aria-label="${one.caption}">
      <table>
        <caption>
          ${one.caption}
        </caption>
        <thead>
          <tr>
            ${one.columns.map((column, i) => html`<th scope="col" ${number(i)}>${column.text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${one.rows.map(row)}
        </tbody>
        ${foot}
      </table>
    </div>
    ${more}`;
}

/** Names of the greys in the style of the page. */
const colours: Record<string, string> = {
  [ink]: 'ink',
  [paper]: 'paper',
  [soft]: 'soft',
  [rule]: 'rule',
  ...Object.fromEntries(fills.map((fill, i) => [fill, `fill-${i}`])),
};

/** Greys follow the colours of the page, so that a dark page has no white pictures. */
function picture(one: PicturePart): Markup {
  const drawn = labelled(one.svg, one.id, one.title, one.alternative);
  const svg = Object.entries(colours).reduce((text, [grey, name]) => text.replaceAll(grey, `var(--${name})`), drawn);
  const notes =
    one.notes.length > 0
      ? html`<ul class="notes">
          ${one.notes.map((note) => html`<li>${note}</li>`)}
        </ul>`
      : html``;
  return html`<figure class="picture">
    <figcaption><strong>${one.title}</strong><br />${one.alternative}</figcaption>
    <div class="frame" role="region" tabindex="0" aria-label="${one.title}">${new Markup(svg)}</div>
    ${notes}
    <details>
      <summary>${one.data.caption}</summary>
      ${table(one.data)}
    </details>
  </figure> `;
}
