import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../parts/mission.js';
import { linesOf, namePlaces, sectorsOf, settlementsOf, zonesOf, type Geography, type Watched } from './geography.js';
import { findId, type Points } from './points.js';
import { askForTiles, noTiles } from './points-desk.js';
import type { SourceName } from './style.js';
import type { Chosen, Span } from './view.js';

const nothing: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

interface Content {
  geography: Geography;
  watched: Watched | null;
  incidents: Points | null;
  sightings: Points | null;
  shapes: readonly GeoJSON.Feature[];
  chosen: Chosen | null;
  span: Span;
}

/** GeoJSON, or the address of tiles. */
export type SourceData = GeoJSON.GeoJSON | string;

/** Tiles of those that began in [from, to), made beside the page; what is drawn stays until they are there. */
function useTiles(of: Points['of'], points: Points | null, from: number, to: number): string {
  const [tiles, setTiles] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    if (points)
      void askForTiles(of, from, to).then((made) => {
        if (made !== null && !isGone) setTiles(made);
      });
    return () => {
      isGone = true;
    };
  }, [of, points, from, to]);
  return points === null || tiles === null ? noTiles(of) : tiles;
}

/** What the map draws, by source; a part is another object only where it has changed. */
export function useSources(content: Content): Partial<Record<SourceName, SourceData>> {
  const { geography, watched, incidents, sightings, shapes, chosen, span } = content;
  const { i18n, t } = useTranslation('map');
  const { word } = useNames();
  const { language } = i18n;
  const { shownFrom, shownTo } = span;
  const places = useMemo(() => {
    const zones = zonesOf(geography, word);
    return { zones, settlements: settlementsOf(geography, word) };
    // The words change with the language alone.
  }, [geography, language]);
  const lines = useMemo(() => linesOf(geography, word, shownTo), [geography, language, shownTo]);
  const areas = useMemo(() => {
    const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    const sectors = sectorsOf(geography, word, watched, (hours) => t('hours', { hours: figure.format(hours) }));
    const named = (of: string, { features }: GeoJSON.FeatureCollection): GeoJSON.Feature[] =>
      features.map((one) => ({ ...one, properties: { ...one.properties, of } }));
    const names: GeoJSON.FeatureCollection = {
      type: 'FeatureCollection',
      features: [...named('sectors', namePlaces(sectors)), ...named('zones', namePlaces(places.zones))],
    };
    return { sectors, names };
  }, [geography, language, watched, places.zones]);
  const incidentPoints = useTiles('incident', incidents, shownFrom, shownTo);
  const sightingPoints = useTiles('sighting', sightings, shownFrom, shownTo);
  const covered = useMemo<GeoJSON.FeatureCollection>(
    () => ({ type: 'FeatureCollection', features: [...shapes] }),
    [shapes],
  );
  const ring = useMemo<GeoJSON.GeoJSON>(() => {
    const points = chosen?.of === 'incident' ? incidents : sightings;
    const i = chosen && points ? findId(points, chosen.id) : -1;
    if (!points || i < 0) return nothing;
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [points.lon[i]!, points.lat[i]!] },
      properties: {},
    };
  }, [chosen?.of, chosen?.id, incidents, sightings]);
  return useMemo(
    () => ({
      ...places,
      ...areas,
      lines,
      incidents: incidentPoints,
      sightings: sightingPoints,
      shapes: covered,
      chosen: ring,
    }),
    [places, areas, lines, incidentPoints, sightingPoints, covered, ring],
  );
}
