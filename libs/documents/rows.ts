import type { EditionContent } from '#core/compliance/edition-types.js';

/** Rows of one table that each form shows at most; the CSV and JSON files hold all. */
export const mostRows = { html: 1_000, pdf: 300, docx: 300 } as const;

/** Cells of all tables that a document on paper holds at most: setting one costs about 20 kB of memory. */
const mostCells = 10_000;

/** How many rows each table of a document on paper may have: `most`, or as few tens as it takes to hold the memory. */
export function rowsOnPaper(content: EditionContent, most: number): number {
  const tables = content.sections.flatMap((section) => section.blocks).filter((block) => block.type === 'table');
  const cells = (rows: number): number =>
    tables.reduce((sum, table) => sum + Math.min(rows, table.rows.length) * table.columns.length, 0);
  let rows = most;
  while (rows > 20 && cells(rows) > mostCells) rows -= 10;
  return rows;
}
