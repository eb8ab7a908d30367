import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { useLive } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useReading, type Edition, type Piece, type Reading, type ReadingTable } from './data.js';
import styles from './summaries.module.css';
import tables from '../../parts/table.module.css';

const rowsAtFirst = 20;

/** Every section in words; this week beside the last one and the mean comes first. Of a draft the figures are live. */
export function ReadingView({ edition }: { edition: Edition }) {
  const { t } = useTranslation('summaries');
  const { data, error, refetch, isFetching } = useReading(edition.id);
  const [hasMoved, setMoved] = useState(false);
  const isDraft = edition.state === 'draft';
  useLive(['incident', 'effort', 'watch', 'presence', 'assessment'], () => setMoved(true));
  const again = (): void => {
    setMoved(false);
    void refetch();
  };
  if (!data)
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <Loading label={t('counting')} />;
  return (
    <div className={styles.reading}>
      <div className={styles.counted}>
        <p role="status">
          {isDraft ? t('live.countedAt') : t('live.frozenAt')} <Time at={data.at} />
          {isDraft && hasMoved && <strong> {t('live.moved')}</strong>}
        </p>
        {isDraft && (
          <Button onPress={again} isPending={isFetching}>
            {t('live.again')}
          </Button>
        )}
      </div>
      {error && <Problem error={error} onRetry={again} />}
      <Sections reading={data} />
    </div>
  );
}

function Sections({ reading }: { reading: Reading }) {
  const { t } = useTranslation('summaries');
  // Drawn once it is opened: the tables of all sections together hold thousands of cells.
  const [open, setOpen] = useState<readonly string[]>(['summary']);
  const turned = (id: string, isOpen: boolean) => (before: readonly string[]) =>
    isOpen === before.includes(id) ? before : isOpen ? [...before, id] : before.filter((one) => one !== id);
  const tables = reading.sections.flatMap((section) => section.parts).filter((part) => part.type === 'table');
  const compared = tables.find((table) => table.id === reading.compared);
  const all = reading.sections.map(({ id }) => id);
  const isAllOpen = open.length === all.length;
  return (
    <div lang={reading.language} dir={reading.direction} className={styles.sections}>
      {reading.marks.map((mark) => (
        <p key={mark} role="note" className={styles.mark}>
          {mark}
        </p>
      ))}
      {compared && <Table table={compared} />}
      <div className="no-print">
        <Button onPress={() => setOpen(isAllOpen ? [] : all)}>{isAllOpen ? t('closeAll') : t('openAll')}</Button>
      </div>
      {reading.sections.map(({ id, title, parts }) => (
        <details
          key={id}
          open={open.includes(id)}
          onToggle={({ currentTarget }) => setOpen(turned(id, currentTarget.open))}
          className={styles.section}
        >
          <summary>
            <h2>{title}</h2>
          </summary>
          {open.includes(id) &&
            parts.map((part, i) =>
              part.type === 'table' && part.id === reading.compared ? null : <Part key={i} part={part} />,
            )}
        </details>
      ))}
    </div>
  );
}

function Part({ part }: { part: Reading['sections'][number]['parts'][number] }) {
  if (part.type === 'heading') return <h3>{part.text}</h3>;
  if (part.type === 'paragraph')
    return (
      <p className={part.warning ? styles.warning : styles.sentence}>
        <Pieces pieces={part.pieces} />
      </p>
    );
  if (part.type === 'table') return <Table table={part} />;
  return (
    <figure className={styles.quote}>
      <figcaption>
        <Pieces pieces={part.by} />
      </figcaption>
      <blockquote dir="auto" {...(part.language !== null && { lang: part.language })}>
        {part.text}
      </blockquote>
    </figure>
  );
}

/** Words of others and names keep their own direction. */
function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, i) => {
    if (piece.foreign)
      return (
        <bdi key={i} {...(piece.language !== undefined && { lang: piece.language })}>
          {piece.text}
        </bdi>
      );
    return <span key={i}>{piece.text}</span>;
  });
}

function Table({ table }: { table: ReadingTable }) {
  const { t } = useTranslation('summaries');
  const [isWhole, setWhole] = useState(false);
  const { caption, columns, rows, totals, more, empty } = table;
  if (empty !== null)
    return (
      <p className={styles.soft}>
        <strong>{caption}</strong>: {empty}
      </p>
    );
  const row = (cells: Piece[][], key: string) => (
    <tr key={key}>
      {cells.map((cell, i) => {
        const look = columns[i]?.isNumber ? tables.figure : undefined;
        return i === 0 ? (
          <th key={i} scope="row" className={look}>
            <Pieces pieces={cell} />
          </th>
        ) : (
          <td key={i} className={look}>
            <Pieces pieces={cell} />
          </td>
        );
      })}
    </tr>
  );
  return (
    <div className={`${tables.frame} ${styles.frame}`} role="group" aria-label={caption} tabIndex={0}>
      <table className={`${tables.table} ${styles.table}`}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" className={column.isNumber ? tables.figure : undefined}>
                {column.text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.slice(0, isWhole ? rows.length : rowsAtFirst).map((cells, i) => row(cells, `row-${i}`))}</tbody>
        {totals.length > 0 && <tfoot>{totals.map((cells, i) => row(cells, `total-${i}`))}</tfoot>}
      </table>
      {!isWhole && rows.length > rowsAtFirst && (
        <Button look="quiet" onPress={() => setWhole(true)}>
          {t('allRows', { count: rows.length })}
          <span className="visually-hidden">, {caption}</span>
        </Button>
      )}
      {more !== null && <p className={styles.warning}>{more}</p>}
    </div>
  );
}
