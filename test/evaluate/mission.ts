import { exampleVerification } from '#core/mission/verification/example.fixture.js';
import type { EventKind, Means, Mission, Position } from '#core/mission/types.js';

/** An invented mission for measurements: a bent line of some 1,200 km on no map, two parties, six kinds of event. */
export function inventedMission(parties: [string, string] = ['north', 'south']): Mission {
  const [left, right] = parties;
  const en = (text: string) => ({ en: text });
  const kind = (
    id: string,
    category: EventKind['category'],
    harm: number,
    seconds: number,
    confusedWith: Record<string, number> = {},
  ): EventKind => ({ id, name: en(id), category, harm, durationSeconds: seconds, confusedWith });
  const means = (id: string, by: Means['by'], rangeMetres: number, needsLineOfSight: boolean): Means => ({
    id,
    name: en(id),
    by,
    rangeMetres,
    needsLineOfSight,
    source: 'invented',
  });
  const corners: Position[] = [
    { lat: -42, lon: 60 },
    { lat: -41.2, lon: 61.4 },
    { lat: -41.6, lon: 63 },
    { lat: -40.6, lon: 64.2 },
    { lat: -40.9, lon: 66 },
    { lat: -42.3, lon: 67.5 },
    { lat: -41.7, lon: 70.5 },
    { lat: -42.4, lon: 73 },
  ];
  return {
    id: 'invented',
    name: en('Invented mission'),
    leadOrganisation: en('Nobody'),
    ceasefireFrom: '2026-03-02T00:00:00.000Z',
    languages: ['en'],
    calendar: { timeZone: 'UTC', dayEnds: '18:00', weekEndsOn: 7 },
    parties: parties.map((id) => ({ id, name: en(id), adjective: en(id) })),
    provisions: [],
    lines: [
      {
        id: 'first',
        effectiveFrom: '2026-03-02T00:00:00.000Z',
        label: en('first'),
        coordinates: [corners.map((p): [number, number] => [p.lon, p.lat])],
        left,
        right,
        sigmaMetres: 200,
        illustrative: true,
      },
    ],
    sectors: [
      {
        id: 'all',
        name: en('all'),
        polygons: [
          [
            [
              [59, -43],
              [74, -43],
              [74, -39.5],
              [59, -39.5],
              [59, -43],
            ],
          ],
        ],
      },
    ],
    zones: [],
    settlements: [{ id: 'camp', name: en('Camp'), lat: -41.5, lon: 62, radiusMetres: 800, population: 100 }],
    eventKinds: [
      kind('explosion', 'ceasefire', 0.6, 5, { impact: 0.12, burst: 0.03 }),
      kind('impact', 'ceasefire', 0.8, 5, { explosion: 0.25 }),
      kind('burst', 'ceasefire', 0.4, 30, { shot: 0.12, explosion: 0.02 }),
      kind('shot', 'ceasefire', 0.3, 5, { burst: 0.12 }),
      kind('drone-flight', 'flight', 0.2, 600),
      kind('weapon-seen', 'weapons', 0.2, 1800),
    ],
    means: [
      means('heard', 'person', 9000, false),
      means('seen', 'person', 4000, true),
      means('camera', 'machine', 6000, true),
      means('drone', 'machine', 7000, true),
      means('satellite', 'machine', 1_000_000, true),
      means('told', 'person', 50_000, false),
    ],
    weapons: [
      {
        id: 'rifle',
        name: en('rifle'),
        weaponClass: 'small',
        rangeMetres: 800,
        audibleMetres: 3500,
        source: 'invented',
      },
      {
        id: 'mortar',
        name: en('mortar'),
        weaponClass: 'mortar',
        rangeMetres: 7000,
        audibleMetres: 8000,
        source: 'invented',
      },
      { id: 'gun', name: en('gun'), weaponClass: 'gun', rangeMetres: 24000, audibleMetres: 15000, source: 'invented' },
    ],
    escalation: [],
    thresholds: {
      fusion: { joinLogRatio: 0, maxMetres: 15_000, maxSeconds: 3600, baseRatePerKm2Hour: 0.0001 },
      verification: { minIndependentSources: 2, machineConfidence: 0.8 },
      triage: { staleHours: 24, claimMinutes: 30 },
      intake: { futureToleranceMinutes: 10, oldestDays: 90 },
      escalation: { acknowledgeMinutes: 60, replyHours: 48 },
    },
    verification: exampleVerification,
    digest: 'invented',
  };
}
