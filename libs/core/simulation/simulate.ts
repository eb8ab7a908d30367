import { toLocalQuick } from '../geo/geodesic.js';
import type { SightingInput } from '../intake/types.js';
import type { Mission, Position } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { makeEvents, type Period } from './events.js';
import { announce } from './exercises.js';
import { observe } from './observe.js';
import { withOrigins } from './origins.js';
import { makeRandom, type Random } from './random.js';
import { falseReport, retell } from './rumours.js';
import { presets, type Settings } from './settings.js';
import { trackOf } from './track.js';
import { sensesOf } from './senses.js';
import type { SimulatedSighting, SimulationOptions, TrueOrigin, World } from './types.js';
import { makeWatchers, type Watcher } from './watchers.js';
import { effortOf } from './effort.js';

const day = 86_400_000;

/**
 * A seeded world: true events along the pack's newest line and what the mission's sources make of
 * them, in order of arrival, with the truth apart. Same pack, options and seed: same world.
 * @throws RangeError for days <= 0, a line without length or a pack without kinds of fire
 */
export function simulate(mission: Mission, geography: Geography, options: SimulationOptions): World {
  if (!(options.days > 0)) throw new RangeError('days must be above 0');
  const settings = presets[options.preset];
  const line = [...mission.lines].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)).at(-1);
  if (!line) throw new RangeError(`pack ${mission.id} has no line`);
  const from = Date.parse(options.from ?? laterOf(mission.ceasefireFrom, line.effectiveFrom));
  const period: Period = { from, to: from + options.days * day };
  const track = trackOf(line);
  const random = makeRandom(options.seed);
  const length = track.kilometres * 1000;
  const hotspots: number[] = [];
  for (let i = 0; i < Math.max(1, Math.round(track.kilometres / settings.kilometresPerHotspot)); i++)
    hotspots.push(random.between(0, length));

  const events = makeEvents(mission, track, hotspots, settings, period, random.fork('events'));
  const watchers = makeWatchers(mission, track, hotspots, settings, period, random.fork('watchers'));
  const notifications = announce(mission, events, settings, random.fork('exercises'));
  const records = new Records(mission, settings, random.fork('arrival'));

  const senses = sensesOf(mission);
  const eyes = random.fork('eyes');
  const tongues = random.fork('tongues');
  const watching = byPlace(watchers);
  for (const event of events) {
    const seen: SightingInput[] = [];
    for (const watcher of watching(event.lat, event.lon)) {
      const inputs = observe(mission, senses, watcher, event, eyes);
      inputs.forEach((input, i) => {
        records.add(input, watcher.id, { event: event.id, how: i === 0 ? 'observed' : 'repeated' });
        seen.push(input);
      });
    }
    for (const input of seen) if (tongues.chance(settings.toldShare)) tell(event.id, input);
    if (tongues.chance(settings.toldShare / 4)) tell(event.id, null);

    function tell(id: string, heardFrom: SightingInput | null): void {
      const told = retell(mission, event, heardFrom, tongues);
      if (told) records.add(told, tongues.uuid(from), { event: id, how: 'quoted' });
    }
  }
  const wrong = tongues.poisson(settings.falseShare * records.list.length);
  for (let i = 0; i < wrong; i++) {
    const input = falseReport(mission, track, settings, events, period, tongues);
    records.add(input, input.patrolId ?? tongues.uuid(from), { event: `false:${input.id}`, how: 'false' });
  }
  return withOrigins(mission, geography, {
    missionId: mission.id,
    preset: options.preset,
    seed: options.seed,
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    sightings: records.list.sort((a, b) =>
      a.arrivesAt === b.arrivesAt ? (a.input.id < b.input.id ? -1 : 1) : a.arrivesAt < b.arrivesAt ? -1 : 1,
    ),
    notifications,
    effort: effortOf(senses, watchers, track, geography, mission.calendar, random.fork('effort')),
    truth: { origins: records.origins, events },
  });
}

/** Gives every record its arrival, and sends some of them twice. */
class Records {
  readonly list: SimulatedSighting[] = [];
  readonly origins: Record<string, TrueOrigin> = {};
  constructor(
    private readonly mission: Mission,
    private readonly settings: Settings,
    private readonly random: Random,
  ) {}

  add(input: SightingInput, submittedBy: string, origin: TrueOrigin): void {
    this.push(input, submittedBy, origin);
    if (!this.random.chance(this.settings.duplicateShare)) return;
    const copy = { ...input, id: this.random.uuid(Date.parse(input.end)) };
    this.push(copy, submittedBy, { event: origin.event, how: 'duplicate' });
  }

  private push(input: SightingInput, submittedBy: string, origin: TrueOrigin): void {
    const { settings, random } = this;
    const machine = this.mission.means.find((m) => m.id === input.means)?.by === 'machine';
    const minutes = random.exponential(machine ? settings.machineDelayMinutes : settings.personDelayMinutes);
    const held = random.chance(settings.heldBackShare) ? random.exponential(settings.heldBackHours * 60) : 0;
    const arrivesAt = new Date(Math.round(Date.parse(input.end) + (minutes + held) * 60_000)).toISOString();
    this.list.push({ input, submittedBy, arrivesAt });
    this.origins[input.id] = origin;
  }
}

/** Within 15 km; asked for every event and watcher, so by the local plane and not by geodesics. */
function isNear(a: Position, b: Position): boolean {
  const { east, north } = toLocalQuick(a, b);
  return Math.hypot(east, north) < 15_000;
}

/** Watchers that could notice anything at a place: those within a third of a degree, and all satellites. */
function byPlace(watchers: Watcher[]): (lat: number, lon: number) => Watcher[] {
  const everywhere = watchers.filter((w) => w.type === 'satellite');
  const cells = new Map<string, Set<Watcher>>();
  const cell = (x: number) => Math.floor(x * 2);
  for (const watcher of watchers) {
    if (watcher.type === 'satellite') continue;
    for (const { place } of watcher.spells) {
      const key = `${cell(place.lat)}:${cell(place.lon)}`;
      cells.set(key, (cells.get(key) ?? new Set()).add(watcher));
    }
  }
  return (lat, lon) => {
    const near = new Set(everywhere);
    for (let a = -1; a <= 1; a++)
      for (let b = -1; b <= 1; b++) for (const w of cells.get(`${cell(lat) + a}:${cell(lon) + b}`) ?? []) near.add(w);
    return [...near].filter((w) => w.type === 'satellite' || w.spells.some((s) => isNear(s.place, { lat, lon })));
  };
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
