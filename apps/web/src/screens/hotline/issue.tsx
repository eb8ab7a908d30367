import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../parts/button.js';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import type { Asked, Line } from './data.js';
import styles from './hotline.module.css';
import { useSide } from './side.js';

/** One issue: what it is about, and every call, promise and outcome on it in their order. */
export function Issue({ issue, lines, onAdd }: { issue: Line; lines: Line[]; onAdd: ((asked: Asked) => void) | null }) {
  const { t } = useTranslation('hotline');
  const names = useNames();
  const settled = new Set(lines.flatMap(({ promiseId }) => (promiseId === null ? [] : [promiseId])));
  const isWaiting = lines.some(({ type, id }) => type === 'promise' && !settled.has(id));
  return (
    <article className={styles.issue} aria-label={`${t('types.issue')}: ${issue.text.slice(0, 60)}`}>
      <header className={styles.head}>
        <h2 dir="auto">{issue.text}</h2>
        <Time at={issue.at} />
      </header>
      <p className={styles.soft}>
        <bdi>{names.sector(issue.sector)}</bdi>
        {issue.incidentId !== null && (
          <>
            {' · '}
            <Link to={`/case/${issue.incidentId}`}>{t('case')}</Link>
          </>
        )}
      </p>
      <ol className={styles.lines}>
        {lines
          .filter(({ type }) => type !== 'issue')
          .map((line) => (
            <li key={line.id}>
              <LineText line={line} lines={lines} />
            </li>
          ))}
      </ol>
      {onAdd && (
        <div className={`${styles.buttons} no-print`}>
          {(['activation', 'promise', ...(isWaiting ? (['outcome'] as const) : [])] as const).map((type) => (
            <Button key={type} onPress={() => onAdd({ type, issueId: issue.id })}>
              {t(`add.${type}`)}
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}

function LineText({ line, lines }: { line: Line; lines: readonly Line[] }) {
  const { t } = useTranslation('hotline');
  const side = useSide();
  const promise = lines.find(({ id }) => id === line.promiseId);
  return (
    <>
      <p className={styles.head}>
        <strong>
          {line.type === 'activation' && t('said.called', { from: side(line.party), to: side(line.toParty) })}
          {line.type === 'promise' && t('said.promised', { who: side(line.party) })}
          {line.type === 'outcome' && t(line.kept ? 'said.kept' : 'said.broken', { who: side(promise?.party ?? null) })}
        </strong>
        <Time at={line.at} />
      </p>
      {line.dueBy !== null && (
        <p>
          {t('fields.dueBy')} <Time at={line.dueBy} />
        </p>
      )}
      <p dir="auto" className={styles.words}>
        {line.text}
      </p>
    </>
  );
}
