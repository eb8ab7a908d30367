import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { durationText } from '../../parts/clock.js';
import { Dialog } from '../../parts/dialog.js';
import { Form, RadioGroup, Select, TextArea } from '../../parts/fields.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { changing, type Action, type BoardItem, type Rung } from './data.js';

/** What is asked for in words. */
export type Asked = Exclude<Action, 'acknowledge' | 'hand_over'>;

interface Props {
  action: Asked;
  item: BoardItem;
  rungs: readonly Rung[];
  /** The longest that the mission allows at once. */
  snoozeMinutes: number;
  onClose(): void;
}

const lengths = [15, 30, 60, 120, 240, 480, 720] as const;
const minuteMs = 60_000;

/** Says what was done, or why it can wait, go down or end. */
export function ActionDialog({ action, item, rungs, snoozeMinutes, onClose }: Props) {
  const { t, i18n } = useTranslation('escalation');
  const names = useNames();
  const toast = useToast();
  const queries = useQueryClient();
  const { id, level } = item.step;
  const possible = lengths.filter((minutes) => minutes <= snoozeMinutes);
  const [minutes, setMinutes] = useState(String(possible[0] ?? snoozeMinutes));
  const lower = rungs.filter((rung) => rung.level < level);
  const [rung, setRung] = useState(lower.at(-1)?.id ?? '');
  const send = useMutation({
    mutationFn: async (reason: string) => {
      const path = { id };
      if (action === 'act') return api.POST('/v1/escalations/{id}/act', { params: { path }, body: { reason } });
      if (action === 'close') return api.POST('/v1/escalations/{id}/close', { params: { path }, body: { reason } });
      if (action === 'lower')
        return api.POST('/v1/escalations/{id}/lower', { params: { path }, body: { reason, rung } });
      // A little less than the longest: this device's clock may go before the server's.
      const ms = Math.min(Number(minutes) * minuteMs, (snoozeMinutes - 0.5) * minuteMs);
      const until = new Date(Date.now() + ms).toISOString();
      return api.POST('/v1/escalations/{id}/snooze', { params: { path }, body: { reason, until } });
    },
    onSuccess: () => {
      toast({ text: t(`done.${action}`) });
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: changing }),
  });
  const problem = send.error instanceof ApiProblem ? send.error : null;
  return (
    <Dialog title={t(`actions.${action}`)} isOpen onClose={onClose}>
      <p>{t(`means.${action}`)}</p>
      <Form onSend={(fields) => send.mutate(String(fields.get('reason') ?? ''))} error={problem}>
        {action === 'snooze' && (
          <RadioGroup
            name="until"
            label={t('snoozeFor')}
            description={t('snoozesLeft', { count: item.snoozesLeft })}
            choices={possible.map((count) => ({
              id: String(count),
              label: durationText(i18n.language, count * minuteMs),
            }))}
            value={minutes}
            onChange={setMinutes}
          />
        )}
        {action === 'lower' && lower.length > 1 && (
          <Select
            name="rung"
            label={t('lowerTo')}
            choices={lower.map((one) => ({ id: one.id, label: `${one.level}. ${names.word(one.name)}` }))}
            value={rung}
            onChange={setRung}
          />
        )}
        <TextArea
          name="reason"
          label={action === 'act' ? t('whatWasDone') : t('reason')}
          description={t('reasonHelp')}
          isRequired
          autoFocus
          maxLength={4000}
        />
        {send.error && (!problem || problem.faults.length === 0) && <Problem error={send.error} />}
        <Button type="submit" look={action === 'close' ? 'grave' : 'main'} isPending={send.isPending}>
          {t(`actions.${action}`)}
        </Button>
      </Form>
    </Dialog>
  );
}
