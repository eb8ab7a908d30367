import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { recordId } from '../../offline/record-id.js';
import { Button } from '../../parts/button.js';
import { Checkbox, Form, Select, TextArea, TextField } from '../../parts/fields.js';
import { instantOf } from '../../parts/mission-time.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { useSession } from '../../session/session.js';
import { AreaField } from './area-field.js';
import type { Corner } from './area-map.js';
import { keys } from './data.js';
import styles from './liaison.module.css';
import { keepOwnReceipt } from './receipt.js';
import { useKindName, usualKinds } from './use-kind-name.js';

const otherKind = 'other';

/** What will be where and when, what it explains, and what the party promises will not happen there. */
export function NotificationForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('liaison');
  const { account } = useSession();
  const kindName = useKindName();
  const mission = useMission();
  const toast = useToast();
  const queries = useQueryClient();
  // One id for all tries: what came through before a break is not filed twice.
  const [id] = useState(recordId);
  const [kind, setKind] = useState<string>(usualKinds[0]);
  const [word, setWord] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [explains, setExplains] = useState<readonly string[]>([]);
  const [prohibits, setProhibits] = useState<readonly string[]>([]);
  const [corners, setCorners] = useState<readonly Corner[]>([]);
  const [text, setText] = useState('');
  const zone = mission?.calendar.timeZone ?? 'UTC';
  const send = useMutation({
    mutationFn: async () => {
      const body = {
        id,
        party: account.scope.party ?? '',
        kind: kind === otherKind ? word : kind,
        eventKinds: [...explains],
        prohibits: [...prohibits],
        area: corners.map(({ lon, lat }) => [degreesOf(lon), degreesOf(lat)]),
        start: instantOf(from, zone),
        end: instantOf(to, zone),
        ...(text !== '' && { text }),
      };
      return dataOf(await api.POST('/v1/notifications', { body })).receipt;
    },
    onSuccess: async (receipt) => {
      await keepOwnReceipt(account.id, 'notification', receipt);
      toast({ text: t('notifications.done') });
      await queries.invalidateQueries({ queryKey: keys.notifications });
      onDone();
    },
  });
  const problem = send.error instanceof ApiProblem ? send.error : null;
  return (
    <section className={styles.card} aria-label={t('notifications.file')}>
      <h2>{t('notifications.file')}</h2>
      <Form onSend={() => send.mutate()} error={problem}>
        <div className={styles.columns}>
          <Select
            name="kind"
            label={t('notifications.kind')}
            choices={[...usualKinds, otherKind].map((one) => ({
              id: one,
              label: one === otherKind ? t('notifications.otherKind') : kindName(one),
            }))}
            value={kind}
            onChange={setKind}
          />
          {kind === otherKind && (
            <TextField
              label={t('notifications.word')}
              description={t('notifications.wordHelp')}
              isRequired
              maxLength={40}
              value={word}
              onChange={setWord}
            />
          )}
          <TextField
            name="start"
            type="datetime-local"
            label={t('notifications.from')}
            description={t('notifications.zone', { zone })}
            isRequired
            value={from}
            onChange={setFrom}
          />
          <TextField
            name="end"
            type="datetime-local"
            label={t('notifications.to')}
            description={t('notifications.zone', { zone })}
            isRequired
            value={to}
            onChange={setTo}
          />
        </div>
        <Kinds label={t('notifications.explains')} help="explains" chosen={explains} onChange={setExplains} />
        <Kinds label={t('notifications.prohibits')} help="prohibits" chosen={prohibits} onChange={setProhibits} />
        <AreaField corners={corners} onChange={setCorners} />
        <TextArea
          name="text"
          label={t('notifications.text')}
          description={t('notifications.textHelp')}
          maxLength={20_000}
          value={text}
          onChange={setText}
        />
        {send.error && <Problem error={send.error} />}
        <div className={styles.row}>
          <Button type="submit" look="main" isPending={send.isPending}>
            {t('notifications.send')}
          </Button>
          <Button onPress={onDone}>{t('cancel')}</Button>
        </div>
      </Form>
    </section>
  );
}

interface KindsProps {
  label: string;
  help: 'explains' | 'prohibits';
  chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
}

function Kinds({ label, help, chosen, onChange }: KindsProps) {
  const { t } = useTranslation('liaison');
  const mission = useMission();
  const names = useNames();
  return (
    <fieldset className={styles.kinds}>
      <legend>{label}</legend>
      <p className={styles.soft}>{t(`kindsHelp.${help}`)}</p>
      <div className={styles.row}>
        {(mission?.eventKinds ?? []).map(({ id }) => (
          <Checkbox
            key={id}
            label={names.kind(id)}
            isSelected={chosen.includes(id)}
            onChange={(isChosen) => onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** A comma is as good as a point; what is no number the server names. */
function degreesOf(typed: string): number {
  return Number(typed.trim().replace(',', '.') || Number.NaN);
}
