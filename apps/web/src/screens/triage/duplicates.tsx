import { useEffect, useRef, useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { durationText } from '../../parts/clock.js';
import { Form, TextArea } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { distanceText, Place } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import type { Incident } from './acts.js';
import { Sketch, TimeLine } from './sketch.js';
import { Sentence } from '../../parts/sentence.js';
import styles from './triage.module.css';

type Duplicate = Schemas['Duplicate'];
interface DuplicatesProps {
  incident: Incident;
  onMerged(ids: readonly string[]): void;
}

/** What may be the same event, likeliest first, one at a time beside this one. */
export function Duplicates({ incident, onMerged }: DuplicatesProps) {
  const { t, i18n } = useTranslation('triage');
  const head = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['triage-duplicates', incident.id, incident.version],
    queryFn: async ({ signal }) => {
      const path = { id: incident.id };
      return dataOf(await api.GET('/v1/incidents/{id}/duplicates', { params: { path }, signal })).items;
    },
    staleTime: 30_000,
  });
  useEffect(() => head.current?.focus(), []);
  const open = data?.filter((one) => one.incident.state !== 'merged') ?? [];
  const shown = open.find((one) => one.incident.id === chosen) ?? open[0];
  return (
    <section className={styles.box}>
      <h3 ref={head} tabIndex={-1}>
        {t('duplicates.title')}
      </h3>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && open.length === 0 && <p>{t('duplicates.none')}</p>}
      {open.length > 1 && (
        <div role="group" aria-label={t('duplicates.choose')} className={styles.buttons}>
          {open.slice(0, 6).map((one) => (
            <Button
              key={one.incident.id}
              aria-pressed={one === shown}
              look={one === shown ? 'main' : 'plain'}
              onPress={() => setChosen(one.incident.id)}
            >
              {distanceText(i18n.language, one.metres)} · {durationText(i18n.language, one.seconds * 1000)}
            </Button>
          ))}
        </div>
      )}
      {shown && <Pair key={shown.incident.id} a={incident} duplicate={shown} onMerged={onMerged} />}
    </section>
  );
}

function Pair({
  a,
  duplicate,
  onMerged,
}: {
  a: Incident;
  duplicate: Duplicate;
  onMerged: DuplicatesProps['onMerged'];
}) {
  const { t, i18n } = useTranslation('triage');
  const { incident: b, metres, seconds, terms } = duplicate;
  const apart = durationText(i18n.language, seconds * 1000);
  const order =
    seconds >= 0 ? t('duplicates.later', { duration: apart }) : t('duplicates.earlier', { duration: apart });
  return (
    <>
      <p>{duplicate.logRatio > 0 ? t('duplicates.ratherOne') : t('duplicates.ratherTwo')}</p>
      <div className={styles.pair}>
        <Side letter="A" incident={a} />
        <Side letter="B" incident={b} />
      </div>
      <div className={styles.pictures}>
        <Sketch a={a.estimate} b={b.estimate} metres={metres} />
        <div>
          <TimeLine a={a} b={b} label={order} />
          <p>{order}</p>
        </div>
      </div>
      <ul>
        {terms.map((term) => (
          <li key={term.name}>
            <strong>{term.logRatio > 0 ? t('duplicates.for') : t('duplicates.against')}</strong>{' '}
            <Sentence said={term.said} text={term.because} />
          </li>
        ))}
      </ul>
      <Merge a={a} b={b} onMerged={onMerged} />
    </>
  );
}

function Side({ letter, incident }: { letter: string; incident: Incident }) {
  const { t } = useTranslation('triage');
  const names = useNames();
  return (
    <div>
      <p>
        <strong>{letter}</strong> · <Link to={`/case/${incident.id}`}>{names.kind(incident.kind)}</Link>
        {incident.weapon !== null && <> · {names.weapon(incident.weapon)}</>}
      </p>
      <p>
        <Time at={incident.start} />
      </p>
      <p>
        <Place {...incident.estimate} name={names.sector(incident.sector)} />
      </p>
      <p>{t('row.sightings', { count: incident.sightingCount, independent: incident.independentCount })}</p>
      <p>{incident.outcome ? t(`outcome.${incident.outcome}`) : t('duplicates.undecided')}</p>
    </div>
  );
}

/** Nothing is lost by it, and it can be taken back. */
function Merge({ a, b, onMerged }: { a: Incident; b: Incident; onMerged: DuplicatesProps['onMerged'] }) {
  const { t } = useTranslation('triage');
  const toast = useToast();
  const merge = useMutation({
    mutationFn: async (reason: string) =>
      dataOf(await api.POST('/v1/incidents/merge', { body: { into: a.id, from: [b.id], reason } })),
    onSuccess: ({ restructureId }) => {
      onMerged([a.id, b.id]);
      toast({
        text: t('duplicates.merged'),
        undo: async () => {
          const params = { path: { id: restructureId } };
          await api.POST('/v1/restructures/{id}/undo', { params, body: { reason: t('undoReason') } });
          onMerged([a.id, b.id]);
        },
      });
    },
  });
  return (
    <Form
      error={merge.error instanceof ApiProblem ? merge.error : null}
      onSend={(fields) => merge.mutate(String(fields.get('reason')))}
    >
      <TextArea
        name="reason"
        label={t('duplicates.reason')}
        defaultValue={t('duplicates.reasonText')}
        isRequired
        maxLength={4000}
        rows={2}
      />
      {merge.error && <Problem error={merge.error} />}
      <div>
        <Button type="submit" isPending={merge.isPending}>
          {t('duplicates.merge')}
        </Button>
      </div>
    </Form>
  );
}
