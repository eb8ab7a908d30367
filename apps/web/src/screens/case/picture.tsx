import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loading } from '../../parts/loading.js';
import { inLanguage } from '../../parts/mission.js';
import { distanceText } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { useHasScreen } from '../../session/my-screens.js';
import { askForGeography, askForShapes, type Geography, type Shapes } from './ask.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { mapAddress, projectionAround, radiusOf95, scaleLength, type Project } from './projection.js';
import { Section } from './section.js';

const width = 720;
const height = 480;

/** A small map: what each source covers, the estimate, the line as it ran then, and places around. */
export function Picture() {
  const { t } = useTranslation('case');
  const { page } = useCase();
  const { incident } = page;
  const hasMap = useHasScreen('map');
  const geography = useQuery({
    queryKey: ['geography'],
    queryFn: ({ signal }) => askForGeography(signal),
    staleTime: Infinity,
  });
  const shapes = useQuery({
    queryKey: ['case', incident.id, 'shape'],
    queryFn: ({ signal }) => askForShapes(incident.id, signal),
  });
  const error = geography.error ?? shapes.error;
  const retry = (): void => {
    if (geography.error) void geography.refetch();
    if (shapes.error) void shapes.refetch();
  };
  return (
    <Section id="picture" actions={hasMap && <Link to={mapAddress(incident)}>{t('onMap')}</Link>}>
      {error && <Problem error={error} onRetry={retry} />}
      {!error && !(geography.data && shapes.data) && <Loading />}
      {geography.data && shapes.data && <Drawing geography={geography.data} shapes={shapes.data} />}
    </Section>
  );
}

function Drawing({ geography, shapes }: { geography: Geography; shapes: Shapes }) {
  const { t, i18n } = useTranslation('case');
  const { incident } = useCase().page;
  const project = projectionAround(incident.estimate);
  const half = extentOf(shapes, project, radiusOf95(incident.estimate));
  const scale = height / (2 * half);
  const onPaper: Project = (lon, lat) => {
    const [east, south] = project(lon, lat);
    return [width / 2 + east * scale, height / 2 + south * scale];
  };
  const pathOf = (points: readonly number[][], isClosed: boolean): string =>
    `M${points
      .map(([lon, lat]) =>
        onPaper(lon!, lat!)
          .map((v) => v.toFixed(1))
          .join(' '),
      )
      .join('L')}${isClosed ? 'Z' : ''}`;
  // The version of each line that held when it happened.
  const lines = geography.lines.filter(
    (line) =>
      line.effectiveFrom <= incident.start &&
      !geography.lines.some(
        (other) =>
          other.id === line.id && other.effectiveFrom > line.effectiveFrom && other.effectiveFrom <= incident.start,
      ),
  );
  const places = geography.settlements
    .map((settlement) => ({ settlement, at: onPaper(settlement.lon, settlement.lat) }))
    .filter(({ at: [x, y] }) => x > 8 && x < width - 8 && y > 16 && y < height - 8)
    .sort((a, b) => (b.settlement.population ?? 0) - (a.settlement.population ?? 0))
    .slice(0, 25);
  const length = scaleLength(width / scale);
  return (
    <figure className={styles.picture}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="picture-words">
        <rect className={styles.ground} width={width} height={height} />
        {geography.sectors.flatMap(({ id, polygons }) =>
          polygons.map(([outer], index) =>
            outer ? <path key={`${id} ${index}`} className={styles.sector} d={pathOf(outer, true)} /> : null,
          ),
        )}
        {lines.flatMap((line) =>
          line.coordinates.map((part, index) => (
            <path key={`${line.id} ${index}`} className={styles.line} d={pathOf(part, false)} />
          )),
        )}
        {shapes.features.map(({ geometry, properties }, index) => {
          if (geometry.type === 'Point') {
            const [x, y] = onPaper(geometry.coordinates[0]!, geometry.coordinates[1]!);
            return <path key={index} className={styles.observer} d={`M${x} ${y - 7}l6 12h-12Z`} />;
          }
          const look = properties.of === 'incident' ? styles.estimate : styles.covered;
          return (
            <path key={index} className={look} d={geometry.coordinates.map((ring) => pathOf(ring, true)).join('')} />
          );
        })}
        <path className={styles.cross} d={`M${width / 2 - 8} ${height / 2}h16M${width / 2} ${height / 2 - 8}v16`} />
        {places.map(({ settlement, at: [x, y] }) => (
          <g key={settlement.id} className={styles.place}>
            <circle cx={x} cy={y} r="3" />
            <text x={x + 6} y={y - 4} direction="ltr">
              {inLanguage(settlement.name, i18n.language)}
            </text>
          </g>
        ))}
        <g className={styles.scale} transform={`translate(16 ${height - 16})`}>
          <path d={`M0 -6V0H${(length * scale).toFixed(1)}V-6`} />
          <text x="4" y="-10" direction="ltr">
            {distanceText(i18n.language, length)}
          </text>
        </g>
        <g className={styles.scale} transform={`translate(${width - 24} 34)`}>
          <path d="M0 8V-18M-5 -10L0 -18L5 -10" />
        </g>
      </svg>
      <figcaption id="picture-words">
        {t('picture.words', {
          radius: distanceText(i18n.language, radiusOf95(incident.estimate)),
          places: places
            .slice(0, 5)
            .map(({ settlement }) => inLanguage(settlement.name, i18n.language))
            .join(', '),
        })}
      </figcaption>
    </figure>
  );
}

/** How far the picture reaches from its middle, metres: all shapes, at least 1.5 km and at most 60 km. */
function extentOf(shapes: Shapes, project: Project, radius: number): number {
  const points = shapes.features.flatMap(({ geometry }) =>
    geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates.flat(),
  );
  const far = points.map(([lon, lat]) => {
    const [east, south] = project(lon!, lat!);
    return Math.max(Math.abs(south), (Math.abs(east) * height) / width);
  });
  return Math.min(60_000, 1.15 * Math.max(1_500, radius, ...far));
}
