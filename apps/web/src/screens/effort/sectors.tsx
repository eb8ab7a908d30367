import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { Empty } from '../../parts/empty.js';
import { Icon } from '../../parts/icon.js';
import { useNames } from '../../parts/mission.js';
import { Time, useTimeText } from '../../parts/time.js';
import styles from './effort.module.css';
import { Strip } from './strip.js';

type Now = Schemas['WatchingNow'];
type SectorNow = Now['sectors'][number];

export function Sectors({ now }: { now: Now }) {
  const { t } = useTranslation('effort');
  if (now.sectors.length === 0) return <Empty title={t('sectors.none')} next={t('sectors.noneNext')} />;
  return (
    <ul className={styles.cards}>
      {now.sectors.map((sector) => (
        <li key={sector.sector} className={styles.card}>
          <Sector sector={sector} since={now.since} />
        </li>
      ))}
    </ul>
  );
}

function Sector({ sector, since }: { sector: SectorNow; since: string }) {
  const { t, i18n } = useTranslation('effort');
  const names = useNames();
  const time = useTimeText();
  const hours = (value: number): string =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value);
  const watching = sector.sources.filter((source) => source.now);
  const before = sector.sources.filter((source) => !source.now);
  return (
    <>
      <h3>{names.sector(sector.sector)}</h3>
      <p className={watching.length === 0 ? styles.warned : styles.fine}>
        <Icon name={watching.length === 0 ? 'warning' : 'check'} />
        {watching.length === 0 ? t('sectors.nobody') : t('sectors.watching', { count: watching.length })}
      </p>
      <Sources title={t('sectors.by.person')} sources={watching.filter(({ by }) => by === 'person')} />
      <Sources title={t('sectors.by.machine')} sources={watching.filter(({ by }) => by === 'machine')} />
      <Sources title={t('sectors.by.unknown')} sources={watching.filter(({ by }) => by === 'unknown')} />
      <Strip gaps={sector.gaps} since={since} />
      {sector.gaps.length > 0 && (
        <details>
          <summary>{t('sectors.gaps', { count: sector.gaps.length })}</summary>
          <ul>
            {sector.gaps.map(({ from, to }) => (
              <li key={from}>
                {time(from)} – {time(to)}
              </li>
            ))}
          </ul>
        </details>
      )}
      <dl className={styles.facts}>
        <dt>{t('sectors.usable')}</dt>
        <dd className="figures">{hours(sector.usableHours)}</dd>
        <dt>{t('sectors.lost')}</dt>
        <dd className="figures">{hours(sector.lostHours)}</dd>
      </dl>
      {before.length > 0 && (
        <details>
          <summary>{t('sectors.before', { count: before.length })}</summary>
          <Sources title={t('sectors.lastWeek')} sources={before} />
        </details>
      )}
    </>
  );
}

function Sources({ title, sources }: { title: string; sources: SectorNow['sources'] }) {
  const { t } = useTranslation('effort');
  const names = useNames();
  if (sources.length === 0) return null;
  return (
    <div>
      <h4 className={styles.small}>{title}</h4>
      <ul className={styles.sources}>
        {sources.map(({ sourceId, means, until }) => (
          <li key={`${sourceId} ${means}`}>
            <bdi>{sourceId}</bdi> <span>{names.means(means)}</span>{' '}
            <span className={styles.soft}>
              {t('sectors.until')} <Time at={until} relative />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
