import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/client.js';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import { Act, textOf, type Done } from './act.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { useHypotheses } from './hypotheses.js';
import { Because, Words } from './section.js';

type Item = Schemas['State']['items'][number];

/** The items of the ledger: what each says, how it is weighed, and what would change without it. */
export function Items({ state }: { state: Schemas['State'] }) {
  const { t } = useTranslation('case');
  return (
    <>
      <h3>{t('ledger.items', { count: state.items.length })}</h3>
      {state.items.length === 0 && <p>{t('ledger.noItems')}</p>}
      <ul className={styles.cards}>
        {state.items.map((item) => (
          <li key={item.key} className={styles.card}>
            <One item={item} />
          </li>
        ))}
      </ul>
    </>
  );
}

function One({ item }: { item: Item }) {
  const { t } = useTranslation('case');
  const { who, may } = useCase();
  const { percent } = useFigures();
  const isMachines = item.by === 'machine';
  const changes = (['result', 'word', 'standard'] as const).filter((what) => item.withoutIt?.[what]);
  return (
    <>
      <div className={styles.head}>
        <h4>{t(`itemKinds.${item.kind}`)}</h4>
        {may('ledger.work') && <Dispute item={item} />}
      </div>
      {isMachines ? <Because said={item.said}>{item.statement}</Because> : <Words>{item.statement}</Words>}
      <Ratios item={item} />
      <p className={styles.soft}>
        {who(item.by)} · {t('ledger.weighedBy')} <Because>{item.weighedBy}</Because> · {t('ledger.source')}{' '}
        <bdi>{item.source}</bdi>
        {item.share < 1 && ` · ${t('ledger.share', { share: percent(item.share) })}`}
        {item.crossed && ` · ${t('ledger.crossed')}`}
      </p>
      {item.reason !== null && <Words>{item.reason}</Words>}
      {changes.length > 0 && (
        <p className={styles.note}>
          {t('ledger.without')} {changes.map((what) => t(`ledger.changes.${what}`)).join(' · ')}
        </p>
      )}
      {item.disputed && (
        <div className={styles.note}>
          <p>
            {t('ledger.disputed', { who: who(item.disputed.by) })} <Time at={item.disputed.at} />
          </p>
          <Words>{item.disputed.reason}</Words>
        </div>
      )}
    </>
  );
}

/** How much likelier the item is under each hypothesis than under the one that explains it least. */
function Ratios({ item }: { item: Item }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const hypothesis = useHypotheses();
  const { times } = useFigures();
  const ratios = Object.entries(item.logRatio);
  const least = Math.min(...ratios.map(([, logRatio]) => logRatio));
  const isMute = ratios.every(([, logRatio]) => logRatio - least < 0.005);
  if (isMute) return <p>{t('ledger.saysNothing')}</p>;
  return (
    <ul className={styles.ratios} aria-label={t('ledger.ratios')}>
      {ratios.map(([id, logRatio]) => (
        <li key={id}>
          {id in { other: 0, accident: 0 } ? hypothesis(id) : names.party(id)} <bdi>{times(logRatio - least)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Dispute({ item }: { item: Item }) {
  const { t } = useTranslation('case');
  const { id } = useCase().page.incident;
  const disputed = item.disputed === null;
  const change = (isDisputed: boolean, reason: string): Promise<unknown> =>
    api.POST('/v1/incidents/{id}/ledger/disputes', {
      params: { path: { id } },
      body: { itemKey: item.key, disputed: isDisputed, reason },
    });
  const send = async (fields: FormData): Promise<Done> => {
    await change(disputed, textOf(fields, 'reason'));
    return {
      text: t(disputed ? 'ledger.disputeDone' : 'ledger.disputeEnded'),
      undo: () => change(!disputed, t('act.takenBack')),
    };
  };
  return (
    <Act
      label={t(disputed ? 'ledger.dispute' : 'ledger.endDispute')}
      look="quiet"
      explains={t(disputed ? 'ledger.disputeMeans' : 'ledger.endDisputeMeans')}
      withReason
      send={send}
    />
  );
}
