import { useTranslation } from 'react-i18next';
import { Clock } from '../../parts/clock.js';
import { Icon } from '../../parts/icon.js';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import type { Item } from './queue.js';
import { useBecause, useHolder } from './words.js';
import styles from './triage.module.css';

interface RowProps {
  item: Item;
  isTicked: boolean;
  isGone: boolean;
  onTick(): void;
}

/** One incident, or a group of cues; why it stands here, in words, and which clock runs. */
export function Row({ item, isTicked, isGone, onTick }: RowProps) {
  const { t } = useTranslation('triage');
  const names = useNames();
  const { incident, group } = item;
  return (
    <div className={isGone ? `${styles.item} ${styles.gone}` : styles.item}>
      {group ? (
        <span className={styles.mark} aria-hidden="true">
          <Icon name="sensor" />
        </span>
      ) : (
        <span
          className={styles.mark}
          data-tick=""
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onTick();
          }}
        >
          <span className={styles.box}>{isTicked && <Icon name="check" size={16} />}</span>
        </span>
      )}
      <div className={styles.text}>
        <p className={styles.first} data-first-line="">
          <strong>
            <bdi>
              {group
                ? t('group.title', { count: group.count, kind: names.kind(group.kind) })
                : names.kind(incident.kind)}
            </bdi>
          </strong>
          <bdi>{names.sector(group ? group.sector : incident.sector)}</bdi>
          {isTicked && <span className="visually-hidden">{t('row.ticked')}</span>}
          {isGone && <span className={styles.badge}>{t('row.gone')}</span>}
          <States item={item} />
        </p>
        <p className={styles.soft}>
          <Time at={group ? group.hour : incident.start} focusable={false} />
          {!group && (
            <span>{t('row.sightings', { count: incident.sightingCount, independent: incident.independentCount })}</span>
          )}
          {incident.proposedOutcome && !group && (
            <span>{t('row.proposed', { outcome: t(`outcome.${incident.proposedOutcome}`) })}</span>
          )}
        </p>
        <Why item={item} />
      </div>
      {item.clock && (
        <span className={styles.clock}>
          <Clock due={item.clock.by} label={t(`clock.${item.clock.what}`)} />
        </span>
      )}
    </div>
  );
}

function States({ item }: { item: Item }) {
  const { t } = useTranslation('triage');
  const holder = useHolder();
  const { incident } = item;
  return (
    <>
      {item.state === 'claimed' && incident.claimedBy !== null && (
        <span className={styles.badge}>{t('row.claimed', { who: holder(incident.claimedBy) })}</span>
      )}
      {item.snoozed && <span className={styles.badge}>{t('row.snoozed')}</span>}
      {item.stale && <span className={styles.badge}>{t('row.stale')}</span>}
    </>
  );
}

/** The three terms of the order, and of their reasons those that set it apart; all of them stand beside the row. */
function Why({ item }: { item: Item }) {
  const { t, i18n } = useTranslation('triage');
  const because = useBecause();
  const figure = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 });
  const terms = item.terms.map((term) => `${t(`terms.${term.name}`)} ${figure.format(term.value)}`);
  const all = item.terms.flatMap((term) => term.because).filter(({ key }) => setsApart.has(key));
  const once = [...new Map(all.map((one) => [one.key, one])).values()];
  return <p className={styles.why}>{[...terms, ...once.map(because)].join(' · ')}</p>;
}

const setsApart = new Set(['killed', 'injured', 'civilian_object', 'zone', 'cue_ceiling']);
