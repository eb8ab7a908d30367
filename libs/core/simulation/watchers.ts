import type { Mission, Position } from '../mission/types.js';
import type { Period } from './events.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import { sensesOf } from './senses.js';
import type { Track } from './track.js';

export type WatcherType = 'post' | 'patrol' | 'camera' | 'drone' | 'satellite';

/** Where a watcher is (or looks at, for satellites) during one stretch of time. */
export interface Spell extends Period {
  place: Position;
  usable: boolean;
}

/** A source with its own, constant faults: that is what makes errors of one source alike. */
export interface Watcher {
  id: string;
  type: WatcherType;
  /** Side it watches from; null for satellites. */
  side: 'left' | 'right' | null;
  spells: Spell[];
  /** Its clock runs ahead by so many seconds. */
  clockSeconds: number;
  /** It judges distances by this factor too long. */
  rangeFactor: number;
  /** It points so many degrees too far to the right. */
  bearingDegrees: number;
  /** Cameras: direction of view, degrees true. */
  facing: number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Cameras stand on masts and buildings behind the line and look across it, so far to either side. */
export const cameraHalfViewDegrees = 45;

/** Puts the mission's sources along the line: more of them near hot spots, the same on both sides. */
export function makeWatchers(
  mission: Mission,
  track: Track,
  hotspots: number[],
  settings: Settings,
  period: Period,
  random: Random,
): Watcher[] {
  const senses = sensesOf(mission);
  const length = track.kilometres * 1000;
  const oneSide = settings.oneSide ? random.pick(['left', 'right'] as const) : null;
  const side = () => oneSide ?? random.pick(['left', 'right'] as const);
  const watchers: Watcher[] = [];
  const add = (type: WatcherType, where: 'left' | 'right' | null, spells: Spell[], facing = 0) => {
    const machine = type !== 'post' && type !== 'patrol';
    watchers.push({
      id: random.uuid(period.from),
      type,
      side: where,
      spells: withOutages(spells, settings.outageShare, random),
      // People read a wristwatch; machines keep GPS time, some badly set.
      clockSeconds: machine ? random.normal(0, random.chance(0.1) ? 40 : 2) : random.normal(0, 25),
      // Distance by ear is off by a tenth or two, and always the same way for one observer.
      rangeFactor: machine ? Math.exp(random.normal(0, 0.05)) : Math.exp(random.normal(0, 0.13)),
      bearingDegrees: random.normal(0, machine ? 0.4 : 3),
      facing,
    });
  };
  const whole = (place: Position): Spell[] => [{ ...period, place, usable: true }];
  const near = (hotspot: number) => Math.min(Math.max(hotspot + random.normal(0, 5000), 0), length);
  const share = (per100Km: number) => Math.max(1, Math.round((per100Km * track.kilometres) / 100));

  if (senses.heard || senses.seen) {
    for (const spot of hotspots)
      for (let i = 0; i < settings.postsPerHotspot; i++) {
        const s = side();
        add('post', s, whole(track.beside(near(spot), random.between(800, 4000), s)));
      }
    for (let i = 0; i < share(settings.postsPer100Km); i++) {
      const s = side();
      add('post', s, whole(track.beside(random.between(0, length), random.between(1000, 5000), s)));
    }
    for (let i = 0; i < share(settings.patrolsPer100Km); i++) {
      const s = side();
      const home = random.between(0, length);
      add('patrol', s, patrolDays(track, home, s, period, random));
    }
  }
  if (senses.camera)
    for (const spot of hotspots)
      for (let i = 0; i < settings.camerasPerHotspot; i++) {
        const s = side();
        const along = near(spot);
        const across = track.at(along).bearing + (s === 'left' ? 90 : -90);
        add('camera', s, whole(track.beside(along, random.between(300, 2500), s)), across + random.normal(0, 20));
      }
  if (senses.drone) {
    const days = (period.to - period.from) / day;
    const sorties = Math.round((settings.sortiesPer100Km * track.kilometres * days) / 100);
    for (let i = 0; i < sorties; i++) {
      const s = side();
      const centre = random.chance(settings.nearHotspots) ? near(random.pick(hotspots)) : random.between(0, length);
      const from = random.between(period.from, period.to);
      const spells: Spell[] = [];
      // It flies up and down a stretch of some kilometres; a new stand every ten minutes.
      for (let t = 0; t < settings.sortieHours * 6; t++) {
        const at = from + t * 600_000;
        const place = track.beside(centre + 6000 * Math.sin(t / 3), random.between(0, 2000), s);
        if (at < period.to) spells.push({ from: at, to: Math.min(at + 600_000, period.to), place, usable: true });
      }
      add('drone', s, spells);
    }
  }
  if (senses.satellite) {
    const middle = track.at(length / 2);
    for (let at = period.from + random.between(0, day / settings.passesPerDay); at < period.to;) {
      add('satellite', null, [{ from: at, to: at + 60_000, place: middle, usable: !random.chance(0.4) }]);
      at += (day / settings.passesPerDay) * random.between(0.6, 1.4);
    }
  }
  return watchers;
}

/** Patrols are out by day only (DOMAIN.md 1.5: "limited view … at night"), at three places a day. */
function patrolDays(track: Track, home: number, side: 'left' | 'right', period: Period, random: Random): Spell[] {
  const spells: Spell[] = [];
  for (let start = period.from; start < period.to; start += day) {
    for (let stop = 0; stop < 3; stop++) {
      const from = start + (6 + stop * 3) * hour + random.between(0, hour);
      const place = track.beside(home + random.normal(0, 12_000), random.between(800, 5000), side);
      const to = Math.min(from + 2.2 * hour, period.to);
      if (from < to) spells.push({ from, to, place, usable: true });
    }
  }
  return spells;
}

/** Cuts outages of a few hours out of the spells, so that a share of the time is lost. */
function withOutages(spells: Spell[], share: number, random: Random): Spell[] {
  const result: Spell[] = [];
  for (const spell of spells) {
    let at = spell.from;
    while (at < spell.to) {
      const good = random.exponential((3 * hour * (1 - share)) / share);
      const to = Math.min(at + good, spell.to);
      result.push({ ...spell, from: at, to });
      const back = Math.min(to + random.exponential(3 * hour), spell.to);
      if (to < back) result.push({ ...spell, from: to, to: back, usable: false });
      at = Math.max(back, to + 1);
    }
  }
  return result;
}
