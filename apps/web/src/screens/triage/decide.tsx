import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Form, RadioGroup, TextArea } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { ApiProblem } from '../../api/problem.js';
import { causes, outcomes, type Cause, type Outcome } from '../../parts/outcomes.js';
import type { Act, Incident } from './acts.js';
import styles from './triage.module.css';

export interface Start {
  outcome: Outcome;
  cause: Cause;
  reason: string;
}

interface DecideProps {
  /** As they were seen. */
  targets: readonly Pick<Incident, 'id' | 'version'>[];
  /** A proposal that was accepted: it needs one press more, and can be given another reason. */
  start: Start | null;
  act: Act;
  onClose(): void;
}

/** Outcome, cause where it could not be verified, and the reason in the decider's own words. */
export function Decide({ targets, start, act, onClose }: DecideProps) {
  const { t } = useTranslation('triage');
  // A decision is about what was seen when it was begun; the API refuses it where that has changed.
  const [seen] = useState(targets);
  const [outcome, setOutcome] = useState<Outcome | null>(start?.outcome ?? null);
  const [cause, setCause] = useState<Cause>(start?.cause ?? null);
  const [reason, setReason] = useState(start?.reason ?? '');
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isWhole = outcome !== null && reason.trim() !== '' && (outcome !== 'not_verifiable' || cause !== null);

  async function send(): Promise<void> {
    if (outcome === null) return;
    setSending(true);
    setError(null);
    try {
      await act('decide', seen, { outcome, cause: outcome === 'not_verifiable' ? cause : null, reason });
      onClose();
    } catch (refusal) {
      setError(refusal);
      setSending(false);
    }
  }

  return (
    <section
      aria-label={t('decide.title', { count: seen.length })}
      className={styles.decide}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <h3>{t('decide.title', { count: seen.length })}</h3>
      <Form onSend={send} error={error instanceof ApiProblem ? error : null}>
        {start ? (
          <p>
            <strong>{t(`outcome.${start.outcome}`)}</strong>
            {start.cause && <> · {t(`cause.${start.cause}`)}</>}
          </p>
        ) : (
          <>
            <RadioGroup
              label={t('decide.outcome')}
              choices={outcomes.map((id) => ({ id, label: t(`outcome.${id}`) }))}
              value={outcome}
              onChange={setOutcome}
              isRequired
            />
            {outcome === 'not_verifiable' && (
              <RadioGroup
                label={t('decide.cause')}
                choices={causes.map((id) => ({ id, label: t(`cause.${id}`) }))}
                value={cause}
                onChange={setCause}
                isRequired
              />
            )}
          </>
        )}
        <TextArea
          name="reason"
          label={t('decide.reason')}
          description={t('decide.reasonHelp')}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={4000}
          rows={start ? 2 : 3}
          autoFocus={start === null}
        />
        {error !== null && <Problem error={error} />}
        <div className={styles.buttons}>
          <Button type="submit" look="main" isPending={isSending} isDisabled={!isWhole} autoFocus={start !== null}>
            {t('decide.confirm')}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
