import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './field.module.css';

const winds = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

/** The nearest of the eight winds. */
export function windOf(bearing: number): (typeof winds)[number] {
  return winds[Math.round(bearing / 45) % 8]!;
}

/**
 * A wheel to point with: press or drag towards where it was, or use the arrow keys (1°, with Page keys 10°). North is
 * up in every language.
 */
export function Direction({ bearing, onChange }: { bearing: number | null; onChange(bearing: number): void }) {
  const { t } = useTranslation('field');
  const wheel = useRef<SVGSVGElement>(null);
  const turn = (event: { clientX: number; clientY: number }): void => {
    const box = wheel.current!.getBoundingClientRect();
    const east = event.clientX - (box.left + box.width / 2);
    const south = event.clientY - (box.top + box.height / 2);
    // Too near to the middle a finger says nothing.
    if (Math.hypot(east, south) < box.width * 0.08) return;
    const degrees = (Math.atan2(east, -south) * 180) / Math.PI;
    onChange((Math.round(degrees / 5) * 5 + 360) % 360);
  };
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 10,
    PageDown: -10,
  };
  return (
    <div className={styles.wheel}>
      <svg
        ref={wheel}
        viewBox="-110 -110 220 220"
        role="slider"
        tabIndex={0}
        aria-label={t('direction.label')}
        aria-valuemin={0}
        aria-valuemax={359}
        aria-valuenow={bearing ?? 0}
        aria-valuetext={bearing === null ? t('direction.none') : textOf(t, bearing)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          turn(event);
        }}
        onPointerMove={(event) => event.buttons > 0 && turn(event)}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          onChange(((bearing ?? 0) + step + 360) % 360);
        }}
      >
        <circle r="104" className={styles.rim} />
        {Array.from({ length: 36 }, (_, i) => (
          <line
            key={i}
            y1="-104"
            y2={i % 9 === 0 ? -88 : -96}
            transform={`rotate(${i * 10})`}
            className={styles.tick}
          />
        ))}
        {winds
          .filter((_, i) => i % 2 === 0)
          .map((wind, i) => (
            <text key={wind} x={[0, 74, 0, -74][i]} y={[-70, 0, 74, 0][i]} className={styles.wind}>
              {t(`winds.${wind}`)}
            </text>
          ))}
        {bearing !== null && (
          <path d="M0 -100 L11 20 L0 8 L-11 20 Z" transform={`rotate(${bearing})`} className={styles.needle} />
        )}
      </svg>
      <output>{bearing === null ? t('direction.none') : textOf(t, bearing)}</output>
    </div>
  );
}

function textOf(t: (key: string) => string, bearing: number): string {
  return `${bearing}° ${t(`windNames.${windOf(bearing)}`)}`;
}
