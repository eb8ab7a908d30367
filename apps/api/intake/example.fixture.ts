import type { TestApi } from '../testing/api.js';

/** A good report of the test mission; every call has another id. */
export function exampleReport(api: TestApi, change: Record<string, unknown> = {}): Record<string, unknown> {
  const { mission, ids, clock } = api.deps;
  const means = mission.means.find((m) => m.by === 'person')!;
  const start = new Date(clock.now().getTime() - 3600_000).toISOString();
  const [lon, lat] = mission.lines[0]!.coordinates[0]![0]!;
  return {
    id: ids.next(),
    kind: mission.eventKinds[0]!.id,
    means: means.id,
    start,
    end: new Date(Date.parse(start) + 60_000).toISOString(),
    place: { type: 'fix', lat, lon, precisionMetres: 50 },
    text: 'Two bangs.',
    ...change,
  };
}

/** The same as an observation by a machine. */
export function exampleObservation(api: TestApi, change: Record<string, unknown> = {}): Record<string, unknown> {
  const means = api.deps.mission.means.find((m) => m.by === 'machine')!;
  const { text: _text, ...report } = exampleReport(api);
  return { ...report, means: means.id, platformId: 'mast-7', confidence: 0.8, ...change };
}
