import { useTranslation } from 'react-i18next';
import { useNow } from './now.js';
import styles from './clock.module.css';

export interface ClockProps {
  /** When it is due, ISO UTC instant. */
  due: string;
  /** What runs out then, for example "Acknowledge". */
  label: string;
  /** It was met at this instant: the clock stands. */
  metAt?: string | null;
}

/** "1 h 20 min", "45 s": two units at most, in the words of the language. */
export function durationText(language: string, ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3_600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ];
  const first = Math.max(
    0,
    parts.findIndex(([count]) => count > 0),
  );
  // Seconds only where nothing longer is left.
  const shown = seconds === 0 || first === 3 ? parts.slice(3) : parts.slice(first, Math.min(first + 2, 3));
  return shown
    .filter(([count], at) => count > 0 || at === 0)
    .map(([count, unit]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ');
}

/** Counts down, and up once it is late; the words say so, the colours are the same for whoever is waited for. */
export function Clock({ due, label, metAt = null }: ClockProps) {
  const { t, i18n } = useTranslation('shell');
  const nowBySecond = useNow(1);
  const left = Date.parse(due) - (metAt === null ? nowBySecond : Date.parse(metAt));
  const duration = durationText(i18n.language, left);
  const state = metAt !== null ? (left >= 0 ? 'met' : 'metLate') : left >= 0 ? 'left' : 'late';
  return (
    <span className={`${styles.clock} ${state === 'late' ? styles.late : ''}`}>
      <span className={styles.label}>{label}</span> <time dateTime={due}>{t(`clock.${state}`, { duration })}</time>
    </span>
  );
}
