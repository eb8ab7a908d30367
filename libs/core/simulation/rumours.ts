import { direct } from '../geo/geodesic.js';
import type { SightingInput } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import { reportedKind } from './observe.js';
import type { Random } from './random.js';
import { sensesOf } from './senses.js';
import type { Settings } from './settings.js';
import type { Track } from './track.js';
import type { Period } from './events.js';
import type { TrueEvent } from './types.js';

/** Told records round to a quarter of an hour and to about a kilometre. */
const toldMinutes = 15;

/** Somebody retells an event: later, vaguer, sometimes naming what it quotes and who is to blame. */
export function retell(
  mission: Mission,
  event: TrueEvent,
  heardFrom: SightingInput | null,
  random: Random,
): SightingInput | null {
  const means = sensesOf(mission).told;
  if (!means) return null;
  const spot = direct(event, random.between(0, 360), Math.abs(random.normal(0, 900)));
  const step = toldMinutes * 60_000;
  const start = Math.floor((Date.parse(event.start) + random.normal(0, 4 * 60_000)) / step) * step;
  const input: SightingInput = {
    id: random.uuid(Date.parse(event.start) + 60_000),
    type: 'report',
    kind: reportedKind(mission, event.kind, random),
    means: means.id,
    start: new Date(start).toISOString(),
    end: new Date(start + step).toISOString(),
    place: { type: 'fix', ...spot, precisionMetres: 1000 },
    ...teller(mission, event, random),
  };
  if (heardFrom !== null && random.chance(0.6)) input.quotes = heardFrom.id;
  if (event.casualties !== null && random.chance(0.8)) input.casualties = event.casualties;
  return input;
}

/** The public and each party tell alike; a party never blames itself. */
function teller(mission: Mission, event: TrueEvent, random: Random): { provider: string; allegedParty?: string } {
  if (random.chance(0.4)) return { provider: 'public' };
  const party = random.pick(mission.parties).id;
  if (party === event.party) return { provider: `party:${party}` };
  return { provider: `party:${party}`, allegedParty: event.party };
}

/** Somebody reports what never happened: an echo during real fire, or nothing at all. */
export function falseReport(
  mission: Mission,
  track: Track,
  settings: Settings,
  events: TrueEvent[],
  period: Period,
  random: Random,
): SightingInput {
  const model = events.length > 0 && random.chance(0.6) ? random.pick(events) : null;
  const at = model ? Date.parse(model.start) + random.normal(0, 20 * 60_000) : random.between(period.from, period.to);
  const instant = Math.min(Math.max(at, period.from), period.to - 1);
  const near = model ?? track.at(random.between(0, track.kilometres * 1000));
  const spot = direct(near, random.between(0, 360), Math.abs(random.normal(0, settings.betweenAimsMetres)));
  const fire = mission.eventKinds.filter((k) => k.category === 'ceasefire');
  const kind = model?.kind ?? random.pick(fire).id;
  const senses = sensesOf(mission);
  const told = senses.told !== null && random.chance(0.5);
  const means = told ? senses.told : (senses.heard ?? senses.seen);
  const step = told ? toldMinutes * 60_000 : 60_000;
  const start = Math.floor(instant / step) * step;
  const input: SightingInput = {
    id: random.uuid(instant),
    type: 'report',
    kind,
    means: means?.id ?? '',
    start: new Date(start).toISOString(),
    end: new Date(start + step).toISOString(),
    place: { type: 'fix', ...spot, precisionMetres: told ? 1000 : 600 },
  };
  if (told && random.chance(0.6)) input.provider = `party:${random.pick(mission.parties).id}`;
  else if (told) input.provider = 'public';
  else input.patrolId = random.uuid(instant);
  return input;
}
