import type { ReactNode } from 'react';
import styles from './data-table.module.css';
import tables from './table.module.css';

export interface Column<Row> {
  key: string;
  title: string;
  cell(row: Row): ReactNode;
  /** Figures stand at the end of the line, one under the other. */
  isFigure?: boolean;
}

export interface DataTableProps<Row> {
  /** Says what the table holds; shown above it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
}

/** A real table, for up to some hundred rows; on a phone each row becomes a card that names its columns. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    <div className={`${tables.frame} ${styles.frame}`} role="region" aria-label={caption} tabIndex={0}>
      <table className={`${tables.table} ${styles.table}`}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, isFigure }) => (
              <th key={key} scope="col" className={isFigure ? tables.figure : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ key, title, cell, isFigure }) => (
                <td key={key} data-title={title} className={isFigure ? tables.figure : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
