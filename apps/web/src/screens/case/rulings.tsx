import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { DataTable } from '../../parts/data-table.js';
import { Select } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Act, textOf, type Done } from './act.js';
import { useCase, type CasePage } from './case-context.js';
import styles from './case.module.css';
import { standards, useStandards } from './hypotheses.js';
import { Because, Section, Words } from './section.js';

type Ruling = CasePage['rulings'][number];
const results = ['breach', 'no_breach', 'not_decided'] as const;
const gravities = ['minor', 'serious', 'grave'] as const;

/** What the tests under each provision gave, and what was ruled. */
export function Rulings() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const isVerified = page.incident.outcome === 'verified' && page.incident.state !== 'merged';
  return (
    <Section id="rulings" actions={may('ruling.rule') && isVerified && <Rule />}>
      <Tests />
      <h3>{t('rulings.title')}</h3>
      {page.rulings.length === 0 && <p>{t('rulings.none')}</p>}
      <ol className={styles.cards}>
        {page.rulings.toReversed().map((ruling) => (
          <li key={ruling.id} className={styles.card}>
            <One ruling={ruling} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What the tests gave; null in it before the incident is verified. */
function useReview() {
  const { id } = useCase().page.incident;
  return useQuery({
    queryKey: ['case', id, 'provisions'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/incidents/{id}/provisions', { params: { path: { id } }, signal })),
  });
}

function Tests() {
  const { t } = useTranslation('case');
  const names = useNames();
  const { data, error, refetch } = useReview();
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.review === null) return <p>{t('rulings.untested')}</p>;
  type Row = Schemas['Review']['results'][number];
  return (
    <DataTable<Row>
      caption={t('rulings.tested')}
      rows={data.review.results}
      keyOf={({ provisionId }) => provisionId}
      columns={[
        { key: 'provision', title: t('rulings.provision'), cell: ({ provisionId }) => names.provision(provisionId) },
        { key: 'result', title: t('rulings.result'), cell: ({ result }) => t(`results.${result}`) },
        {
          key: 'gravity',
          title: t('rulings.gravity'),
          cell: ({ gravity }) => (gravity === null ? '–' : t(`gravities.${gravity}`)),
        },
        {
          key: 'reason',
          title: t('checks.reason'),
          cell: ({ reason, said }) => <Because said={said}>{reason}</Because>,
        },
      ]}
    />
  );
}

function One({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const standard = useStandards();
  const { who, may } = useCase();
  const confirm = async (): Promise<Done> => {
    await api.POST('/v1/rulings/{id}/confirm', { params: { path: { id: ruling.id } } });
    return { text: t('rulings.confirmDone') };
  };
  const isMachines = ruling.proposedBy === 'machine';
  // A grave one holds once a second person has confirmed it.
  const isWaiting = ruling.state === 'proposed' && ruling.ruledBy !== null;
  return (
    <>
      <div className={styles.head}>
        <h4>
          {names.provision(ruling.provisionId)}: {t(`results.${ruling.result}`)}
        </h4>
        {isWaiting && may('ruling.confirm') && (
          <Act label={t('rulings.confirm')} explains={t('rulings.confirmMeans')} send={confirm} />
        )}
      </div>
      <p>
        {isWaiting ? t('rulings.waits') : t(`findingStates.${ruling.state}`)}
        {ruling.gravity !== null && ` · ${t(`gravities.${ruling.gravity}`)}`}
        {ruling.standardOfProof !== null && ` · ${standard(ruling.standardOfProof)}`}
        {` · ${names.party(ruling.party)}`}
      </p>
      <p className={styles.soft}>
        {t('findings.proposed', { who: who(ruling.proposedBy) })} <Time at={ruling.proposedAt} />
        {ruling.ruledBy !== null && ruling.ruledAt !== null && (
          <>
            {' · '}
            {t('findings.ruled', { who: who(ruling.ruledBy) })} <Time at={ruling.ruledAt} />
          </>
        )}
        {ruling.confirmedBy !== null && ruling.confirmedAt !== null && (
          <>
            {' · '}
            {t('findings.confirmed', { who: who(ruling.confirmedBy) })} <Time at={ruling.confirmedAt} />
          </>
        )}
      </p>
      {isMachines && ruling.ruledBy === null ? (
        <Because said={ruling.said}>{ruling.reason}</Because>
      ) : (
        <Words>{ruling.reason}</Words>
      )}
      {ruling.provisionText && (
        <details>
          <summary>{t('rulings.text', { version: ruling.provisionVersion })}</summary>
          <blockquote dir="auto">{names.word(ruling.provisionText)}</blockquote>
        </details>
      )}
    </>
  );
}

function Rule() {
  const { t } = useTranslation('case');
  const names = useNames();
  const standard = useStandards();
  const tested = useReview().data?.review?.results ?? [];
  const { id, version } = useCase().page.incident;
  const send = async (fields: FormData): Promise<Done> => {
    await api.POST('/v1/incidents/{id}/rulings', {
      params: { path: { id } },
      body: {
        version,
        provisionId: textOf(fields, 'provisionId'),
        result: results.find((one) => one === fields.get('result')) ?? 'not_decided',
        gravity: gravities.find((one) => one === fields.get('gravity')) ?? null,
        standardOfProof: standards.find((one) => one === fields.get('standardOfProof')) ?? null,
        reason: textOf(fields, 'reason'),
      },
    });
    return { text: t('rulings.ruleDone') };
  };
  const none = { id: 'none', label: t('rulings.noneSaid') } as const;
  return (
    <Act label={t('rulings.rule')} explains={t('rulings.ruleMeans')} withReason send={send}>
      <Select
        name="provisionId"
        label={t('rulings.provision')}
        isRequired
        choices={tested.map(({ provisionId }) => ({ id: provisionId, label: names.provision(provisionId) }))}
      />
      <Select
        name="result"
        label={t('rulings.result')}
        isRequired
        choices={results.map((one) => ({ id: one, label: t(`results.${one}`) }))}
      />
      <Select
        name="gravity"
        label={t('rulings.gravity')}
        choices={[none, ...gravities.map((one) => ({ id: one, label: t(`gravities.${one}`) }))]}
      />
      <Select
        name="standardOfProof"
        label={t('ledger.standard')}
        choices={[none, ...standards.map((one) => ({ id: one, label: standard(one) }))]}
      />
    </Act>
  );
}
