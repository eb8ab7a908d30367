import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { useNames } from '../../parts/mission.js';
import { Place } from '../../parts/place.js';
import { Time } from '../../parts/time.js';
import { useNotifications, type Notification } from './data.js';
import styles from './liaison.module.css';
import { NotificationForm } from './notification-form.js';
import { Paged } from './paged.js';
import { OwnReceipt } from './receipt.js';
import { useKindName } from './use-kind-name.js';

/** What one's own party has announced, and a form to announce more. */
export function Notifications() {
  const { t } = useTranslation('liaison');
  const pages = useNotifications();
  const [isFiling, setFiling] = useState(false);
  return (
    <div className={styles.view}>
      {isFiling ? (
        <NotificationForm onDone={() => setFiling(false)} />
      ) : (
        <div>
          <Button look="main" onPress={() => setFiling(true)}>
            {t('notifications.file')}
          </Button>
        </div>
      )}
      <Paged
        pages={pages}
        empty={{ title: t('notifications.empty'), next: t('notifications.next') }}
        row={(notification) => <Item key={notification.id} notification={notification} />}
      />
    </div>
  );
}

function Item({ notification }: { notification: Notification }) {
  const { t } = useTranslation('liaison');
  const names = useNames();
  const kindName = useKindName();
  const { id, kind, start, end, eventKinds, prohibits, text, area, receivedAt } = notification;
  return (
    <li className={styles.card}>
      <h2>{kindName(kind)}</h2>
      <p>
        <Time at={start} /> – <Time at={end} />
      </p>
      {eventKinds.length > 0 && (
        <p>
          {t('notifications.explains')}: {eventKinds.map(names.kind).join(', ')}
        </p>
      )}
      {prohibits.length > 0 && (
        <p>
          {t('notifications.prohibits')}: {prohibits.map(names.kind).join(', ')}
        </p>
      )}
      {text !== null && text !== '' && (
        <p className={styles.verbatim} dir="auto">
          {text}
        </p>
      )}
      <details>
        <summary>{t('area.corners', { count: area.length })}</summary>
        <ol>
          {area.map(([lon, lat], at) => (
            <li key={at}>
              <Place lat={lat!} lon={lon!} />
            </li>
          ))}
        </ol>
      </details>
      <p className={styles.soft}>
        {t('notifications.received')} <Time at={receivedAt} />
      </p>
      <OwnReceipt id={id} />
    </li>
  );
}
