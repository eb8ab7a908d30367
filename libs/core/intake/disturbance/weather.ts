import { say } from '../../said.js';
import { requireAction, requireObject } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import type { Deps, Tx } from '../../ports.js';
import { Faults, isGiven } from '../faults.js';
import { acceptingEntry, contentConflict, intakeLocks } from '../idempotence.js';
import { checkFootprint } from '../place-check.js';
import { hashOf, readInterval } from '../prepare.js';
import { makeReceipt } from '../receipt.js';
import { isRecordId } from '../record-id.js';
import type { Receipt } from '../types.js';
import type { Disturbance, Weather } from './types.js';

export interface WeatherInput extends Partial<Weather> {
  /** Client-made UUIDv7. */
  id: string;
  /** Station, forecast or patrol that measured it. */
  sourceId: string;
  start: string;
  end: string;
  /** Exactly one of the two: a sector of the mission, or a ring of corners [lon, lat]. */
  sector?: string | null;
  area?: [number, number][] | null;
}

const measured = [
  ['visibilityMetres', 0, 200_000],
  ['windMetresPerSecond', 0, 120],
  ['cloudBaseMetres', 0, 20_000],
  ['rainMillimetresPerHour', 0, 500],
] as const;

/** Longest interval of one record, hours. */
const mostHours = 7 * 24;

/**
 * Takes in weather over an area or sector, with a receipt; hours of watching there are then reduced by themselves, by
 * the pack's limits for each means. The same id with the same content gets the first receipt.
 * @throws Problem invalid_input, not_allowed, not_found (a sector out of reach), conflict
 */
export async function recordWeather(
  deps: Deps,
  actor: Actor,
  input: WeatherInput,
): Promise<{ status: 'accepted' | 'repeated'; weather: Disturbance; receipt: Receipt }> {
  requireAction(actor, 'effort.submit');
  const interval = check(deps, input);
  requireObject(actor, 'effort.submit', input, ({ sector }) => ({ sector: sector ?? null }));
  const known = (name: keyof Weather) => input[name] ?? null;
  const weather: Disturbance = {
    ...interval,
    id: input.id,
    type: 'weather',
    sector: input.sector ?? null,
    area: input.area ?? null,
    lat: null,
    lon: null,
    visibilityMetres: known('visibilityMetres'),
    windMetresPerSecond: known('windMetresPerSecond'),
    cloudBaseMetres: known('cloudBaseMetres'),
    rainMillimetresPerHour: known('rainMillimetresPerHour'),
    sourceId: input.sourceId,
    sha256: hashOf(input),
    submittedBy: actor.id,
    receivedAt: deps.clock.now().toISOString(),
  };
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([input.id]));
    const before = await tx.disturbances.get(input.id);
    if (before) {
      if (before.sha256 !== weather.sha256) throw contentConflict(input.id);
      const entry = await acceptingEntry(tx, 'disturbance', input.id, 'disturbance.recorded');
      return { status: 'repeated' as const, weather: before, entry };
    }
    return { status: 'accepted' as const, weather, entry: await keepDisturbance(tx, weather) };
  });
  return { ...done, receipt: makeReceipt(deps.signer, done.weather, done.entry) };
}

/** Writes it with the entry that owes the reduction of hours. */
export async function keepDisturbance(tx: Tx, row: Disturbance) {
  await tx.write.disturbances([row]);
  const { id, type, start, end, sector, sha256 } = row;
  const [entry] = await tx.append({
    actor: row.submittedBy,
    type: 'disturbance.recorded',
    subject: { kind: 'disturbance', id },
    payload: { type, start, end, sector, sha256 },
  });
  if (!entry) throw new Error('an append returned no entry');
  return entry;
}

function check({ mission }: Pick<Deps, 'mission'>, input: WeatherInput): { start: string; end: string } {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  faults.textIfGiven(input.sourceId ?? '', '/sourceId', 100);
  const { start, end } = readInterval(input, faults);
  if (start !== '' && start === end) faults.add('/end', say`Weather needs a length of time.`);
  if (start !== '' && Date.parse(end) - Date.parse(start) > mostHours * 3_600_000)
    faults.add('/end', say`At most ${mostHours} hours: send it in parts.`);
  if (isGiven(input.sector) === isGiven(input.area)) faults.add('/sector', say`Give a sector or an area, not both.`);
  if (isGiven(input.sector) && !mission.sectors.some((s) => s.id === input.sector))
    faults.add('/sector', say`Not a sector of this mission.`);
  if (isGiven(input.area)) checkFootprint(input.area, faults, '/area');
  for (const [name, from, to] of measured) faults.numberIfGiven(input[name], `/${name}`, from, to);
  if (measured.every(([name]) => !isGiven(input[name])))
    faults.add('/visibilityMetres', say`Give at least one measure.`);
  faults.settle();
  return { start, end };
}
