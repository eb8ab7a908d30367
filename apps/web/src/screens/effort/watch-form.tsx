import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { recordId } from '../../offline/record-id.js';
import { Button } from '../../parts/button.js';
import { Form, RadioGroup, Select, TextField } from '../../parts/fields.js';
import { instantOf } from '../../parts/mission-time.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Between } from './between.js';
import styles from './effort.module.css';

type Type = 'post' | 'track';

/** That somebody watched: a post from a place, or a patrol along a recorded track. */
export function WatchForm({ onDone }: { onDone(isCounted: boolean): void }) {
  const { t } = useTranslation('effort');
  const mission = useMission();
  const names = useNames();
  const [id] = useState(() => recordId());
  const [type, setType] = useState<Type>('post');
  const zone = mission?.calendar.timeZone ?? 'UTC';
  const send = useMutation({
    mutationFn: async (fields: FormData) => {
      const text = (name: string): string => String(fields.get(name) ?? '').trim();
      const [means, sourceId] = [text('means'), text('sourceId')];
      if (type === 'track') return sendTrack(id, means, sourceId, fields.get('track') as File);
      const [start, end] = [instantOf(text('start'), zone), instantOf(text('end'), zone)];
      const place = { lat: Number(text('said/lat')), lon: Number(text('said/lon')) };
      const { hours } = dataOf(
        await api.POST('/v1/watches', {
          body: { id, means, sourceId, start, end, said: { type, ...place, up: [{ start, end }] }, lost: [] },
        }),
      );
      return hours;
    },
    // Outside all sectors the record is kept, but nothing counts.
    onSuccess: (hours) => onDone(hours.length > 0),
  });
  const refusal = isProblem(send.error, 'invalid_input') ? send.error : null;
  return (
    <Form onSend={(fields) => send.mutate(fields)} error={refusal}>
      <RadioGroup<Type>
        label={t('watch.type')}
        choices={[
          { id: 'post', label: t('watch.types.post') },
          { id: 'track', label: t('watch.types.track') },
        ]}
        value={type}
        onChange={setType}
      />
      <Select
        name="means"
        label={t('health.means')}
        choices={(mission?.means ?? []).map((means) => ({ id: means.id, label: names.means(means.id) }))}
        isRequired
      />
      <TextField
        name="sourceId"
        label={t('watch.source')}
        description={t('watch.sourceHelp')}
        maxLength={100}
        // It travels in a header with the file.
        {...(type === 'track' && { pattern: '[ -~]+' })}
        isRequired
      />
      {type === 'post' ? (
        <>
          <Between />
          <TextField
            name="said/lat"
            label={t('watch.lat')}
            description={t('watch.degrees')}
            inputMode="decimal"
            pattern="-?[0-9]+([.][0-9]+)?"
            isRequired
          />
          <TextField
            name="said/lon"
            label={t('watch.lon')}
            description={t('watch.degrees')}
            inputMode="decimal"
            pattern="-?[0-9]+([.][0-9]+)?"
            isRequired
          />
        </>
      ) : (
        <label className={styles.file}>
          {t('watch.track')}
          <input type="file" name="track" accept=".gpx,application/gpx+xml" required />
        </label>
      )}
      {send.error && <Problem error={send.error} />}
      <Button type="submit" look="main" isPending={send.isPending}>
        {t('watch.send')}
      </Button>
    </Form>
  );
}

/** The file as it is: its points carry their own times. */
async function sendTrack(id: string, means: string, sourceId: string, track: File) {
  const answer = await api.POST('/v1/watches/gpx', {
    params: { header: { 'Linewatch-Watch-Id': id, 'Linewatch-Means': means, 'Linewatch-Source-Id': sourceId } },
    headers: { 'Content-Type': 'application/octet-stream' },
    body: track as never,
    bodySerializer: (body: unknown) => body as BodyInit,
  });
  return dataOf(answer).hours;
}
