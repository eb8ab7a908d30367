import fc from 'fast-check';
import { inventedMission } from '../../../test/evaluate/mission.js';
import { makeGeography } from '../geo/geography.js';
import type { Sighting } from '../intake/types.js';
import { incidentFields, urgencyOf } from './incident.js';
import { countIndependent } from './sources.js';

const mission = inventedMission();
const geography = makeGeography(mission);
let count = 0;

function sighting(change: Partial<Sighting> = {}): Sighting {
  const place = { lat: -41.2, lon: 61.4 };
  return {
    id: `s${String(++count).padStart(4, '0')}`,
    type: 'report',
    submittedBy: 'someone',
    provider: 'mission',
    patrolId: null,
    platformId: null,
    sensor: null,
    kind: 'explosion',
    means: 'heard',
    weapon: null,
    count: null,
    countIsAtLeast: false,
    start: '2026-03-05T08:00:00.000Z',
    end: '2026-03-05T08:01:00.000Z',
    sourceTime: null,
    receivedAt: '2026-03-05T09:00:00.000Z',
    said: { type: 'fix', ...place, precisionMetres: 500 },
    estimate: { ...place, covEE: 250_000, covEN: 0, covNN: 250_000, method: 'fix' },
    sector: 'all',
    zones: [],
    side: {},
    ...geography.cellsOf(place),
    text: null,
    allegedParty: null,
    casualties: null,
    civilianObject: false,
    confidence: null,
    evidence: [],
    quotes: null,
    flags: [],
    reportingDay: '2026-03-05',
    reportingWeek: '2026-W10',
    sha256: '',
    packDigest: '',
    ...change,
  };
}

function fieldsOf(list: Sighting[]) {
  const fields = incidentFields(mission, geography, list);
  expect(urgencyOf(mission, geography, list)).toBe(fields.urgency);
  return fields;
}

describe('what an incident is by its sightings', () => {
  it('takes the kind that best explains all that was said, seeing before hearing', () => {
    const heard = sighting({ patrolId: 'a', kind: 'explosion' });
    const seen = sighting({ patrolId: 'b', kind: 'impact', means: 'seen' });
    // An impact is often heard as an explosion (0.25), an explosion seldom seen as an impact (0.12).
    expect(fieldsOf([heard, seen]).kind).toBe('impact');
    expect(fieldsOf([heard, sighting({ patrolId: 'c', kind: 'explosion' })]).kind).toBe('explosion');
  });

  it('narrows the place with independent sources and not with one that repeats itself', () => {
    const spread = (list: Sighting[]) => fieldsOf(list).estimate.covEE;
    expect(spread([sighting({ patrolId: 'a' }), sighting({ patrolId: 'b' })])).toBeCloseTo(125_000, -1);
    expect(spread([sighting({ patrolId: 'a' }), sighting({ patrolId: 'a' })])).toBeCloseTo(250_000, -1);
  });

  it('names an alleged party only where all who name one agree', () => {
    const said = (party: string | null) => sighting({ allegedParty: party });
    expect(fieldsOf([said('north'), said(null), said('north')]).allegedParty).toBe('north');
    expect(fieldsOf([said('north'), said('south')]).allegedParty).toBeNull();
    expect(fieldsOf([said(null)]).allegedParty).toBeNull();
  });

  it('takes the most casualties of each sort, and weighs them', () => {
    const calm = fieldsOf([sighting()]);
    const hurt = fieldsOf([
      sighting({ casualties: { killed: 0, injured: 4 } }),
      sighting({ casualties: { killed: 1, injured: 2 } }),
    ]);
    expect(hurt.casualties).toEqual({ killed: 1, injured: 4 });
    expect(hurt.harm).toBeGreaterThan(calm.harm);
    expect(hurt.urgency).toBeGreaterThan(calm.urgency);
    expect(hurt.harm).toBeLessThanOrEqual(1);
  });

  it('counts patrols, platforms and providers once, and neither quotes nor what a party supplies', () => {
    const first = sighting({ patrolId: 'a' });
    const list = [
      first,
      sighting({ patrolId: 'a' }),
      sighting({ platformId: 'camera-1', means: 'camera' }),
      sighting({ provider: 'public' }),
      sighting({ provider: 'public', submittedBy: 'another' }),
      sighting({ provider: 'party:north' }),
      sighting({ quotes: first.id, submittedBy: 'a third' }),
    ];
    expect(countIndependent(list)).toBe(3);
  });

  it('keeps the time of the sharpest clocks beside a quarter of an hour that was told', () => {
    const told = sighting({ means: 'told', start: '2026-03-05T07:45:00.000Z', end: '2026-03-05T08:15:00.000Z' });
    const { start, end } = fieldsOf([told, sighting({ patrolId: 'a' })]);
    expect([start, end]).toEqual(['2026-03-05T08:00:00.000Z', '2026-03-05T08:01:00.000Z']);
    expect(fieldsOf([told]).start).toBe(told.start);
  });

  it('does not depend on the order of the sightings, and swaps with the parties', () => {
    const any = fc.record({
      kind: fc.constantFrom('explosion', 'impact', 'shot'),
      means: fc.constantFrom('heard', 'seen', 'camera', 'told'),
      patrolId: fc.constantFrom('a', 'b', null),
      allegedParty: fc.constantFrom('north', 'south', null),
      weapon: fc.constantFrom('rifle', 'gun', null),
      civilianObject: fc.boolean(),
    });
    const other = inventedMission(['south', 'north']);
    const swap = (party: string | null) => (party === null ? null : party === 'north' ? 'south' : 'north');
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (list) => {
        const rows = list.map((change) => sighting(change));
        const fields = fieldsOf(rows);
        expect(fieldsOf([...rows].reverse())).toEqual(fields);
        const mirrored = incidentFields(
          other,
          makeGeography(other),
          rows.map((r) => ({ ...r, allegedParty: swap(r.allegedParty) })),
        );
        expect(mirrored).toEqual({
          ...fields,
          allegedParty: swap(fields.allegedParty),
          side: { north: fields.side['south'], south: fields.side['north'] },
        });
      }),
      { numRuns: 60 },
    );
  });
});
