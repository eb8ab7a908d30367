import { useTranslation } from 'react-i18next';
import { distanceText } from '../../parts/place.js';
import type { Incident } from './acts.js';
import styles from './triage.module.css';

type Estimate = Incident['estimate'];

/** Metres of one degree along a meridian; along a parallel times the cosine: good to 1 in 100 for a picture of some kilometres. */
const metresPerDegree = 111_320;
/** Half axes of the ellipse that holds it with 95 in 100, in standard deviations: √(−2 ln 0.05). */
const sigmas95 = 2.4477;
const size = 280;
const rim = 28;

interface Ellipse {
  x: number;
  y: number;
  a: number;
  b: number;
  /** Of the long axis, degrees clockwise from east on the screen. */
  turn: number;
}

/** Where both lie and how far each may be off, up is north: "A" with a full line, "B" with a broken one. */
export function Sketch({ a, b, metres }: { a: Estimate; b: Estimate; metres: number }) {
  const { t, i18n } = useTranslation('triage');
  const both = [ellipseOf(a, a), ellipseOf(b, a)];
  const reach = Math.max(
    50,
    ...both.flatMap(({ x, y, a: long }) => [Math.abs(x - both[1]!.x / 2) + long, Math.abs(y - both[1]!.y / 2) + long]),
  );
  const scale = (size / 2 - rim) / reach;
  const place = ({ x, y }: Ellipse) => ({
    x: size / 2 + (x - both[1]!.x / 2) * scale,
    y: size / 2 + (y - both[1]!.y / 2) * scale,
  });
  const bar = roundDown(size / 3 / scale);
  const label = t('duplicates.mapLabel', { distance: distanceText(i18n.language, metres) });
  return (
    <svg className={styles.sketch} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect className={styles.paper} width={size} height={size} />
      {both.map((ellipse, at) => {
        const { x, y } = place(ellipse);
        return (
          <g key={at} className={at === 0 ? styles.one : styles.other}>
            <ellipse
              cx={x}
              cy={y}
              rx={Math.max(3, ellipse.a * scale)}
              ry={Math.max(3, ellipse.b * scale)}
              transform={`rotate(${ellipse.turn} ${x} ${y})`}
            />
            <circle cx={x} cy={y} r="3" />
            <text x={x + (at === 0 ? -8 : 8)} y={y - 8} textAnchor={at === 0 ? 'end' : 'start'}>
              {at === 0 ? 'A' : 'B'}
            </text>
          </g>
        );
      })}
      <path className={styles.bar} d={`M8 ${size - 8}v-5v5h${bar * scale}v-5`} />
      <text className={styles.figure} x={14} y={size - 14}>
        {distanceText(i18n.language, bar)}
      </text>
      <path className={styles.bar} d={`M${size - 14} 26v-18l-4 7m4 -7l4 7`} />
    </svg>
  );
}

/** When both happened, on one line: earlier at the left, whatever the direction of writing. */
export function TimeLine({ a, b, label }: { a: Incident; b: Incident; label: string }) {
  const times = [a, b].map(({ start, end }) => [Date.parse(start), Date.parse(end)] as const);
  const from = Math.min(...times.map(([start]) => start));
  const span = Math.max(60_000, ...times.map(([, end]) => end - from));
  const across = (at: number): number => rim + ((at - from) / span) * (size - 2 * rim);
  return (
    <svg className={styles.line} viewBox={`0 0 ${size} 64`} role="img" aria-label={label}>
      <path className={styles.bar} d={`M8 32H${size - 8}`} />
      {times.map(([start, end], at) => (
        <g key={at} className={at === 0 ? styles.one : styles.other}>
          <rect
            x={across(start) - 2}
            y={at === 0 ? 12 : 36}
            width={across(end) - across(start) + 4}
            height="16"
            rx="3"
          />
          <text x={across(start) - 8} y={at === 0 ? 25 : 49} textAnchor="end">
            {at === 0 ? 'A' : 'B'}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Metres east and south of `origin`, with the 95 % ellipse of the covariance (its eigenvalues and first axis). */
function ellipseOf(estimate: Estimate, origin: Estimate): Ellipse {
  const { covEE, covEN, covNN } = estimate;
  const middle = (covEE + covNN) / 2;
  const off = Math.hypot((covEE - covNN) / 2, covEN);
  const toEast = Math.cos((origin.lat * Math.PI) / 180);
  return {
    x: (estimate.lon - origin.lon) * metresPerDegree * toEast,
    y: (origin.lat - estimate.lat) * metresPerDegree,
    a: sigmas95 * Math.sqrt(middle + off),
    b: sigmas95 * Math.sqrt(Math.max(0, middle - off)),
    turn: (-Math.atan2(2 * covEN, covEE - covNN) / 2) * (180 / Math.PI),
  };
}

/** The largest of 1, 2, 5 × 10ⁿ that is not more. */
function roundDown(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return ([5, 2, 1].find((step) => step * power <= metres) ?? 1) * power;
}
