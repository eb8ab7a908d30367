import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { reportingWeek } from '../mission/calendar.js';
import type { Mission } from '../mission/types.js';
import type { Deps } from '../ports.js';
import { Faults } from './faults.js';
import { acceptingEntry, contentConflict, intakeLocks } from './idempotence.js';
import { hashOf, readInterval } from './prepare.js';
import { makeReceipt } from './receipt.js';
import { isRecordId } from './record-id.js';
import type { Effort, Receipt } from './types.js';

/** Watching done by one source, as it is sent in. Times ISO 8601 with offset, hours >= 0. */
export interface EffortInput {
  id: string;
  means: string;
  /** Patrol, camera, drone or satellite. */
  sourceId: string;
  sector: string;
  side?: string | null;
  start: string;
  end: string;
  usableHours: number;
  lostHours: number;
  lostReason?: string | null;
}

/**
 * Records hours of watching, with the entry `effort.recorded` and a receipt. Usable and lost hours
 * together cannot exceed the interval. The week is that of the start: send a spell that crosses the
 * end of a reporting week as two. The same id with the same content gets the first receipt.
 * @throws Problem invalid_input, conflict
 */
export async function recordEffort(
  deps: Deps,
  actor: Actor,
  input: EffortInput,
): Promise<{ status: 'accepted' | 'repeated'; effort: Effort; receipt: Receipt }> {
  const { start, end } = check(deps.mission, input);
  const sha256 = hashOf(input);
  const row: Effort = {
    id: input.id,
    means: input.means,
    sourceId: input.sourceId,
    sector: input.sector,
    side: input.side ?? null,
    start,
    end,
    usableHours: input.usableHours,
    lostHours: input.lostHours,
    lostReason: input.lostReason ?? null,
    reportingWeek: reportingWeek(start, deps.mission.calendar),
    submittedBy: actor.id,
    receivedAt: deps.clock.now().toISOString(),
  };
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([row.id]));
    const before = await tx.effort.get(row.id);
    if (before) {
      const entry = await acceptingEntry(tx, 'effort', row.id, 'effort.recorded');
      if (entry.payload['sha256'] !== sha256) throw contentConflict(row.id);
      return { status: 'repeated' as const, effort: before, entry };
    }
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'effort.recorded',
      subject: { kind: 'effort', id: row.id },
      payload: {
        sha256,
        means: row.means,
        sector: row.sector,
        side: row.side,
        usableHours: row.usableHours,
        lostHours: row.lostHours,
        reportingWeek: row.reportingWeek,
      },
    });
    if (!entry) throw new Error('an append returned no entry');
    await tx.write.effort([row], [entry.id]);
    return { status: 'accepted' as const, effort: row, entry };
  });
  return {
    status: done.status,
    effort: done.effort,
    receipt: makeReceipt(deps.signer, { ...done.effort, sha256 }, done.entry),
  };
}

function check(mission: Mission, input: EffortInput): { start: string; end: string } {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  if (!mission.means.some((m) => m.id === input.means)) faults.add('/means', say`Not a means of this mission.`);
  if (!mission.sectors.some((s) => s.id === input.sector)) faults.add('/sector', say`Not a sector of this mission.`);
  const side = input.side ?? null;
  if (side !== null && !mission.parties.some((p) => p.id === side))
    faults.add('/side', say`Must be the id of the party on whose side it was watched from, or null.`);
  faults.textIfGiven(input.sourceId ?? '', '/sourceId', 100);
  faults.textIfGiven(input.lostReason, '/lostReason', 500);
  const { start, end } = readInterval(input, faults);
  faults.number(input.usableHours, '/usableHours', 0, 10_000);
  faults.number(input.lostHours, '/lostHours', 0, 10_000);
  if (start !== '' && start === end) faults.add('/end', say`Effort needs a length of time.`);
  faults.settle();
  const hours = (Date.parse(end) - Date.parse(start)) / 3_600_000;
  if (input.usableHours + input.lostHours > hours + 1e-6)
    faults.add('/usableHours', say`Usable and lost hours together exceed the ${hours} h of the interval.`);
  if (reportingWeek(start, mission.calendar) !== reportingWeek(justBefore(end), mission.calendar))
    faults.add('/end', say`Crosses the end of a reporting week: send it as two.`);
  faults.settle();
  return { start, end };
}

function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
