import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { recordId } from '../../offline/record-id.js';
import { Button } from '../../parts/button.js';
import { Form, Select, TextField } from '../../parts/fields.js';
import { instantOf } from '../../parts/mission-time.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Between } from './between.js';

const measures = ['visibilityMetres', 'windMetresPerSecond', 'cloudBaseMetres', 'rainMillimetresPerHour'] as const;

/** Weather over a sector, as somebody measured it; the pack's limits decide what it takes from the hours. */
export function WeatherForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('effort');
  const mission = useMission();
  const names = useNames();
  // One id for one form: sending again after a lost answer records nothing twice.
  const [id] = useState(() => recordId());
  const zone = mission?.calendar.timeZone ?? 'UTC';
  const send = useMutation({
    mutationFn: async (fields: FormData) => {
      const text = (name: string): string => String(fields.get(name) ?? '').trim();
      const given = measures.filter((key) => text(key) !== '').map((key) => [key, Number(text(key))]);
      await api.POST('/v1/weather', {
        body: {
          id,
          sourceId: text('sourceId'),
          sector: text('sector'),
          start: instantOf(text('start'), zone),
          end: instantOf(text('end'), zone),
          ...(Object.fromEntries(given) as Partial<Record<(typeof measures)[number], number>>),
        },
      });
    },
    onSuccess: onDone,
  });
  const refusal = isProblem(send.error, 'invalid_input') ? send.error : null;
  return (
    <Form onSend={(fields) => send.mutate(fields)} error={refusal}>
      <p>{t('weather.purpose')}</p>
      <Select
        name="sector"
        label={t('health.sector')}
        choices={(mission?.sectors ?? []).map((sector) => ({ id: sector.id, label: names.sector(sector.id) }))}
        isRequired
      />
      <TextField
        name="sourceId"
        label={t('weather.source')}
        description={t('weather.sourceHelp')}
        maxLength={100}
        isRequired
      />
      <Between />
      {measures.map((key) => (
        <TextField key={key} name={key} label={t(`weather.${key}`)} inputMode="decimal" pattern="[0-9]+([.][0-9]+)?" />
      ))}
      {send.error && <Problem error={send.error} />}
      <Button type="submit" look="main" isPending={send.isPending}>
        {t('weather.send')}
      </Button>
    </Form>
  );
}
