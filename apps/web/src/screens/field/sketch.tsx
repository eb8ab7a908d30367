import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { inLanguage, type Localised } from '../../parts/mission.js';
import { distanceText } from '../../parts/place.js';
import styles from './field.module.css';
import { bands, sharpness, type Values } from './values.js';

interface Settlement {
  name: Localised;
  lat: number;
  lon: number;
}

const keptKey = 'linewatch.settlements';
const metresPerDegree = 111_195;
const half = 150;

/** Names of places are public: kept, so that the picture has them without a network. */
async function askForSettlements({ signal }: { signal: AbortSignal }): Promise<Settlement[]> {
  try {
    const { data } = await api.GET('/v1/map/geography', { signal });
    const settlements = data!.settlements.map(({ name, lat, lon }) => ({ name, lat, lon }) as Settlement);
    localStorage.setItem(keptKey, JSON.stringify(settlements));
    return settlements;
  } catch (error) {
    const kept = isProblem(error, 'unreachable') ? localStorage.getItem(keptKey) : null;
    if (kept !== null) return JSON.parse(kept) as Settlement[];
    throw error;
  }
}

/** What was entered, drawn as one enters it: where one stands, the direction with its spread, and the places around. */
export function Sketch({ values }: { values: Values }) {
  const { t, i18n } = useTranslation('field');
  const { data: settlements } = useQuery({
    queryKey: ['settlements'],
    queryFn: askForSettlements,
    staleTime: Infinity,
  });
  const { position, bearing } = values;
  if (!position) return <p className={styles.quiet}>{t('sketch.none')}</p>;
  const isAway = values.where === 'away' && values.restriction === null;
  const band = isAway ? bands.find(({ id }) => id === values.band) : undefined;
  const reach = Math.max(2_000, band?.toMetres ?? (isAway ? 10_000 : 2_000), position.precisionMetres * 3) * 1.15;
  const scale = half / reach;
  const around = (settlements ?? []).flatMap(({ name, lat, lon }) => {
    const x = (lon - position.lon) * metresPerDegree * Math.cos((position.lat * Math.PI) / 180) * scale;
    const y = (position.lat - lat) * metresPerDegree * scale;
    return Math.hypot(x, y) < half * 1.2 ? [{ x, y, name: inLanguage(name, i18n.language) }] : [];
  });
  const rings = [reach / 2, reach / 1.15];
  const description = [
    t('sketch.label'),
    isAway && bearing !== null ? `${bearing}°` : '',
    band ? `${distanceText(i18n.language, band.fromMetres)} – ${distanceText(i18n.language, band.toMetres)}` : '',
  ].join(' ');
  return (
    <svg viewBox="-170 -170 340 340" role="img" aria-label={description} className={styles.sketch}>
      {rings.map((metres) => (
        <g key={metres}>
          <circle r={metres * scale} className={styles.ring} />
          <text y={metres * scale - 4} className={styles.ringName}>
            {distanceText(i18n.language, metres)}
          </text>
        </g>
      ))}
      {isAway && bearing !== null && (
        <path
          d={wedge(
            bearing,
            2 * sharpness[values.sharpness],
            (band?.fromMetres ?? 0) * scale,
            (band?.toMetres ?? reach) * scale,
          )}
          className={styles.wedge}
        />
      )}
      {around.map(({ x, y, name }) => (
        <g key={`${x} ${y}`}>
          <circle cx={x} cy={y} r="3" className={styles.settlement} />
          <text x={x} y={y - 6} className={styles.ringName}>
            {name}
          </text>
        </g>
      ))}
      <circle r={Math.max(4, position.precisionMetres * scale)} className={styles.precision} />
      <circle r="4" className={styles.observer} />
      <text y={-half - 8} className={styles.wind}>
        {t('winds.n')}
      </text>
    </svg>
  );
}

/** Part of a ring around the middle: `spread` degrees to either side of the bearing, between two radii. */
function wedge(bearing: number, spread: number, from: number, to: number): string {
  const at = (degrees: number, radius: number): string => {
    const angle = ((degrees - 90) * Math.PI) / 180;
    return `${(Math.cos(angle) * radius).toFixed(1)} ${(Math.sin(angle) * radius).toFixed(1)}`;
  };
  const [a, b] = [bearing - spread, bearing + spread];
  const large = spread > 90 ? 1 : 0;
  return `M${at(a, from)} L${at(a, to)} A${to} ${to} 0 ${large} 1 ${at(b, to)} L${at(b, from)} A${from} ${from} 0 ${large} 0 ${at(a, from)} Z`;
}
