import type { EditionContent } from '#core/compliance/edition-types.js';

/** Marks that turn the direction of text and separators that some readers take for line ends: written as escapes. */
// oxlint-disable-next-line no-control-regex
const escaped = /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

function json(value: unknown): string {
  const escape = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 1).replace(escaped, escape)}\n`;
}

/** Incidents as GeoJSON (RFC 7946), as coarse as the variant allows, with the names of the mission's languages beside the ids. */
export function editionGeojson(content: EditionContent): string {
  const name = (of: 'kind' | 'sector' | 'party', id: string) => content.names[of][id]?.name ?? null;
  const features = content.features.map((one) => ({
    type: 'Feature',
    id: one.id,
    geometry: { type: 'Point', coordinates: [one.lon, one.lat] },
    properties: {
      uncertainty_metres: one.uncertaintyMetres,
      kind: one.kind,
      sector: one.sector,
      party: one.party,
      standing: one.standing,
      reporting_day: one.day,
    },
  }));
  const used = (of: 'kind' | 'sector' | 'party') =>
    Object.fromEntries([...new Set(content.features.map((one) => one[of]))].sort().map((id) => [id, name(of, id)]));
  return json({
    type: 'FeatureCollection',
    features,
    linewatch: {
      week: content.week,
      version: content.version,
      variant: content.variant,
      party: content.party,
      demo: content.demo,
      frozen: content.frozen,
      cutoff: content.cutoff,
      tree_root: content.treeRoot,
      names: { kind: used('kind'), sector: used('sector'), party: used('party') },
    },
  });
}
