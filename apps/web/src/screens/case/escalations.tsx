import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/client.js';
import { Clock } from '../../parts/clock.js';
import { Select } from '../../parts/fields.js';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import { useHasScreen } from '../../session/my-screens.js';
import { Act, textOf, type Done } from './act.js';
import { useCase, type CasePage } from './case-context.js';
import styles from './case.module.css';
import { useRules } from './hypotheses.js';
import { Because, Section, Words } from './section.js';

type Step = CasePage['escalations'][number];

/** Steps on the ladder with their clocks, newest first. */
export function Escalations() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const hasBoard = useHasScreen('escalation');
  const isMerged = page.incident.state === 'merged';
  return (
    <Section
      id="escalations"
      actions={
        <>
          {hasBoard && <Link to="/escalation">{t('escalations.board')}</Link>}
          {may('escalation.raise') && !isMerged && <Raise />}
        </>
      }
    >
      {page.escalations.length === 0 && <p>{t('escalations.none')}</p>}
      <ol className={styles.cards}>
        {page.escalations.toReversed().map((step) => (
          <li key={step.id} className={styles.card}>
            <One step={step} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function One({ step }: { step: Step }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const rules = useRules();
  const { who, may } = useCase();
  const { id, acknowledgedAt, acknowledgedBy, actBy, actedAt, closedAt } = step;
  const rung = rules?.ladder.find((one) => one.id === step.rung);
  const params = { params: { path: { id } } };
  const acknowledge = async (): Promise<Done> => {
    await api.POST('/v1/escalations/{id}/acknowledge', params);
    return { text: t('escalations.acknowledgeDone') };
  };
  const act = async (fields: FormData): Promise<Done> => {
    await api.POST('/v1/escalations/{id}/act', { ...params, body: { reason: textOf(fields, 'reason') } });
    return { text: t('escalations.actDone') };
  };
  const isOpen = closedAt === null;
  const isPersons = step.trigger === 'person';
  return (
    <>
      <div className={styles.head}>
        <h3>
          {t('escalations.level', { level: step.level })} · <bdi>{rung ? names.word(rung.name) : step.rung}</bdi>
        </h3>
        {isOpen && may('escalation.acknowledge') && (
          <div className={`${styles.actions} no-print`}>
            {acknowledgedAt === null ? (
              <Act
                label={t('escalations.acknowledge')}
                explains={t('escalations.acknowledgeMeans')}
                send={acknowledge}
              />
            ) : (
              actedAt === null && (
                <Act label={t('escalations.act')} explains={t('escalations.actMeans')} withReason send={act} />
              )
            )}
          </div>
        )}
      </div>
      <p>
        {t(`triggers.${step.trigger}`)} · <Time at={step.raisedAt} />
        {closedAt !== null && (
          <>
            {' '}
            · {t('escalations.closed')} <Time at={closedAt} />
          </>
        )}
      </p>
      {isPersons ? <Words>{step.reason}</Words> : <Because said={step.said}>{step.reason}</Because>}
      <p className={styles.clocks}>
        {(isOpen || acknowledgedAt !== null) && (
          <Clock due={step.acknowledgeBy} label={t('clocks.acknowledge')} metAt={acknowledgedAt} />
        )}
        {actBy !== null && (isOpen || actedAt !== null) && (
          <Clock due={actBy} label={t('clocks.act')} metAt={actedAt} />
        )}
        {acknowledgedBy !== null && <span>{t('escalations.heldBy', { who: who(step.holder ?? acknowledgedBy) })}</span>}
        {step.snoozedUntil !== null && (
          <span>
            {t('escalations.snoozed')} <Time at={step.snoozedUntil} />
          </span>
        )}
      </p>
    </>
  );
}

/** Asks somebody on a rung to look. */
function Raise() {
  const { t } = useTranslation('case');
  const names = useNames();
  const ladder = useRules()?.ladder ?? [];
  const { id } = useCase().page.incident;
  const send = async (fields: FormData): Promise<Done> => {
    await api.POST('/v1/incidents/{id}/escalations', {
      params: { path: { id } },
      body: { rung: textOf(fields, 'rung'), reason: textOf(fields, 'reason') },
    });
    return { text: t('escalations.raiseDone') };
  };
  return (
    <Act label={t('escalations.raise')} explains={t('escalations.raiseMeans')} withReason send={send}>
      <Select
        name="rung"
        label={t('escalations.rung')}
        isRequired
        choices={ladder.map((rung) => ({ id: rung.id, label: `${rung.level} · ${names.word(rung.name)}` }))}
      />
    </Act>
  );
}
