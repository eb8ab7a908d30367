import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { intlLocale } from '../../preferences.js';
import { useMission } from '../../parts/mission.js';
import { useTimeText } from '../../parts/time.js';
import styles from './effort.module.css';

export interface StripProps {
  gaps: readonly { from: string; to: string }[];
  /** A whole hour; the line is the 24 hours from here on: of the present hour nothing can be told yet. */
  since: string;
}

const dayMs = 24 * 3_600_000;
/** Hours between two marks of the line. */
const everyHours = 6;

/** A day as a line: filled where somebody watched, hatched where nobody did. The words beside it say the same. */
export function Strip({ gaps, since }: StripProps) {
  const { t, i18n } = useTranslation('effort');
  const id = useId();
  const time = useTimeText();
  const zone = useMission()?.calendar.timeZone ?? 'UTC';
  const start = Date.parse(since);
  const end = start + dayMs;
  const width = 240;
  const x = (instant: string | number): number =>
    Math.max(0, Math.min(width, ((new Date(instant).getTime() - start) / (end - start)) * width));
  const marks: number[] = [];
  for (let at = start; at <= end; at += everyHours * 3_600_000) marks.push(at);
  const clock = new Intl.DateTimeFormat(intlLocale(i18n.language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  const words =
    gaps.length === 0
      ? t('strip.whole')
      : t('strip.gaps', { gaps: gaps.map(({ from, to }) => `${time(from)} – ${time(to)}`).join('; ') });
  return (
    <figure className={styles.strip}>
      <svg viewBox={`0 0 ${width} 16`} preserveAspectRatio="none" role="img" aria-label={words}>
        <defs>
          <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className={styles.gapGround} />
            <rect width="2" height="6" className={styles.gapLine} />
          </pattern>
        </defs>
        <rect width={width} height="16" className={styles.watched} />
        {gaps.map(({ from, to }) => (
          <rect key={from} x={x(from)} width={Math.max(0.5, x(to) - x(from))} height="16" fill={`url(#${id})`} />
        ))}
        {marks.map((at) => (
          <line key={at} x1={x(at)} x2={x(at)} y1="0" y2="16" className={styles.mark} />
        ))}
      </svg>
      <div className={styles.scale} aria-hidden="true">
        {marks.map((at) => (
          <span key={at}>{clock.format(at)}</span>
        ))}
      </div>
      <figcaption className={styles.legend}>
        <span className={styles.keyWatched}>{t('strip.watched')}</span>
        <span className={styles.keyGap}>{t('strip.gap')}</span>
      </figcaption>
    </figure>
  );
}
