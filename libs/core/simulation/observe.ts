import { direct, inverse } from '../geo/geodesic.js';
import type { SaidPlace, SightingInput } from '../intake/types.js';
import type { Mission, Position } from '../mission/types.js';
import type { Random } from './random.js';
import type { TrueEvent } from './types.js';
import type { Senses } from './senses.js';
import { cameraHalfViewDegrees, type Spell, type Watcher } from './watchers.js';

const winds = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];
const metresPerSecondOfSound = 340;
/** A satellite still sees the heat of what burned so long before it passed. */
const heatSeconds = 1500;

/** Daylight by the sun's hour at the place; good enough to blind eyes at night. */
export function isDay(at: number, lon: number): boolean {
  const sunHour = (((at / 3_600_000 + lon / 15) % 24) + 24) % 24;
  return sunHour > 6 && sunHour < 18;
}

/** The kind a source gives for a true kind, by the pack's confusion. */
export function reportedKind(mission: Mission, kind: string, random: Random): string {
  const confusedWith = mission.eventKinds.find((k) => k.id === kind)?.confusedWith ?? {};
  let at = random.next();
  for (const [other, p] of Object.entries(confusedWith)) if ((at -= p) < 0) return other;
  return kind;
}

/** Half of the sources name no weapon; one in five that do is wrong. */
export function reportedWeapon(mission: Mission, weapon: string | null, random: Random): string | undefined {
  if (weapon === null || !random.chance(0.5)) return undefined;
  return random.chance(0.8) ? weapon : random.pick(mission.weapons).id;
}

/** What one watcher delivers on one event: none, one or (a volley) several records. */
export function observe(
  mission: Mission,
  senses: Senses,
  watcher: Watcher,
  event: TrueEvent,
  random: Random,
): SightingInput[] {
  const at = Date.parse(event.start);
  const spell = watcher.spells.find((s) =>
    watcher.type === 'satellite' ? s.from >= at && s.from < at + heatSeconds * 1000 : s.from <= at && at < s.to,
  );
  if (!spell?.usable) return [];
  const means = detect(mission, senses, watcher, spell, event, at, random);
  if (means === null) return [];
  const machine = watcher.type !== 'post' && watcher.type !== 'patrol';
  const records = 1 + (random.chance(machine ? 0.25 : 0.1) ? 1 + random.poisson(0.5) : 0);
  const kind = reportedKind(mission, event.kind, random);
  const weapon = means === 'satellite' ? undefined : reportedWeapon(mission, event.weapon, random);
  const inputs: SightingInput[] = [];
  let offset = 0;
  for (let i = 0; i < records; i++) {
    if (i > 0) offset += 5 + random.exponential(20);
    const instant = at + offset * 1000;
    const base: SightingInput = {
      id: random.uuid(instant),
      type: machine ? 'observation' : 'report',
      kind,
      means: senses[means]?.id ?? means,
      ...when(watcher, spell, event, instant, random),
      place: where(watcher, spell.place, event, random),
    };
    if (weapon !== undefined) base.weapon = weapon;
    if (machine) {
      Object.assign(base, { platformId: watcher.id, sensor: watcher.type, provider: 'mission' });
      base.confidence = Math.min(0.99, Math.max(0.3, random.normal(0.8, 0.12)));
    } else {
      base.patrolId = watcher.id;
      base.count = 1 + random.poisson(event.durationSeconds > 30 ? 4 : 0.5);
      base.countIsAtLeast = random.chance(0.3);
      if (means === 'seen' && event.casualties !== null && random.chance(0.7)) base.casualties = event.casualties;
      if (event.civilianObject && random.chance(0.5)) base.civilianObject = true;
      if (random.chance(0.06)) base.allegedParty = event.party;
    }
    inputs.push(base);
  }
  return inputs;
}

/** The means by which it was noticed, or null. Chances fall with the square of the distance. */
function detect(
  mission: Mission,
  senses: Senses,
  watcher: Watcher,
  spell: Spell,
  event: TrueEvent,
  at: number,
  random: Random,
): keyof Senses | null {
  const reach = (sense: keyof Senses) => senses[sense]?.rangeMetres ?? 0;
  const falling = (p: number, metres: number, limit: number) =>
    metres < limit && random.chance(p * (1 - (metres / limit) ** 2));
  const fire = mission.eventKinds.find((k) => k.id === event.kind)?.category === 'ceasefire';
  if (watcher.type === 'satellite') return fire && random.chance(0.2) ? 'satellite' : null;
  // Degrees first: nearly all pairs are far apart and need no geodesic.
  if (Math.abs(spell.place.lat - event.lat) > 0.35) return null;
  const { metres, bearing } = inverse(spell.place, event);
  const day = isDay(at, event.lon);
  if (watcher.type === 'camera') {
    const off = Math.abs(((bearing - watcher.facing + 540) % 360) - 180);
    const inView = off < cameraHalfViewDegrees && random.chance(0.8);
    return inView && falling(day ? 0.85 : 0.6, metres, Math.min(reach('camera'), 6000)) ? 'camera' : null;
  }
  if (watcher.type === 'drone') {
    return falling(day ? 0.85 : 0.65, metres, Math.min(reach('drone'), 7000)) ? 'drone' : null;
  }
  const seen = day && random.chance(0.5) && falling(0.8, metres, Math.min(reach('seen'), 4000));
  if (seen && reach('seen') > 0) return 'seen';
  const audible = mission.weapons.find((w) => w.id === event.weapon)?.audibleMetres ?? reach('heard');
  return fire && falling(0.8, metres, Math.min(audible, reach('heard'), 9000)) ? 'heard' : null;
}

function when(
  watcher: Watcher,
  spell: Spell,
  event: TrueEvent,
  instant: number,
  random: Random,
): { start: string; end: string } {
  const iso = (ms: number) => new Date(Math.round(ms)).toISOString();
  if (watcher.type === 'satellite') return { start: iso(spell.from - heatSeconds * 1000), end: iso(spell.from) };
  const clock = watcher.clockSeconds * 1000;
  if (watcher.type === 'camera' || watcher.type === 'drone') {
    const start = instant + clock + random.normal(0, 2000);
    return { start: iso(start), end: iso(start + event.durationSeconds * 1000 * random.between(0.6, 1)) };
  }
  const { metres } = inverse(spell.place, event);
  const heard = instant + clock + (metres / metresPerSecondOfSound) * 1000 + random.normal(0, 20_000);
  // Most write the minute; some the nearest five minutes.
  const step = random.chance(0.1) ? 300_000 : 60_000;
  const start = Math.floor(heard / step) * step;
  return { start: iso(start), end: iso(start + step * Math.ceil((event.durationSeconds * 1000) / step)) };
}

function where(watcher: Watcher, observer: Position, event: TrueEvent, random: Random): SaidPlace {
  if (watcher.type === 'satellite') {
    // VIIRS pixel of 375 m at nadir, wider towards the edge of the swath.
    const spot = direct(event, random.between(0, 360), Math.abs(random.normal(0, 250)));
    return { type: 'fix', ...spot, precisionMetres: 250 };
  }
  const { metres, bearing } = inverse(observer, event);
  if (watcher.type === 'drone') {
    if (random.chance(0.4)) {
      const spot = direct(event, random.between(0, 360), Math.abs(random.normal(0, 60)));
      return { type: 'fix', ...spot, precisionMetres: 60 };
    }
    const altitude = random.between(1200, 2600);
    const depression = (Math.atan2(altitude, metres) * 180) / Math.PI + random.normal(0, 0.5);
    return {
      type: 'look_vector',
      platform: { ...observer, altitudeMetres: altitude, precisionMetres: 10 },
      headingDegrees: (bearing + watcher.bearingDegrees + random.normal(0, 0.5) + 360) % 360,
      depressionDegrees: Math.min(Math.max(depression, 1), 90),
      headingSigmaDegrees: 0.7,
      depressionSigmaDegrees: 0.5,
      groundAltitudeMetres: 0,
    };
  }
  const camera = watcher.type === 'camera';
  const judged = metres * watcher.rangeFactor * Math.exp(random.normal(0, camera ? 0.06 : 0.12));
  const direction = (bearing + watcher.bearingDegrees + random.normal(0, camera ? 0.5 : 5) + 720) % 360;
  if (camera) {
    return {
      type: 'bearing_range',
      observer: { ...observer, precisionMetres: 5 },
      bearing: Number(direction.toFixed(1)),
      bearingSigmaDegrees: 0.8,
      distanceFromMetres: Math.round(judged * 0.85),
      distanceToMetres: Math.round(judged * 1.15),
    };
  }
  const from = Math.max(0, Math.floor((judged * 0.8) / 500) * 500);
  const place = {
    type: 'bearing_range' as const,
    observer: { ...observer, precisionMetres: 20 },
    distanceFromMetres: from,
    distanceToMetres: Math.max(from + 500, Math.ceil((judged * 1.2) / 500) * 500),
  };
  if (random.chance(0.7)) return { ...place, bearing: winds[Math.round(direction / 22.5) % 16]! };
  return { ...place, bearing: (Math.round(direction / 5) * 5) % 360, bearingSigmaDegrees: 6 };
}
