import { englishOf, type Said } from '../../said.js';
import { exampleMission, examplePlace, exampleSighting as sighting } from '../example.fixture.js';
import { countIndependent } from '../../fusion/sources.js';
import { checkIndependence } from './independence.js';
import { checkPlausibleRange, horizonMetres } from './plausible-range.js';
import { checkPlausibleTime } from './plausible-time.js';

const words = ({ reason }: { reason: Said[] }): string => englishOf(...reason);

describe('independence of sources', () => {
  it('two patrols that neither quote nor share anything are two sources', () => {
    const check = checkIndependence([sighting('a'), sighting('b')], 2);
    expect(check.result).toBe('pass');
    expect(words(check)).toBe('Independent sources: 2 in 2 sightings; needed: 2.');
  });

  it('two reports of one patrol are one source, and it says so', () => {
    const check = checkIndependence([sighting('a', { patrolId: 'p7' }), sighting('b', { patrolId: 'p7' })], 2);
    expect(check.result).toBe('unknown');
    expect(words(check)).toContain('Not independent: a, b (same patrol p7)');
  });

  it('two records of one drone are one source', () => {
    const drone = { type: 'observation', patrolId: null, platformId: 'uav-1' } as const;
    expect(countIndependent([sighting('a', drone), sighting('b', drone)])).toBe(1);
  });

  it('two pictures from one ally are one source, from two allies two', () => {
    const picture = (id: string, provider: string) => sighting(id, { provider, patrolId: null, platformId: id });
    expect(countIndependent([picture('a', 'ally:x'), picture('b', 'ally:x')])).toBe(1);
    expect(countIndependent([picture('a', 'ally:x'), picture('b', 'ally:y')])).toBe(2);
  });

  it('a report that quotes another adds nothing, and neither do two that quote the same outside item', () => {
    expect(countIndependent([sighting('a'), sighting('b', { quotes: 'a' })])).toBe(1);
    expect(countIndependent([sighting('a', { quotes: 'http-1' }), sighting('b', { quotes: 'http-1' })])).toBe(1);
  });

  it('dependence carries over: same patrol as one, same platform as the other', () => {
    const all = [
      sighting('a', { patrolId: 'p1', platformId: null }),
      sighting('b', { patrolId: 'p1', platformId: 'uav-1' }),
      sighting('c', { patrolId: null, platformId: 'uav-1' }),
    ];
    expect(countIndependent(all)).toBe(1);
    expect(countIndependent([...all].reverse())).toBe(1);
  });

  it('a list sent in by one clerk keeps its patrols apart', () => {
    expect(countIndependent([sighting('a', { submittedBy: 'clerk' }), sighting('b', { submittedBy: 'clerk' })])).toBe(
      2,
    );
    const bare = { submittedBy: 'clerk', patrolId: null };
    expect(countIndependent([sighting('a', bare), sighting('b', bare)])).toBe(1);
  });

  it('what either party supplies, or somebody repeats of it, does not count', () => {
    for (const party of ['north', 'south']) {
      const claim = sighting('a', { provider: `party:${party}` });
      const check = checkIndependence([claim, sighting('b', { quotes: 'a' })], 2);
      expect(check.result).toBe('fail');
      expect(words(check)).toContain('all of it comes from a party');
    }
    expect(
      countIndependent([sighting('a', { provider: 'party:north' }), sighting('b', { provider: 'party:south' })]),
    ).toBe(0);
  });
});

describe('plausible time', () => {
  const judge = (given: Parameters<typeof sighting>[1]) => checkPlausibleTime([sighting('a', given)], exampleMission);

  it('received twenty minutes after it began: passes', () => {
    expect(judge({}).result).toBe('pass');
  });

  it('received before it happened: fails beyond the tolerance of five minutes, passes within', () => {
    expect(words(judge({ receivedAt: '2026-03-02T09:54:00.000Z' }))).toContain('received 6 min before it happened');
    expect(judge({ receivedAt: '2026-03-02T09:56:00.000Z' }).result).toBe('pass');
  });

  it('ended before the ceasefire: fails and is listed as such; straddling it: unknown', () => {
    const before = judge({ start: '2025-12-31T20:00:00.000Z', end: '2025-12-31T21:00:00.000Z' });
    expect([before.result, before.inputs.beforeCeasefire]).toEqual(['fail', ['a']]);
    expect(judge({ start: '2025-12-31T23:00:00.000Z', end: '2026-01-01T01:00:00.000Z' }).result).toBe('unknown');
  });

  it('received 41 days later: unknown, too old', () => {
    const old = judge({ receivedAt: '2026-04-12T10:00:00.000Z' });
    expect([old.result, old.inputs.tooOld]).toEqual(['unknown', ['a']]);
    expect(words(old)).toContain('41.0 days');
  });

  it('an interval that ends before it starts fails; one of two days says too little', () => {
    expect(judge({ end: '2026-03-02T09:00:00.000Z' }).result).toBe('fail');
    expect(judge({ end: '2026-03-04T10:00:00.000Z', receivedAt: '2026-03-04T11:00:00.000Z' }).result).toBe('unknown');
  });
});

describe('plausible range', () => {
  const judge = (given: Parameters<typeof sighting>[1], place = examplePlace()) =>
    checkPlausibleRange([sighting('a', given)], place, exampleMission);
  /** Observer `km` kilometres south of 50.1 N (one degree of latitude is 111.2 km there). */
  const from = (km: number) => ({
    type: 'bearing_range' as const,
    observer: { lat: 50.1 - km / 111.23, lon: 11 },
    bearing: 0,
  });

  it('a rifle heard from 2 km passes, from 8 km fails, and a howitzer from 8 km passes', () => {
    expect(judge({ means: 'heard', weapon: 'rifle', said: from(2) }).result).toBe('pass');
    const far = judge({ means: 'heard', weapon: 'rifle', said: from(8) });
    expect(far.result).toBe('fail');
    expect(words(far)).toContain('8.0 km away');
    expect(words(far)).toContain('beyond the 3.0 km at which "rifle" is heard');
    expect(judge({ means: 'heard', weapon: 'howitzer', said: from(8) }).result).toBe('pass');
  });

  it('an unknown weapon heard beyond the reach of hearing: doubtful at 12 km, impossible at 21 km', () => {
    expect(judge({ means: 'heard', said: from(12) }).result).toBe('unknown');
    expect(judge({ means: 'heard', said: from(21) }).result).toBe('fail');
  });

  it('a place known only to within 3 km gets the benefit of two standard deviations', () => {
    expect(judge({ means: 'heard', weapon: 'rifle', said: from(8) }, examplePlace(50.1, 11, 3000)).result).toBe('pass');
  });

  it('seen from the ground: 15 km passes, 20 km only from a height not stated, beyond 25 km never', () => {
    expect(judge({ said: from(15) }).result).toBe('pass');
    const roof = judge({ said: from(20) });
    expect(roof.result).toBe('unknown');
    expect(words(roof)).toMatch(/over the 17\.\d km horizon from 2 m height; \d+ m would be needed/);
    expect(judge({ said: from(26) }).result).toBe('fail');
  });

  it('a drone at 10 m cannot see 29 km, at 300 m it can', () => {
    const drone = (altitudeMetres: number) => ({
      means: 'drone',
      said: {
        type: 'look_vector' as const,
        platform: { lat: 50.1 - 29 / 111.23, lon: 11, altitudeMetres },
        headingDegrees: 0,
        depressionDegrees: 1,
      },
    });
    expect(judge(drone(10)).result).toBe('fail');
    expect(judge(drone(300)).result).toBe('pass');
  });

  it('nobody said from where, or by means that the pack does not know: unknown', () => {
    expect(judge({ said: { type: 'fix', lat: 50.1, lon: 11, precisionMetres: 10 } }).result).toBe('unknown');
    expect(judge({ means: 'dreamt' }).result).toBe('unknown');
  });

  it('the horizon: 2 m sees 5.4 km, 100 m 38.3 km, the ground nothing', () => {
    expect(horizonMetres(2) / 1000).toBeCloseTo(5.41, 2);
    expect(horizonMetres(100) / 1000).toBeCloseTo(38.27, 2);
    expect(horizonMetres(-5)).toBe(0);
  });
});
