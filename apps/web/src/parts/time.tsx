import { useTranslation } from 'react-i18next';
import { intlLocale } from '../preferences.js';
import { useMission } from './mission.js';
import { useNow } from './now.js';
import styles from './time.module.css';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once each: making a format costs more than using it. */
function format(language: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(intlLocale(language), { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** Twenty-four hours in every language: a log knows no morning and afternoon. */
const instant = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const;

/** An instant in mission time as plain text, for tables that are copied and for labels. */
export function useTimeText(): (at: string) => string {
  const zone = useMission()?.calendar.timeZone ?? 'UTC';
  const { i18n } = useTranslation('shell');
  return (at) => format(i18n.language, zone, instant).format(new Date(at));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 hours ago", in words of the language. */
export function relativeText(language: string, at: number, now: number): string {
  const difference = at - now;
  const [unit, size] = steps.find(([, length]) => Math.abs(difference) >= length) ?? ['minute', 60_000];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(difference / size), unit);
}

export interface TimeProps {
  /** ISO UTC instant. */
  at: string;
  /** Says how long ago it is instead; the instant itself shows with UTC. */
  relative?: boolean;
  /** False in rows that take the focus themselves: a list of a thousand times is no list of a thousand stops. */
  focusable?: boolean;
}

/** An instant in mission time; UTC on hover and focus, and always for those who hear the page. */
export function Time({ at, relative = false, focusable = !relative }: TimeProps) {
  const { i18n } = useTranslation('shell');
  const text = useTimeText();
  const now = useNow(30);
  const utc = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  const shown = relative ? relativeText(i18n.language, Date.parse(at), now) : text(at);
  const hint = relative ? `${text(at)} · ${utc}` : utc;
  return (
    <time dateTime={at} className={styles.time} data-hint={hint} {...(focusable && { tabIndex: 0 })}>
      {shown}
      <span className="visually-hidden">, {hint}</span>
    </time>
  );
}
