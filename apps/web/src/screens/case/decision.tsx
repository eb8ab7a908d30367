import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { RadioGroup, Select } from '../../parts/fields.js';
import { Time } from '../../parts/time.js';
import { Act, textOf, type Done } from './act.js';
import { useCase, type CasePage } from './case-context.js';
import styles from './case.module.css';
import { causes, outcomes, type Outcome } from '../../parts/outcomes.js';
import { Worded } from '../../parts/sentence.js';
import { Section, Words } from './section.js';
import { useState } from 'react';

type Verification = CasePage['verifications'][number];
/** What the rules propose and from which facts, and what was decided by whom and why. */
export function Decision() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const { verifications, incident } = page;
  return (
    <Section id="decision" actions={may('triage.work') && incident.state === 'decided' && <Undo />}>
      {verifications.length === 0 && <p>{t('decision.none')}</p>}
      <ol className={styles.cards}>
        {verifications.toReversed().map((verification) => (
          <li key={verification.id} className={styles.card}>
            <One verification={verification} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function One({ verification }: { verification: Verification }) {
  const { t } = useTranslation('case');
  const { who } = useCase();
  const { type, outcome, cause, reason, reasonIn, by, at, rule, facts, ruleVersion } = verification;
  const known = Object.entries(facts ?? {}).filter(([, value]) => value !== null);
  return (
    <>
      <div className={styles.head}>
        <h3>
          {t(`decision.types.${type}`)}: {t(`outcomes.${outcome}`)}
          {cause && ` (${t(`causes.${cause}`)})`}
        </h3>
        <Time at={at} />
      </div>
      <p>{t('decision.by', { who: who(by) })}</p>
      {type === 'proposed' ? <Worded words={reasonIn} className={styles.because!} /> : <Words>{reason}</Words>}
      {type === 'decided' && (
        <p className={styles.soft}>{rule === null ? t('decision.own') : t('decision.follows', { rule })}</p>
      )}
      {type === 'proposed' && (
        <p className={styles.soft}>{t('decision.rule', { rule: rule ?? '–', version: ruleVersion })}</p>
      )}
      {known.length > 0 && (
        <details>
          <summary>{t('decision.facts', { count: known.length })}</summary>
          <dl className={styles.facts}>
            {known.map(([name, value]) => (
              <div key={name}>
                <dt>{t(`factNames.${name}`, { defaultValue: name })}</dt>
                <dd>
                  <bdi>{typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** Whether it happened, with a reason. */
export function Decide({ open }: { open: [boolean, (open: boolean) => void] }) {
  const { t } = useTranslation('case');
  const { page } = useCase();
  const { id, version, proposedOutcome } = page.incident;
  const [outcome, setOutcome] = useState<Outcome>(proposedOutcome ?? 'verified');
  const params = { path: { id } };
  const send = async (fields: FormData): Promise<Done> => {
    const reason = textOf(fields, 'reason');
    const cause = causes.find((one) => one === fields.get('cause')) ?? null;
    const body = { version, outcome, cause: outcome === 'not_verifiable' ? cause : null, reason };
    const { data } = await api.POST('/v1/triage/{id}/decide', { params, body });
    const undo = (): Promise<unknown> =>
      api.POST('/v1/triage/{id}/undo-decision', {
        params,
        body: { version: data!.version, reason: t('act.takenBack') },
      });
    return { text: t('decision.done', { outcome: t(`outcomes.${outcome}`) }), undo };
  };
  return (
    <Act label={t('decision.decide')} look="main" withReason open={open} send={send}>
      <RadioGroup
        label={t('decision.outcome')}
        choices={outcomes.map((one) => ({ id: one, label: t(`outcomes.${one}`) }))}
        value={outcome}
        onChange={setOutcome}
        {...(proposedOutcome && {
          description: t('decision.proposed', { outcome: t(`outcomes.${proposedOutcome}`) }),
        })}
      />
      {outcome === 'not_verifiable' && (
        <Select
          name="cause"
          label={t('decision.cause')}
          choices={causes.map((one) => ({ id: one, label: t(`causes.${one}`) }))}
          isRequired
        />
      )}
    </Act>
  );
}

function Undo() {
  const { t } = useTranslation('case');
  const { page } = useCase();
  const { id, version } = page.incident;
  const send = async (fields: FormData): Promise<Done> => {
    const body = { version, reason: textOf(fields, 'reason') };
    await api.POST('/v1/triage/{id}/undo-decision', { params: { path: { id } }, body });
    return { text: t('decision.undone') };
  };
  return <Act label={t('decision.undo')} explains={t('decision.undoMeans')} withReason send={send} />;
}
