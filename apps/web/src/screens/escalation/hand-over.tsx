import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Dialog } from '../../parts/dialog.js';
import { Form, Select, TextArea } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { useSession } from '../../session/session.js';
import { useItemTitle } from './card.js';
import { changing, usePeople, usePersonName, type BoardItem } from './data.js';

/** At a change of shift: all that one person holds goes to another; the clocks run on. */
export function HandOver({ items, onClose }: { items: readonly BoardItem[]; onClose(): void }) {
  const { t } = useTranslation('escalation');
  const { t: shell } = useTranslation('shell');
  const { account } = useSession();
  const toast = useToast();
  const queries = useQueryClient();
  const people = usePeople();
  const nameOf = usePersonName();
  const titleOf = useItemTitle();
  const giving = items.filter(({ can }) => can.includes('hand_over'));
  const holders = [...new Set(giving.flatMap(({ step }) => step.holder ?? []))];
  const [from, setFrom] = useState(holders.includes(account.id) ? account.id : (holders[0] ?? account.id));
  const [to, setTo] = useState<string | null>(null);
  const held = giving.filter(({ step }) => step.holder === from);
  const send = useMutation({
    mutationFn: async (reason: string) =>
      dataOf(await api.POST('/v1/escalations/hand-over', { body: { to: to ?? '', from, reason } })).items.length,
    onSuccess: (count) => {
      toast({ text: t('done.hand_over', { count, name: nameOf(to ?? '') }) });
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: changing }),
  });
  const problem = send.error instanceof ApiProblem ? send.error : null;
  return (
    <Dialog title={t('actions.hand_over')} isOpen onClose={onClose}>
      {held.length === 0 ? (
        <p>{t('nothingHeld')}</p>
      ) : (
        <>
          <p>{t('means.hand_over')}</p>
          <ul>
            {held.map((item) => (
              <li key={item.step.id}>{titleOf(item)}</li>
            ))}
          </ul>
          <Form onSend={(fields) => send.mutate(String(fields.get('reason') ?? ''))} error={problem}>
            {holders.length > 1 && (
              <Select
                label={t('handOver.from')}
                choices={holders.map((id) => ({ id, label: nameOf(id) }))}
                value={from}
                onChange={setFrom}
              />
            )}
            <Select
              name="to"
              label={t('handOver.to')}
              isRequired
              choices={people
                .filter(({ id, mayHold }) => mayHold && id !== from)
                .map(({ id, name, role }) => ({ id, label: `${name} · ${shell(`roles.${role}`)}` }))}
              value={to}
              onChange={setTo}
            />
            <TextArea name="reason" label={t('reason')} description={t('reasonHelp')} isRequired maxLength={4000} />
            {send.error && (!problem || problem.faults.length === 0) && <Problem error={send.error} />}
            <Button type="submit" look="main" isPending={send.isPending}>
              {t('actions.hand_over')}
            </Button>
          </Form>
        </>
      )}
    </Dialog>
  );
}
