import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { carriedSha256 } from '../journal/canonical.js';
import { reportingDay, reportingWeek } from '../mission/calendar.js';
import type { Deps } from '../ports.js';
import { Faults } from './faults.js';
import { locate } from './locate.js';
import { providerOf } from './provider.js';
import { checkSighting } from './sighting-check.js';
import { instantOf, parseInstant, timeFlags } from './time.js';
import type { SaidOrigin, SaidPlace, Sighting, SightingInput } from './types.js';

/** What preparing needs; only the clock is not fixed. */
export type PrepareDeps = Pick<Deps, 'clock' | 'mission' | 'geography'>;

/**
 * SHA-256 (hex) over the canonical JSON of what a client sent; members that are undefined count as absent.
 * @throws Problem invalid_input for texts that have no UTF-8 form
 */
export function hashOf(input: object): string {
  try {
    return carriedSha256(input);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem('invalid_input', error.message, [{ pointer: '', detail: error.message }]);
  }
}

/**
 * Turns an input into the sighting that would be stored: checked against the mission pack, times in
 * UTC, located, with sector, zones, side, cells and reporting day. Times out of range are flagged.
 * Evidence is checked later, inside the transaction.
 * @throws Problem invalid_input with a pointer to every fault; ambiguous_place; unknown_place
 */
export function prepareSighting(deps: PrepareDeps, actor: Actor, input: SightingInput): Sighting {
  const { mission, geography } = deps;
  const faults = new Faults();
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    faults.add('', say`Must be an object.`);
    faults.settle();
  }
  checkSighting(input, mission, faults);
  const provider = providerOf(input.provider, actor, mission, faults);
  const { start, end } = readInterval(input, faults);
  faults.settle();

  const means = mission.means.find((m) => m.id === input.means);
  if (!means) throw new Error('means vanished after it was checked');
  const said = withoutNulls(input.place);
  const estimate = locate(said, geography, means, mission.settlements);
  const now = instantOf(deps.clock.now());
  const flags = timeFlags({ start, end }, now, { ceasefireFrom: mission.ceasefireFrom, ...mission.thresholds.intake });
  const sector = geography.sectorOf(estimate);
  const { cell5, cell7 } = geography.cellsOf(estimate);
  if (sector === null) flags.push('outside_sectors');
  return {
    id: input.id,
    type: input.type,
    submittedBy: actor.id,
    provider,
    patrolId: input.patrolId ?? null,
    platformId: input.platformId ?? null,
    sensor: input.sensor ?? null,
    kind: input.kind,
    means: input.means,
    weapon: input.weapon ?? null,
    count: input.count ?? null,
    countIsAtLeast: input.countIsAtLeast ?? false,
    start,
    end,
    sourceTime: input.sourceTime ?? null,
    receivedAt: now,
    said,
    origin: withoutNulls(input.origin ?? null),
    estimate,
    sector,
    zones: geography.zonesOf(estimate),
    side: geography.sideOf(estimate, start),
    cell5,
    cell7,
    text: input.text ?? null,
    allegedParty: input.allegedParty ?? null,
    casualties: input.casualties ?? null,
    civilianObject: input.civilianObject ?? false,
    confidence: input.confidence ?? null,
    evidence: input.evidence ?? [],
    quotes: input.quotes ?? null,
    flags,
    reportingDay: reportingDay(start, mission.calendar),
    reportingWeek: reportingWeek(start, mission.calendar),
    sha256: hashOf(input),
    packDigest: mission.digest,
  };
}

/** Plain data; a member that is null was not given. */
function withoutNulls<T extends SaidPlace | SaidOrigin | null>(said: T): T {
  return plainOf(said) as T;
}

/** As JSON would carry it. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'number') return value + 0; // no zero with a sign
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainOf);
  const plain: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value))
    if (member !== null && member !== undefined) plain[name] = plainOf(member);
  return plain;
}

/** Start and end as UTC instants. An end equal to the start is a moment; an end before it is refused. */
export function readInterval(input: { start: string; end: string }, faults: Faults): { start: string; end: string } {
  const form = 'Must be a date and time with offset, for example 2026-11-22T07:00:00+02:00.';
  const start = typeof input.start === 'string' ? parseInstant(input.start) : null;
  const end = typeof input.end === 'string' ? parseInstant(input.end) : null;
  if (start === null) faults.add('/start', form);
  if (end === null) faults.add('/end', form);
  if (start !== null && end !== null && end < start) faults.add('/end', say`The interval ends before it begins.`);
  return { start: start ?? '', end: end ?? '' };
}
