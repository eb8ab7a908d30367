import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Clock } from '../../parts/clock.js';
import { Menu } from '../../parts/menu.js';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import { usePersonName, type Action, type BoardItem } from './data.js';
import styles from './escalation.module.css';

interface Props {
  item: BoardItem;
  /** One below what the cards stand under. */
  heading: 'h2' | 'h3';
  isCurrent: boolean;
  isBusy: boolean;
  onCurrent(): void;
  onOpen(): void;
  onAction(action: Action): void;
}

/** The case's name in the reader's language. */
export function useItemTitle(): (item: BoardItem) => string {
  const { t } = useTranslation('escalation');
  const names = useNames();
  return ({ incident }) => (incident ? names.kind(incident.kind) : t('alarm'));
}

/** One step: what it is about, its clocks, who holds it and who was told, and what can be done now. */
export function Card({ item, heading: Heading, isCurrent, isBusy, onCurrent, onOpen, onAction }: Props) {
  const { t } = useTranslation('escalation');
  const names = useNames();
  const title = useItemTitle()(item);
  const nameOf = usePersonName();
  const { step, incident, can } = item;
  const more = can.filter((action) => action !== 'acknowledge' && action !== 'act' && action !== 'hand_over');
  return (
    <li
      data-step={step.id}
      data-state={item.state}
      aria-current={isCurrent ? 'true' : undefined}
      className={styles.card}
      onFocus={onCurrent}
    >
      <Heading className={styles.name}>
        <Button look="quiet" onPress={onOpen}>
          <bdi>{title}</bdi>
        </Button>
      </Heading>
      <p>
        <bdi>{names.sector(item.sector)}</bdi>
        {incident && (
          <>
            {' · '}
            <bdi>
              <Time at={incident.start} focusable={false} />
            </bdi>
          </>
        )}
      </p>
      {incident?.casualties && <p>{t('casualties', { ...incident.casualties })}</p>}
      <p className={styles.soft}>
        <strong className={styles.state}>{t(`states.${item.state}`)}</strong> · {t(`triggers.${step.trigger}`)}
      </p>
      <Clocks item={item} />
      {step.holder && (
        <p>
          {t('heldBy')} <bdi>{nameOf(step.holder)}</bdi>
        </p>
      )}
      <ToldSummary item={item} />
      {can.length > 0 && (
        <div className={`${styles.row} no-print`}>
          {can.includes('acknowledge') && (
            <Button look="main" isDisabled={isBusy} onPress={() => onAction('acknowledge')}>
              {t('actions.acknowledge')}
            </Button>
          )}
          {can.includes('act') && (
            <Button look="main" onPress={() => onAction('act')}>
              {t('actions.act')}
            </Button>
          )}
          {more.length > 0 && (
            <Menu
              label={t('more', { title })}
              actions={more.map((id) => ({ id, label: t(`actions.${id}`), run: () => onAction(id) }))}
            />
          )}
        </div>
      )}
    </li>
  );
}

/** To acknowledge, and from then on to act; what a snooze has put off runs out later. */
export function Clocks({ item: { step, clock } }: { item: BoardItem }) {
  const { t } = useTranslation('escalation');
  const dueOf = (what: 'acknowledge' | 'act', due: string): string => (clock?.what === what ? clock.by : due);
  return (
    <p className={styles.clocks}>
      <Clock
        label={t('clocks.acknowledge')}
        due={dueOf('acknowledge', step.acknowledgeBy)}
        metAt={step.acknowledgedAt}
      />
      {step.actBy && <Clock label={t('clocks.act')} due={dueOf('act', step.actBy)} metAt={step.actedAt} />}
    </p>
  );
}

function ToldSummary({ item }: { item: BoardItem }) {
  const { t } = useTranslation('escalation');
  if (item.told.length === 0) return <p className={styles.soft}>{t('told.nobody')}</p>;
  return (
    <ul className={styles.told} aria-label={t('told.title')}>
      {item.told.map(({ channel, waiting, sent, dropped, read }) => (
        <li key={channel}>
          {t(`channels.${channel}`)}: {t('told.sent', { number: sent })}
          {channel === 'inbox' && `, ${t('told.read', { number: read })}`}
          {waiting > 0 && `, ${t('told.waiting', { number: waiting })}`}
          {dropped > 0 && `, ${t('told.dropped', { number: dropped })}`}
        </li>
      ))}
    </ul>
  );
}
