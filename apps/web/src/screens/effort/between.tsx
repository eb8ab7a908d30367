import { useTranslation } from 'react-i18next';
import { TextField } from '../../parts/fields.js';
import { localOf } from '../../parts/mission-time.js';
import { useMission } from '../../parts/mission.js';
import { useNow } from '../../parts/now.js';

/** From when to when, in mission time; the last hour is offered. */
export function Between() {
  const { t } = useTranslation('effort');
  const zone = useMission()?.calendar.timeZone ?? 'UTC';
  const now = useNow(60);
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  return (
    <>
      <TextField
        name="start"
        type="datetime-local"
        label={t('between.start')}
        description={t('between.zone', { zone })}
        defaultValue={localOf(hour - 3_600_000, zone)}
        isRequired
      />
      <TextField
        name="end"
        type="datetime-local"
        label={t('between.end')}
        defaultValue={localOf(hour, zone)}
        isRequired
      />
    </>
  );
}
