import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { durationText } from '../../parts/clock.js';
import { useNames } from '../../parts/mission.js';
import type { BoardItem, Rung } from './data.js';
import styles from './escalation.module.css';

interface Props {
  rungs: readonly Rung[];
  items: readonly BoardItem[];
  card(item: BoardItem): ReactNode;
}

/** One column for each rung, the lowest first; in each the clock that runs out first on top. */
export function Ladder({ rungs, items, card }: Props) {
  const { t } = useTranslation('escalation');
  const names = useNames();
  const known = new Set(rungs.map(({ id }) => id));
  // Steps of rungs that the pack no longer has stay in sight.
  const former = [...new Set(items.map(({ step }) => step.rung).filter((id) => !known.has(id)))];
  return (
    <div className={styles.ladder}>
      {rungs.map((rung) => (
        <Column key={rung.id} title={`${rung.level}. ${names.word(rung.name)}`} rung={rung} card={card} items={items} />
      ))}
      {former.map((id) => (
        <Column key={id} title={t('formerRung', { id })} rung={{ id }} card={card} items={items} />
      ))}
    </div>
  );
}

function Column({ title, rung, items, card }: Omit<Props, 'rungs'> & { title: string; rung: Rung | { id: string } }) {
  const { t, i18n } = useTranslation('escalation');
  const { t: shell } = useTranslation('shell');
  const here = items.filter(({ step }) => step.rung === rung.id);
  const minutes = (count: number): string => durationText(i18n.language, count * 60_000);
  return (
    <section className={styles.column} aria-labelledby={`rung-${rung.id}`}>
      <h2 id={`rung-${rung.id}`}>
        <bdi>{title}</bdi> <span className={styles.count}>{here.length}</span>
      </h2>
      {'role' in rung && (
        <p className={styles.soft}>
          {shell(`roles.${rung.role}`)} · {t('rung.acknowledge', { duration: minutes(rung.acknowledgeMinutes) })}
          {rung.actMinutes !== null && ` · ${t('rung.act', { duration: minutes(rung.actMinutes) })}`}
        </p>
      )}
      {here.length === 0 ? <p className={styles.soft}>{t('rung.empty')}</p> : <ul>{here.map(card)}</ul>}
    </section>
  );
}
