import { useMemo, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { useGeography, type Geography } from './data.js';
import styles from './liaison.module.css';

/** Degrees as typed. */
export interface Corner {
  lat: string;
  lon: string;
}

const width = 640;
/** More names would hide each other. */
const mostNames = 12;
const whole = 'all';

/** Equirectangular around the middle of what is shown: at this size no one sees the difference. */
interface View {
  height: number;
  x(lon: number): number;
  y(lat: number): number;
  lon(x: number): number;
  lat(y: number): number;
}

function viewOf(geography: Geography, sector: string): View {
  const chosen = geography.sectors.filter(({ id }) => sector === whole || id === sector);
  const points = chosen.flatMap(({ polygons }) => polygons.flat(2)) as [number, number][];
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = Math.max(most(lons) - least(lons), most(lats) - least(lats)) * 0.05;
  const [west, south, east, north] = [
    least(lons) - margin,
    least(lats) - margin,
    most(lons) + margin,
    most(lats) + margin,
  ];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * squeeze);
  return {
    height: (north - south) * scale,
    x: (lon) => (lon - west) * squeeze * scale,
    y: (lat) => (north - lat) * scale,
    lon: (x) => west + x / squeeze / scale,
    lat: (y) => north - y / scale,
  };
}

/** Line, sectors and settlements of the agreement; a press sets the next corner. */
export function AreaMap({ corners, onAdd }: { corners: readonly Corner[]; onAdd(corner: Corner): void }) {
  const { t } = useTranslation('liaison');
  const names = useNames();
  const { data, error, refetch } = useGeography();
  const [sector, setSector] = useState(whole);
  const view = useMemo(() => data && viewOf(data, sector), [data, sector]);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || !view) return <Loading />;
  const press = (event: PointerEvent<SVGSVGElement>): void => {
    // The drawing may be narrower than its frame: the browser knows where it put it.
    const matrix = event.currentTarget.getScreenCTM();
    if (!matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    // To about a metre.
    onAdd({ lat: view.lat(y).toFixed(5), lon: view.lon(x).toFixed(5) });
  };
  const drawn = corners
    .map(({ lat, lon }) => [view.x(Number(lon)), view.y(Number(lat))] as const)
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  return (
    <div className={styles.map}>
      <Select
        label={t('area.show')}
        choices={[
          { id: whole, label: t('area.whole') },
          ...data.sectors.map(({ id, name }) => ({ id, label: names.word(name) })),
        ]}
        value={sector}
        onChange={setSector}
      />
      <svg
        viewBox={`0 0 ${width} ${view.height}`}
        role="img"
        aria-label={t('area.mapLabel')}
        className={styles.drawing}
        onPointerDown={press}
      >
        <Ground geography={data} view={view} />
        {drawn.length > 1 && <polygon className={styles.area} points={drawn.map((point) => point.join()).join(' ')} />}
        {drawn.map(([x, y], at) => (
          <g key={at}>
            <circle cx={x} cy={y} r={9} className={styles.corner} />
            <text x={x} y={y} className={styles.cornerNumber}>
              {at + 1}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Ground({ geography, view }: { geography: Geography; view: View }) {
  const names = useNames();
  const path = (points: readonly (readonly number[])[]): string =>
    points
      .map(([lon, lat], i) => `${i === 0 ? 'M' : 'L'}${view.x(lon!).toFixed(1)} ${view.y(lat!).toFixed(1)}`)
      .join('');
  const inSight = geography.settlements.filter(({ lat, lon }) => {
    const [x, y] = [view.x(lon), view.y(lat)];
    return x >= 0 && x <= width && y >= 0 && y <= view.height;
  });
  const named = [...inSight].sort((a, b) => (b.population ?? 0) - (a.population ?? 0)).slice(0, mostNames);
  // Of the line's versions the newest in force.
  const [line] = geography.lines
    .filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= Date.now())
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return (
    <>
      {geography.sectors.map(({ id, polygons }) => (
        <path
          key={id}
          className={styles.sector}
          d={polygons
            .flat()
            .map((ring) => `${path(ring)}Z`)
            .join('')}
        />
      ))}
      {line && <path className={styles.line} d={line.coordinates.map(path).join('')} />}
      {inSight.map(({ id, lat, lon }) => (
        <circle key={id} cx={view.x(lon)} cy={view.y(lat)} r={2.5} className={styles.settlement} />
      ))}
      {named.map(({ id, lat, lon, name }) => (
        <text key={id} x={view.x(lon)} y={view.y(lat) - 6} className={styles.settlementName}>
          {names.word(name)}
        </text>
      ))}
    </>
  );
}
