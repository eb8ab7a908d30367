import { direct } from '../geo/geodesic.js';
import type { EventKind, Mission, Position, Weapon } from '../mission/types.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import type { Track } from './track.js';
import type { TrueEvent } from './types.js';

export interface Period {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/** What one group of guns does: aims, favourite kinds and weapon. */
interface Duel {
  id: string | null;
  along: number;
  aims: { place: Position; side: 'left' | 'right' }[];
  kind: EventKind;
  weapon: Weapon | null;
  exercise: boolean;
}

/** Kinds that last longer are not part of an exchange of fire, blow by blow; they happen singly. */
const longestShotSeconds = 120;
const exerciseSpreadMetres = 400;

/**
 * True events: single ones evenly in time, and exchanges of fire as a Hawkes process (each event sets
 * off a Poisson number of further ones after exponential waits; Hawkes 1971), clustered around aim
 * points near hot spots. Parties are drawn alike; nothing depends on which one is which.
 */
export function makeEvents(
  mission: Mission,
  track: Track,
  hotspots: number[],
  settings: Settings,
  period: Period,
  random: Random,
): TrueEvent[] {
  const events: TrueEvent[] = [];
  const days = (period.to - period.from) / 86_400_000;
  const fire = mission.eventKinds.filter((k) => k.category === 'ceasefire' && k.durationSeconds <= longestShotSeconds);
  const other = mission.eventKinds.filter((k) => k.category !== 'other' && !fire.includes(k));
  if (fire.length === 0)
    throw new RangeError(`pack ${mission.id} names no short kind of event in category "ceasefire"`);
  // How common each kind is differs from mission to mission: drawn per world, not tuned to a pack.
  const common = new Map(fire.map((k) => [k.id, random.exponential(1) + 0.15]));
  const fireKind = () => random.weighted(fire, (k) => common.get(k.id) ?? 1);

  const place = () => {
    const length = track.kilometres * 1000;
    if (!random.chance(settings.nearHotspots)) return random.between(0, length);
    return Math.min(Math.max(random.pick(hotspots) + random.normal(0, 5000), 0), length);
  };
  const weaponFor = (): Weapon | null => (mission.weapons.length > 0 ? random.pick(mission.weapons) : null);
  const add = (duel: Duel, at: number, kind: EventKind) => {
    const aim = random.pick(duel.aims);
    const spread = duel.exercise ? exerciseSpreadMetres : settings.aimMetres;
    const spot = direct(aim.place, random.between(0, 360), Math.abs(random.normal(0, spread)) + random.between(0, 50));
    const side = aim.side === 'left' ? track.left : track.right;
    const from = aim.side === 'left' ? track.right : track.left;
    const hurt = kind.harm >= 0.5 && !duel.exercise && random.chance(0.02);
    events.push({
      ...spot,
      id: random.uuid(at),
      kind: kind.id,
      weapon: kind.category === 'ceasefire' ? (duel.weapon?.id ?? null) : null,
      start: new Date(Math.round(at)).toISOString(),
      durationSeconds: Math.max(1, random.exponential(Math.max(kind.durationSeconds, 1))),
      party: duel.exercise || kind.category !== 'ceasefire' ? side : from,
      side,
      exchange: duel.id,
      exercise: duel.exercise,
      notification: null,
      casualties: hurt ? { killed: random.poisson(0.3), injured: 1 + random.poisson(0.6) } : null,
      civilianObject: !duel.exercise && random.chance(0.03),
    });
  };
  const duelAt = (along: number, id: string | null, exercise: boolean): Duel => {
    const side = random.chance(0.5) ? ('left' as const) : ('right' as const);
    const aims: Duel['aims'] = [];
    // Both sides come under fire in an exchange; an exercise stays behind its own line.
    for (const s of exercise ? [side] : (['left', 'right'] as const)) {
      const shift = random.normal(0, settings.betweenAimsMetres);
      const depth = exercise ? random.between(12_000, 30_000) : Math.abs(random.normal(0, 1800)) + 200;
      aims.push({ place: track.beside(along + shift, depth, s), side: s });
    }
    return { id, along, aims, kind: fireKind(), weapon: weaponFor(), exercise };
  };
  const series = (duel: Duel, first: number, branching: number) => {
    const waiting = [first];
    for (let i = 0; i < waiting.length && i < 400; i++) {
      const at = waiting[i]!;
      if (at >= period.to) continue;
      add(duel, at, random.chance(0.75) ? duel.kind : fireKind());
      const more = random.poisson(branching);
      for (let k = 0; k < more; k++) waiting.push(at + random.exponential(settings.replySeconds * 1000));
    }
  };
  const when = () => random.between(period.from, period.to);
  const exchanges = random.poisson(settings.eventsPerDay * days * settings.inExchanges * (1 - settings.branching));
  for (let i = 0; i < exchanges; i++) {
    const at = when();
    series(duelAt(place(), random.uuid(at), false), at, settings.branching);
  }
  const singles = random.poisson(settings.eventsPerDay * days * (1 - settings.inExchanges));
  for (let i = 0; i < singles; i++) {
    const duel = { ...duelAt(place(), null, false) };
    add(duel, when(), other.length > 0 && random.chance(0.3) ? random.pick(other) : fireKind());
  }
  const exercises = random.poisson(settings.exercisesPerDay * days);
  for (let i = 0; i < exercises; i++) {
    const at = when();
    series(duelAt(place(), random.uuid(at), true), at, 0.9);
  }
  return events.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}
