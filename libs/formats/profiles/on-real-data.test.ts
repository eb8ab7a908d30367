import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '#core/access/types.js';
import { Problem } from '#core/errors.js';
import { makeGeography } from '#core/geo/geography.js';
import { nameKey } from '#core/geo/settlements.js';
import { acceptSightings } from '#core/intake/accept.js';
import { monitor, world } from '#core/intake/intake.fixture.js';
import { hashOf, prepareSighting } from '#core/intake/prepare.js';
import type { SaidPlace } from '#core/intake/types.js';
import type { Mission } from '#core/mission/types.js';
import { loadMission } from '../pack/load.js';
import { profileNames } from './load.js';
import { data, run as runIn } from './on-real-data.fixture.js';

// The figures below were counted from the files by other means (a Python script over csv.DictReader).
const pack = 'missions/ukraine-line';
const run = runIn.bind(null, pack);
const given = existsSync(data) ? describe : describe.skip;

/** In the region of the line, where place is not a bare name: the rest of the country costs time and shows nothing more. */
function isNear(place: SaidPlace): boolean {
  return place.type !== 'fix' || (place.lat > 47 && place.lat < 50 && place.lon > 35 && place.lon < 40);
}

given('profiles on real data (skipped where ../shared/data is absent)', () => {
  let mission: Mission;
  beforeAll(async () => {
    mission = await loadMission(pack);
  });

  it('has the six profiles', async () => {
    expect(await profileNames(pack)).toEqual(
      expect.arrayContaining([
        'cir-events',
        'firms-viirs',
        'geojson',
        'slac-frontline-monitoring',
        'smm-cfv',
        'viina-derived',
      ]),
    );
  });

  // 74,901 with only a day are in on-real-data.slow.test.ts.
  it('firms-viirs: 8,097 detections with a time', async () => {
    const timed = await run(
      'firms-viirs',
      'firms-viirs/fire_nrt_SV-C2_400448_2023-02-24_2023-06-30.csv',
      mission,
      true,
    );
    expect(timed).toMatchObject({ accepted: 8097, distinct: 8097, refused: {}, kinds: { thermal_anomaly: 8097 } });
    expect(timed.items[6]).toMatchObject({
      row: 8,
      input: {
        start: '2023-02-28T00:05:00.000Z',
        end: '2023-02-28T00:06:00.000Z',
        sourceTime: '2023-02-28 0005',
        place: { type: 'fix', lat: 50.54358, lon: 26.26299, precisionMetres: 235 },
        confidence: 0.7,
        platformId: 'N',
        sensor: 'VIIRS',
      },
    });
  });

  it('cir-events: 4,815 of 5,672 rows, one of them an exact repeat', async () => {
    const tally = await run('cir-events', 'cir-events/events_until_2022-06-30.csv', mission, true);
    expect(tally).toMatchObject({
      accepted: 4815,
      distinct: 4814,
      refused: {
        'a loss of equipment is no kind of event of this mission': 427,
        'the group does not say what happened': 380,
        'the group mixes presence with losses': 47,
        'is blank or unknown': 3,
      },
    });
    const inputs = tally.items.flatMap((i) => i.input ?? []);
    expect(inputs.filter((i) => i.allegedParty === 'ru')).toHaveLength(1215);
    expect(inputs.filter((i) => i.place.type === 'fix' && i.place.precisionMetres === 100)).toHaveLength(2394);
    // Undated rows are refused at the date, not guessed.
    expect(tally.items.filter((i) => i.refused?.field === 'date')).toHaveLength(3);
  });

  it('viina-derived: all 2,060 rows name an event in their text', async () => {
    const tally = await run('viina-derived', 'viina-derived/VIINA_2022_REBUILD.csv', mission, true);
    expect(tally).toMatchObject({
      accepted: 2060,
      distinct: 2060,
      refused: {},
      kinds: {
        missile_strike: 514,
        impact: 496,
        explosion: 490,
        infrastructure_damage: 384,
        thermal_anomaly: 104,
        drone_strike: 72,
      },
    });
    const inputs = tally.items.flatMap((i) => i.input ?? []);
    expect(inputs.filter((i) => i.allegedParty !== undefined).map((i) => i.allegedParty)).toEqual(['ru', 'ru']);
    expect(Math.max(...inputs.map((i) => i.text?.length ?? 0))).toBe(3827);
    expect(inputs[0]).toMatchObject({ start: '2022-02-23T22:00:00.000Z', end: '2022-02-24T22:00:00.000Z' });
  });

  it('slac-frontline-monitoring: findings of 199 visits', async () => {
    const folder = 'slac-frontline-monitoring';
    const none = 'the visit found no damage, no restriction and no mines';
    const months = ['slac_082024_092024', 'slac_102024', 'slac_112024'];
    const tallies = [];
    for (const month of months)
      tallies.push(await run('slac-frontline-monitoring', `${folder}/${month}.csv`, mission, true));
    expect(tallies.map((t) => [t.kinds, t.refused])).toEqual([
      [{ infrastructure_damage: 45, conditional_access: 4, unexploded_ordnance: 4 }, { [none]: 29 }],
      [{ infrastructure_damage: 48, conditional_access: 4, unexploded_ordnance: 4 }, { [none]: 28 }],
      [{ infrastructure_damage: 29, conditional_access: 16, unexploded_ordnance: 6 }, { [none]: 13 }],
    ]);
    expect(tallies.map((t) => new Set(t.items.map((i) => i.row)).size)).toEqual([75, 76, 48]);
    expect(tallies[0]?.items.find((i) => i.input)?.input?.start).toMatch(/^2024-0[89]-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  });

  it('geojson: six positions told, two drawings and areas without a kind refused', async () => {
    const files = readdirSync(join(data, 'cot-xml')).filter((f) => f.endsWith('.geojson'));
    const reasons: Record<string, number> = {};
    let accepted = 0;
    for (const file of files) {
      const tally = await run('geojson', `cot-xml/${file}`, mission);
      accepted += tally.accepted;
      for (const [reason, n] of Object.entries(tally.refused)) reasons[reason] = (reasons[reason] ?? 0) + n;
    }
    expect([files.length, accepted, reasons]).toEqual([8, 6, { 'a drawing or a task, not an event': 2 }]);
    for (const area of [
      'occupation-line/deepstatemap_data_20240708.geojson',
      'oblast-boundaries/UA_14_Donetska.geojson',
    ])
      expect(await run('geojson', area, mission)).toMatchObject({
        accepted: 0,
        refused: { 'the feature names no kind of event': 1 },
      });
  });

  it('smm-cfv refuses files of another shape as a whole, naming the columns', async () => {
    for (const file of ['osce-smm/smm_daily_counts.csv', 'osce-smm/smm_daily_facts.csv'])
      await expect(run('smm-cfv', file, mission)).rejects.toMatchObject({
        code: 'invalid_input',
        detail: expect.stringContaining('"SMM position"'),
      });
  });

  it('what comes out (60 of each file) passes intake, but for places the gazetteer lacks', async () => {
    const deps = {
      clock: { now: () => new Date('2026-11-22T05:00:00.000Z') },
      mission,
      geography: makeGeography(mission),
    };
    const actor: Actor = { id: 'importer', role: 'administrator', scope: { sectors: [], party: null }, type: 'person' };
    const files: [string, string][] = [
      ['firms-viirs', 'firms-viirs/fire_nrt_SV-C2_400448_2023-02-24_2023-06-30.csv'],
      ['cir-events', 'cir-events/events_until_2022-06-30.csv'],
      ['viina-derived', 'viina-derived/VIINA_2022_REBUILD.csv'],
      ['slac-frontline-monitoring', 'slac-frontline-monitoring/slac_102024.csv'],
    ];
    const inputsOf = async (profile: string, file: string) =>
      (await run(profile, file, mission, true)).items
        .flatMap((i) => i.input ?? [])
        .filter(({ place }) => isNear(place));
    const outcome: Record<string, Record<string, number>> = {};
    for (const [profile, file] of files) {
      const counts: Record<string, number> = (outcome[profile] = {});
      for (const input of (await inputsOf(profile, file)).slice(0, 60)) {
        let result = 'accepted';
        try {
          const sighting = prepareSighting(deps, actor, input);
          expect(sighting.sha256).toBe(hashOf(structuredClone(input)));
          expect(sighting.flags).toContain('before_ceasefire');
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          result = error.code;
        }
        counts[result] = (counts[result] ?? 0) + 1;
      }
    }
    // SLAC gives settlements by name only; how many the pack knows is counted here from the pack itself.
    const named = new Map<string, Set<string>>();
    for (const s of mission.settlements)
      for (const n of Object.values(s.name)) named.set(nameKey(n), (named.get(nameKey(n)) ?? new Set()).add(s.id));
    const slac: Record<string, number> = {};
    for (const { place } of await inputsOf('slac-frontline-monitoring', files[3]?.[1] ?? '')) {
      if (place.type !== 'place_name') continue;
      const places = named.get(nameKey(place.name))?.size ?? 0;
      const result = places === 1 ? 'accepted' : places === 0 ? 'unknown_place' : 'ambiguous_place';
      slac[result] = (slac[result] ?? 0) + 1;
    }
    expect(outcome).toEqual({
      'firms-viirs': { accepted: 60 },
      'cir-events': { accepted: 60 },
      'viina-derived': { accepted: 60 },
      'slac-frontline-monitoring': slac,
    });
  }, 120_000);

  it('is safe to submit twice: the same rows get their first receipts, a repeated row is one record', async () => {
    const w = world();
    const deps = { ...w.deps, mission, geography: makeGeography(mission) };
    const { items } = await run('cir-events', 'cir-events/events_until_2022-06-30.csv', mission, true);
    const inputs = items.flatMap((i) => i.input ?? []);
    const seen = new Set<string>();
    const twice = inputs.find((i) => seen.size === seen.add(i.id).size)?.id;
    const some = inputs.filter((i, n) => i.id === twice || (isNear(i.place) && n % 100 === 0));
    const first = await acceptSightings(deps, monitor, some);
    expect(first.filter((r) => r.status === 'accepted')).toHaveLength(some.length - 1);
    const second = await acceptSightings(deps, monitor, some);
    expect(second).toEqual(first.map((r) => ({ ...r, status: 'repeated' })));
    const accepted = w.state().entries.filter((e) => e.type === 'sighting.accepted');
    expect(accepted).toHaveLength(some.length - 1);
  }, 120_000);
});
