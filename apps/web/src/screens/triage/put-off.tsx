import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { durationText } from '../../parts/clock.js';
import { Dialog } from '../../parts/dialog.js';
import { Form, RadioGroup, Select, TextArea } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { useSession } from '../../session/session.js';
import type { Act, Incident } from './acts.js';
import { useColleagues } from './words.js';
import styles from './triage.module.css';

interface AskProps {
  targets: readonly Pick<Incident, 'id' | 'version'>[];
  act: Act;
  onClose(): void;
}

const hours = ['1', '4', '12', '24', '72'] as const;

/** Puts off until a time, with a reason; it comes back earlier when it turns out worse. */
export function Snooze({ targets, act, onClose }: AskProps) {
  const { t, i18n } = useTranslation('triage');
  const [length, setLength] = useState<(typeof hours)[number]>('4');
  return (
    <Ask
      title={t('snooze.title', { count: targets.length })}
      send={t('act.snooze')}
      onClose={onClose}
      onSend={(fields) => {
        const until = new Date(Date.now() + Number(length) * 3_600_000).toISOString();
        return act('snooze', targets, { until, reason: String(fields.get('reason')) });
      }}
    >
      <p>{t('snooze.means')}</p>
      <RadioGroup
        label={t('snooze.for')}
        choices={hours.map((id) => ({ id, label: durationText(i18n.language, Number(id) * 3_600_000) }))}
        value={length}
        onChange={setLength}
      />
      <TextArea name="reason" label={t('snooze.reason')} isRequired maxLength={4000} rows={2} autoFocus />
    </Ask>
  );
}

/** Gives the claim to a colleague. */
export function HandOver({ targets, act, onClose }: AskProps) {
  const { t } = useTranslation('triage');
  const { account } = useSession();
  const { data, error } = useColleagues();
  const others = data?.filter(({ id }) => id !== account.id) ?? [];
  const [to, setTo] = useState<string | null>(null);
  return (
    <Ask
      title={t('handOver.title', { count: targets.length })}
      send={t('act.hand_over')}
      onClose={onClose}
      onSend={() => act('hand_over', targets, { to: to! })}
      isReady={to !== null}
    >
      {error && <Problem error={error} />}
      {data && others.length === 0 ? (
        <p>{t('handOver.nobody')}</p>
      ) : (
        <Select
          label={t('handOver.to')}
          choices={others.map(({ id, name }) => ({ id, label: name }))}
          value={to}
          onChange={setTo}
          isRequired
        />
      )}
    </Ask>
  );
}

interface FrameProps {
  title: string;
  send: string;
  isReady?: boolean;
  onSend(fields: FormData): Promise<unknown>;
  onClose(): void;
  children: React.ReactNode;
}

function Ask({ title, send, isReady = true, onSend, onClose, children }: FrameProps) {
  const { t } = useTranslation('triage');
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form
        error={error instanceof ApiProblem ? error : null}
        onSend={async (fields) => {
          setSending(true);
          setError(null);
          try {
            await onSend(fields);
            onClose();
          } catch (refusal) {
            setError(refusal);
            setSending(false);
          }
        }}
      >
        {children}
        {error !== null && <Problem error={error} />}
        <div className={styles.buttons}>
          <Button type="submit" look="main" isPending={isSending} isDisabled={!isReady}>
            {send}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
