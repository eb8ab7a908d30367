/** Text made safe for HTML content and for double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Markup that is safe already; everything else is escaped where it is put in. */
export class Markup {
  constructor(readonly text: string) {}
}

/** Template tag: strings and numbers are escaped, Markup and lists of it are put in as they are. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Markup | Markup[])[]): Markup {
  const put = (value: string | number | Markup | Markup[]): string => {
    if (value instanceof Markup) return value.text;
    return Array.isArray(value) ? value.map((item) => item.text).join('') : escapeHtml(String(value));
  };
  return new Markup(parts.map((part, i) => part + (i < values.length ? put(values[i] ?? '') : '')).join(''));
}

/** A cell: a heading of its row, a number, or text. */
export type Cell = { head: string } | { number: string; note?: string; figureId?: string } | { text: string };

/** A captioned table in a frame that scrolls sideways by itself, reachable by keyboard. */
export function table(caption: string, headings: string[], rows: Cell[][], foot: Cell[][] = []): Markup {
  const cell = (c: Cell): Markup => {
    if ('head' in c) return html`<th scope="row"><bdi>${c.head}</bdi></th>`;
    if ('text' in c) return html`<td><bdi>${c.text}</bdi></td>`;
    const figure = c.figureId ? html` data-figure="${c.figureId}"` : html``;
    const note = c.note === undefined ? html`` : html` <small>(${c.note})</small>`;
    return html`<td class="n" ${figure}>${c.number}${note}</td>`;
  };
  const line = (cells: Cell[]) =>
    html`<tr>
      ${cells.map(cell)}
    </tr> `;
  const head = headings.map((text, i) => {
    const first = rows[0]?.[i] ?? foot[0]?.[i];
    return first && 'number' in first
      ? html`<th scope="col" class="n">${text}</th>`
      : html`<th scope="col">${text}</th>`;
  });
  const footer =
    foot.length > 0
      ? html`<tfoot>
          ${foot.map(line)}
        </tfoot>`
      : html``;
  return html`<div class="frame" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows.map(line)}
      </tbody>
      ${footer}
    </table>
  </div> `;
}
