import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Schemas } from '../../api/client.js';
import { DataTable } from '../../parts/data-table.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Attributions, ProposeAttribution } from './attribution.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { useHypotheses, useStandards } from './hypotheses.js';
import { AddItem } from './ledger-forms.js';
import { Items } from './ledger-items.js';
import { Section } from './section.js';
import { useLedger } from './use-ledger.js';

type State = Schemas['State'];

/** Who may have done it: hypotheses, what speaks for and against each, and what persons concluded. */
export function Ledger() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const isVerified = page.incident.outcome === 'verified' && page.incident.state !== 'merged';
  return (
    <Section
      id="ledger"
      actions={
        <>
          {may('blind.review') && <Link to={`/case/${page.incident.id}?blind`}>{t('blind.open')}</Link>}
          {may('ledger.work') && <AddItem />}
          {may('attribution.propose') && isVerified && <ProposeAttribution />}
        </>
      }
    >
      {may('ledger.read') && <Weighed />}
      <Attributions />
    </Section>
  );
}

function Weighed() {
  const { t } = useTranslation('case');
  const { who } = useCase();
  const { data, error, refetch } = useLedger(true);
  const hypothesis = useHypotheses();
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { now, suggestion, versions, opinions } = data;
  return (
    <>
      <p>
        <strong>{t('ledger.result', { result: hypothesis(now.result) })}</strong>
      </p>
      {suggestion && (
        <p className={styles.note}>
          {t(suggestion.differs ? 'ledger.newOther' : 'ledger.newSame', {
            number: suggestion.version.number,
            because: t(`ledger.because.${suggestion.version.because}`, { defaultValue: suggestion.version.because }),
            result: hypothesis(suggestion.result),
          })}
        </p>
      )}
      <Hypotheses state={now} />
      <Items state={now} />
      {opinions.length > 0 && (
        <>
          <h3>{t('blind.opinions')}</h3>
          <ul className={styles.cards}>
            {opinions.map((opinion) => (
              <Opinion key={opinion.id} opinion={opinion} />
            ))}
          </ul>
        </>
      )}
      {versions.length > 0 && (
        <details>
          <summary>{t('ledger.versions', { count: versions.length })}</summary>
          <ol className={styles.cards}>
            {versions.toReversed().map((version) => (
              <li key={version.id} className={styles.card}>
                <p>
                  {t('ledger.version', { number: version.number })} · <Time at={version.at} /> ·{' '}
                  {t(`ledger.because.${version.because}`, { defaultValue: version.because })} · {who(version.by)} ·{' '}
                  {hypothesis(version.state.result)}
                </p>
                <code className={styles.hash}>{version.sha256}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Hypotheses({ state }: { state: State }) {
  const { t } = useTranslation('case');
  const { percent } = useFigures();
  const hypothesis = useHypotheses();
  const standard = useStandards();
  return (
    <DataTable
      caption={t('ledger.caption')}
      rows={state.hypotheses}
      keyOf={({ id }) => id}
      columns={[
        { key: 'id', title: t('ledger.hypothesis'), cell: ({ id }) => hypothesis(id) },
        {
          key: 'probability',
          title: t('ledger.probability'),
          isFigure: true,
          cell: ({ probability, low, high }) =>
            t('ledger.interval', { share: percent(probability), low: percent(low), high: percent(high) }),
        },
        { key: 'word', title: t('ledger.word'), cell: ({ word }) => t(`icd.${word}`, { defaultValue: word }) },
        {
          key: 'standard',
          title: t('ledger.standard'),
          cell: (row) => (row.standard === null ? t('ledger.noStandard') : standard(row.standard)),
        },
        { key: 'prior', title: t('ledger.prior'), isFigure: true, cell: ({ prior }) => percent(prior) },
      ]}
    />
  );
}

function Opinion({ opinion }: { opinion: Schemas['Opinion'] }) {
  const { who } = useCase();
  const { percent } = useFigures();
  const hypothesis = useHypotheses();
  return (
    <li className={styles.card}>
      <p>
        {hypothesis(opinion.hypothesis)} · {percent(opinion.probability)} · {who(opinion.by)} · <Time at={opinion.at} />
      </p>
      <p dir="auto">{opinion.reason}</p>
    </li>
  );
}
