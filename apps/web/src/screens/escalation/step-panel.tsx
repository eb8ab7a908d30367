import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Dialog } from '../../parts/dialog.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Place } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Clocks, useItemTitle } from './card.js';
import { changing, usePersonName, type Action, type BoardItem, type Rung } from './data.js';
import { Sentence } from '../../parts/sentence.js';
import styles from './escalation.module.css';

interface Props {
  item: BoardItem;
  rungs: readonly Rung[];
  onAction(action: Action): void;
  onClose(): void;
}

/** Everything of one step: why it was raised, what became of it, and whom it reached. */
export function StepPanel({ item, rungs, onAction, onClose }: Props) {
  const { t, i18n } = useTranslation('escalation');
  const names = useNames();
  const nameOf = usePersonName();
  const title = useItemTitle()(item);
  const { step, incident } = item;
  const rung = rungs.find(({ id }) => id === step.rung);
  const moments = [
    ['raised', step.raisedAt],
    ['acknowledged', step.acknowledgedAt],
    ['acted', step.actedAt],
    ['missed', step.missedAt],
    ['actMissed', step.actMissedAt],
    ['snoozedUntil', step.snoozedUntil],
  ] as const;
  return (
    <Dialog title={title} isOpen onClose={onClose} shape="side">
      <p>
        <bdi>{rung ? `${rung.level}. ${names.word(rung.name)}` : step.rung}</bdi> · {t(`states.${item.state}`)}
      </p>
      <Clocks item={item} />
      <p className={styles.words} dir="auto">
        {item.advice ? (
          names.word(item.advice)
        ) : step.said ? (
          <Sentence said={step.said} text={step.reason} />
        ) : (
          <bdi>{step.reason}</bdi>
        )}
      </p>
      <dl className={styles.facts}>
        <dt>{t('facts.sector')}</dt>
        <dd>
          <bdi>{names.sector(item.sector)}</bdi>
        </dd>
        {incident && (
          <>
            <dt>{t('facts.place')}</dt>
            <dd>
              <Place lat={incident.estimate.lat} lon={incident.estimate.lon} />
            </dd>
          </>
        )}
        {step.holder && (
          <>
            <dt>{t('heldBy')}</dt>
            <dd>
              <bdi>{nameOf(step.holder)}</bdi>
            </dd>
          </>
        )}
        {moments.map(
          ([key, at]) =>
            at && (
              <div key={key} className={styles.fact}>
                <dt>{t(`facts.${key}`)}</dt>
                <dd>
                  <Time at={at} />
                </dd>
              </div>
            ),
        )}
      </dl>
      <div className={styles.row}>
        {item.can.map((action) => (
          <Button key={action} look={action === 'close' ? 'grave' : 'plain'} onPress={() => onAction(action)}>
            {t(`actions.${action}`)}
          </Button>
        ))}
      </div>
      <p className={styles.row}>
        {incident && <Link to={`/case/${incident.id}`}>{t('openCase')}</Link>}
        <a href={`/v1/escalations/${step.id}/cap?language=${i18n.language}`} download={`linewatch-${step.id}.cap.xml`}>
          {t('cap')}
        </a>
      </p>
      <Deliveries id={step.id} />
    </Dialog>
  );
}

/** Who was told by which channel, and whether it arrived. */
function Deliveries({ id }: { id: string }) {
  const { t } = useTranslation('escalation');
  const nameOf = usePersonName();
  const { data, error, refetch } = useQuery({
    queryKey: [...changing, 'deliveries', id],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/escalations/{id}/deliveries', { params: { path: { id } }, signal })).items,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <DataTable
      caption={t('told.title')}
      rows={data}
      keyOf={(row) => row.id}
      columns={[
        { key: 'who', title: t('told.who'), cell: (row) => <bdi>{nameOf(row.recipient)}</bdi> },
        { key: 'channel', title: t('told.by'), cell: (row) => t(`channels.${row.channel}`) },
        {
          key: 'state',
          title: t('told.state'),
          cell: (row) => (
            <>
              {row.readAt ? t('deliveries.read') : t(`deliveries.${row.state}`)}{' '}
              {(row.readAt ?? row.settledAt) && <Time at={(row.readAt ?? row.settledAt)!} />}
              {row.note && <bdi className={styles.note}>{row.note}</bdi>}
            </>
          ),
        },
      ]}
    />
  );
}
