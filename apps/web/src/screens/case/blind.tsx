import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { durationText } from '../../parts/clock.js';
import { Form, Select, TextArea, TextField } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Page } from '../../parts/page.js';
import { distanceText } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { textOf } from './act.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { useHypotheses } from './hypotheses.js';
import { Words } from './section.js';

type Blind = Schemas['Blind'];
type BlindSighting = Blind['case']['sightings'][number];

/** The case without names, places and times, and one opinion on it. Nothing else of the incident is asked for. */
export function BlindReview({ id }: { id: string }) {
  const { t } = useTranslation('case');
  const params = { path: { id } };
  const { data, error, refetch } = useQuery({
    queryKey: ['blind', id],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/incidents/{id}/blind', { params, signal })),
    // Looking at it is put on record: not again at every turn.
    staleTime: Infinity,
  });
  return (
    <Page title={t('blind.title')} description={t('blind.description')} help={<p>{t('blind.help')}</p>}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <Body id={id} blind={data} />}
    </Page>
  );
}

function Body({ id, blind }: { id: string; blind: Blind }) {
  const { t, i18n } = useTranslation('case');
  const names = useNames();
  const { percent, list } = useFigures();
  const { kind, weapon, count, durationSeconds, sigmaMetres, sides, casualties, sightings } = blind.case;
  const sideWords = Object.entries(sides).map(([label, share]) => `${t('blind.side', { label })} ${percent(share)}`);
  const facts: [string, string][] = [
    [
      t('facts.what'),
      [
        names.kind(kind),
        ...(weapon ? [names.weapon(weapon)] : []),
        ...(count === null ? [] : [t('facts.count', { count })]),
      ].join(' · '),
    ],
    [t('blind.lasted'), durationText(i18n.language, durationSeconds * 1000)],
    [t('blind.sigma'), distanceText(i18n.language, sigmaMetres)],
    [t('facts.side'), list(sideWords)],
    [t('facts.casualties'), casualties ? t('casualties', { ...casualties }) : t('facts.noCasualties')],
  ];
  return (
    <div className={styles.sections}>
      <section className={styles.section}>
        <h2>{t('blind.case')}</h2>
        <dl className={styles.facts}>
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <ul className={styles.cards}>
          {sightings.map((sighting, index) => (
            <li key={index} className={styles.card}>
              <One sighting={sighting} />
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.section}>
        <h2>{t('blind.opinion')}</h2>
        {blind.compared ? (
          <Compared compared={blind.compared} />
        ) : (
          <Opinion id={id} hypotheses={blind.case.hypotheses} />
        )}
      </section>
      <p className="no-print">
        <Link to={`/case/${id}`}>{t('blind.back')}</Link>
      </p>
    </div>
  );
}

function One({ sighting }: { sighting: BlindSighting }) {
  const { t, i18n } = useTranslation('case');
  const names = useNames();
  const metres = (value: number): string => distanceText(i18n.language, Math.abs(value));
  const { place, origin } = sighting;
  return (
    <>
      <h3>{t('blind.source', { number: sighting.source, provider: sighting.provider })}</h3>
      {sighting.text !== null && <Words>{sighting.text}</Words>}
      <p>
        {names.kind(sighting.kind)} · {names.means(sighting.means)} ·{' '}
        {t('blind.after', { duration: durationText(i18n.language, sighting.startsAfter * 1000) })}
      </p>
      <p className={styles.soft}>
        {t('blind.place', { along: metres(place.along), across: metres(place.across) })} ·{' '}
        {t('place95', { distance: metres(sighting.sigmaMetres) })}
        {origin && ` · ${t('blind.origin', { bearing: Math.round(origin.bearing) })}`}
        {sighting.alleged !== null && ` · ${t('said.alleged')}: ${t('blind.side', { label: sighting.alleged })}`}
        {sighting.evidence > 0 && ` · ${t('blind.files', { count: sighting.evidence })}`}
      </p>
    </>
  );
}

function Opinion({ id, hypotheses }: { id: string; hypotheses: readonly string[] }) {
  const { t } = useTranslation('case');
  const queries = useQueryClient();
  const show = useToast();
  const label = useLabel();
  const send = useMutation({
    mutationFn: async (fields: FormData) =>
      dataOf(
        await api.POST('/v1/incidents/{id}/blind/opinion', {
          params: { path: { id } },
          body: {
            hypothesis: textOf(fields, 'hypothesis'),
            probability: Number(textOf(fields, 'percent')) / 100,
            reason: textOf(fields, 'reason'),
          },
        }),
      ),
    onSuccess(answer) {
      queries.setQueryData(['blind', id], answer);
      show({ text: t('blind.done') });
    },
  });
  const choices = [...new Set([...hypotheses, 'cannot_tell'])].map((one) => ({ id: one, label: label(one) }));
  return (
    <Form onSend={(fields) => send.mutate(fields)} error={send.error instanceof ApiProblem ? send.error : null}>
      <p>{t('blind.once')}</p>
      <Select name="hypothesis" label={t('attribution.who')} isRequired choices={choices} />
      <TextField
        name="percent"
        type="number"
        inputMode="decimal"
        isRequired
        label={t('attribution.percent')}
        description={t('attribution.percentMeans')}
      />
      <TextArea name="reason" label={t('act.reason')} isRequired />
      {send.error && <Problem error={send.error} />}
      <Button type="submit" look="main" isPending={send.isPending}>
        {t('blind.give')}
      </Button>
    </Form>
  );
}

/** Labels of the blind case stand for sides. */
function useLabel(): (id: string) => string {
  const { t } = useTranslation('case');
  const hypothesis = useHypotheses();
  return (id) => (/^[A-Z]$/.test(id) ? t('blind.side', { label: id }) : hypothesis(id));
}

function Compared({ compared }: { compared: NonNullable<Blind['compared']> }) {
  const { t } = useTranslation('case');
  const hypothesis = useHypotheses();
  const { percent } = useFigures();
  const { opinion, ledgerResult, ledgerAgrees, attributions } = compared;
  return (
    <>
      <p>
        {t('blind.given')} {hypothesis(opinion.hypothesis)} · {percent(opinion.probability)}
      </p>
      <Words>{opinion.reason}</Words>
      <ul>
        <li>
          {t('blind.ledger', { result: hypothesis(ledgerResult) })} ·{' '}
          {t(ledgerAgrees ? 'blind.agrees' : 'blind.differs')}
        </li>
        {attributions.map(({ attributionId, state, hypothesis: named, agrees }) => (
          <li key={attributionId}>
            {t('attribution.title')}: {hypothesis(named)} ({t(`findingStates.${state}`)}) ·{' '}
            {t(agrees ? 'blind.agrees' : 'blind.differs')}
          </li>
        ))}
      </ul>
    </>
  );
}
