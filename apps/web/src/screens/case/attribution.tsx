import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/client.js';
import { Select, TextField } from '../../parts/fields.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import { Act, textOf, type Done } from './act.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { useLedger } from './use-ledger.js';
import { Words } from './section.js';

type Attribution = Schemas['Attribution'];

/** What persons concluded: proposed by one, confirmed by another, dissented from by a third. */
export function Attributions() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const { data } = useLedger(may('ledger.read'));
  return (
    <>
      <h3>{t('attribution.title')}</h3>
      {page.attributions.length === 0 && <p>{t('attribution.none')}</p>}
      <ol className={styles.cards}>
        {page.attributions.toReversed().map((attribution) => (
          <li key={attribution.id} className={styles.card}>
            <One
              attribution={attribution}
              dissents={data?.dissents.filter(({ attributionId }) => attributionId === attribution.id) ?? []}
            />
          </li>
        ))}
      </ol>
    </>
  );
}

function One({ attribution, dissents }: { attribution: Attribution; dissents: Schemas['Dissent'][] }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const { percent } = useFigures();
  const { who, may } = useCase();
  const { id, party, probability, state, reason, proposedBy, proposedAt, confirmedBy, confirmedAt } = attribution;
  const params = { params: { path: { id } } };
  const confirm = async (): Promise<Done> => {
    await api.POST('/v1/attributions/{id}/confirm', params);
    return { text: t('attribution.confirmDone') };
  };
  const dissent = async (fields: FormData): Promise<Done> => {
    await api.POST('/v1/attributions/{id}/dissents', { ...params, body: { reason: textOf(fields, 'reason') } });
    return { text: t('attribution.dissentDone') };
  };
  return (
    <>
      <div className={styles.head}>
        <h4>
          {party === null ? t('hypotheses.cannot_tell') : names.party(party)} · {percent(probability)}
        </h4>
        <div className={`${styles.actions} no-print`}>
          {state === 'proposed' && may('attribution.confirm') && (
            <Act label={t('attribution.confirm')} explains={t('attribution.confirmMeans')} send={confirm} />
          )}
          {state !== 'withdrawn' && may('attribution.dissent') && (
            <Act
              label={t('attribution.dissent')}
              look="quiet"
              explains={t('attribution.dissentMeans')}
              withReason
              send={dissent}
            />
          )}
        </div>
      </div>
      <p>
        {t(`findingStates.${state}`)} · {t('findings.proposed', { who: who(proposedBy) })} <Time at={proposedAt} />
        {confirmedBy !== null && confirmedAt !== null && (
          <>
            {' · '}
            {t('findings.confirmed', { who: who(confirmedBy) })} <Time at={confirmedAt} />
          </>
        )}
      </p>
      <Words>{reason}</Words>
      {dissents.map((one) => (
        <div key={one.id} className={styles.note}>
          <p>
            {t('attribution.dissented', { who: who(one.by) })} <Time at={one.at} />
          </p>
          <Words>{one.reason}</Words>
        </div>
      ))}
    </>
  );
}

export function ProposeAttribution() {
  const { t } = useTranslation('case');
  const names = useNames();
  const parties = useMission()?.parties ?? [];
  const { id, version } = useCase().page.incident;
  const send = async (fields: FormData): Promise<Done> => {
    const party = textOf(fields, 'party');
    await api.POST('/v1/incidents/{id}/attributions', {
      params: { path: { id } },
      body: {
        version,
        party: party === 'cannot_tell' ? null : party,
        probability: Number(textOf(fields, 'percent')) / 100,
        reason: textOf(fields, 'reason'),
      },
    });
    return { text: t('attribution.proposeDone') };
  };
  return (
    <Act label={t('attribution.propose')} explains={t('attribution.proposeMeans')} withReason send={send}>
      <Select
        name="party"
        label={t('attribution.who')}
        isRequired
        choices={[
          ...parties.map((party) => ({ id: party.id, label: names.party(party.id) })),
          { id: 'cannot_tell', label: t('hypotheses.cannot_tell') },
        ]}
      />
      <TextField
        name="percent"
        type="number"
        inputMode="decimal"
        isRequired
        label={t('attribution.percent')}
        description={t('attribution.percentMeans')}
      />
    </Act>
  );
}
