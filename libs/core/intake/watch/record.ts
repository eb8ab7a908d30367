import { requireAction, requireObject } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import type { Deps } from '../../ports.js';
import { acceptingEntry, contentConflict, intakeLocks } from '../idempotence.js';
import { hashOf } from '../prepare.js';
import { makeReceipt } from '../receipt.js';
import type { Effort, Receipt } from '../types.js';
import { checkWatch, type WatchInput } from './check.js';
import type { Watch } from './types.js';
import { hoursOf, type WatchedHours } from './hours.js';

/**
 * Takes in what a source watched and, from it, the effort per sector, side and reporting week, with the entry
 * `watch.recorded` and a receipt. The hours are computed before the transaction. The same id with the same
 * content gets the first receipt. Whoever is limited to sectors sends watches that lie in them.
 * @throws Problem invalid_input, not_allowed, not_found (a sector out of reach), conflict
 */
export async function recordWatch(
  deps: Deps,
  actor: Actor,
  input: WatchInput,
): Promise<{ status: 'accepted' | 'repeated'; watch: Watch; hours: WatchedHours[]; receipt: Receipt }> {
  requireAction(actor, 'effort.submit');
  const sha256 = hashOf(input);
  const receivedAt = deps.clock.now().toISOString();
  const { id, means, sourceId } = input;
  const watch: Watch = {
    ...checkWatch(input, deps.mission),
    id,
    means,
    sourceId,
    sha256,
    submittedBy: actor.id,
    receivedAt,
  };
  const hours = hoursOf(watch, deps.mission, deps.geography);
  for (const row of hours) requireObject(actor, 'effort.submit', row, ({ sector }) => ({ sector }));
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([id]));
    const before = await tx.watches.get(id);
    if (before) {
      if (before.sha256 !== sha256) throw contentConflict(id);
      const entry = await acceptingEntry(tx, 'watch', id, 'watch.recorded');
      return { status: 'repeated' as const, watch: before, entry };
    }
    await tx.write.watch(watch);
    const figures = hours.map(({ sector, side, reportingWeek, usableHours, lostHours }) => ({
      sector,
      side,
      reportingWeek,
      usableHours,
      lostHours,
    }));
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'watch.recorded',
      subject: { kind: 'watch', id },
      payload: { sha256, means, kind: watch.said.type, hours: figures },
    });
    if (!entry) throw new Error('an append returned no entry');
    const rows = hours.map((h): Effort => ({
      ...h,
      id: tx.ids.next(),
      watchId: id,
      means,
      sourceId,
      submittedBy: actor.id,
      receivedAt,
    }));
    if (rows.length > 0) await tx.write.effort(rows, [entry.id]);
    return { status: 'accepted' as const, watch, entry };
  });
  return { ...done, hours, receipt: makeReceipt(deps.signer, done.watch, done.entry) };
}
