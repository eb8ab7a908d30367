import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import type { Mission } from '../mission/types.js';
import type { Deps } from '../ports.js';
import { Faults } from './faults.js';
import { acceptingEntry, contentConflict, intakeLocks } from './idempotence.js';
import { checkFootprint } from './place-check.js';
import { hashOf, readInterval } from './prepare.js';
import { makeReceipt } from './receipt.js';
import { isRecordId } from './record-id.js';
import type { Notification, Receipt } from './types.js';

/** A party's notice as it is sent in. Times ISO 8601 with offset; area as corners [lon, lat]. */
export interface NotificationInput {
  id: string;
  party: string;
  /** What is announced, for example "exercise", "flight", "convoy", "repair". */
  kind: string;
  /** Kinds of event (pack ids) that it explains. */
  eventKinds: string[];
  area: [number, number][];
  start: string;
  end: string;
  text?: string;
  /** Kinds of event that the party promises will not happen there and then: a window of silence, say for repairs. */
  prohibits?: string[];
}

/**
 * Takes in an advance notice with the entry `notification.accepted` and a receipt. Whoever acts for a
 * party gives notice for that party only. The same id with the same content gets the first receipt.
 * @throws Problem invalid_input, conflict
 */
export async function acceptNotification(
  deps: Deps,
  actor: Actor,
  input: NotificationInput,
): Promise<{ status: 'accepted' | 'repeated'; notification: Notification; receipt: Receipt }> {
  const { start, end } = check(deps, actor, input);
  const sha256 = hashOf(input);
  const row: Notification = {
    id: input.id,
    party: input.party,
    kind: input.kind,
    eventKinds: input.eventKinds,
    area: input.area,
    start,
    end,
    text: input.text ?? null,
    prohibits: input.prohibits?.length ? input.prohibits : null,
    receivedAt: deps.clock.now().toISOString(),
    submittedBy: actor.id,
  };
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([row.id]));
    const before = await tx.notifications.get(row.id);
    if (before) {
      const entry = await acceptingEntry(tx, 'notification', row.id, 'notification.accepted');
      if (entry.payload['sha256'] !== sha256) throw contentConflict(row.id);
      return { status: 'repeated' as const, notification: before, entry };
    }
    await tx.write.notification(row);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'notification.accepted',
      subject: { kind: 'notification', id: row.id },
      payload: {
        sha256,
        party: row.party,
        kind: row.kind,
        eventKinds: row.eventKinds,
        prohibits: row.prohibits,
        start,
        end,
      },
    });
    if (!entry) throw new Error('an append returned no entry');
    return { status: 'accepted' as const, notification: row, entry };
  });
  return {
    status: done.status,
    notification: done.notification,
    receipt: makeReceipt(deps.signer, { ...done.notification, sha256 }, done.entry),
  };
}

function check(deps: Deps, actor: Actor, input: NotificationInput): { start: string; end: string } {
  const { mission } = deps;
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  if (!mission.parties.some((p) => p.id === input.party)) faults.add('/party', say`Not a party of this mission.`);
  else if (actor.scope.party !== null && actor.scope.party !== input.party)
    throw new Problem('not_allowed', say`You may give notice for your own party only.`, [
      faultAt('/party', say`Not the party you act for.`),
    ]);
  if (typeof input.kind !== 'string' || !/^[a-z][a-z0-9_]{0,39}$/.test(input.kind))
    faults.add('/kind', say`Must be a word in lower case.`);
  checkKinds(input, mission, faults);
  checkFootprint(input.area, faults, '/area');
  faults.textIfGiven(input.text, '/text', 20_000);
  const interval = readInterval(input, faults);
  if (interval.start !== '' && interval.start === interval.end)
    faults.add('/end', say`A notice needs a length of time.`);
  faults.settle();
  return interval;
}

/** A notice explains kinds of event, forbids kinds, or both; it must do one, and not both of the same kind. */
function checkKinds(input: NotificationInput, mission: Mission, faults: Faults): void {
  const prohibits = input.prohibits ?? [];
  for (const [name, list] of [
    ['eventKinds', input.eventKinds],
    ['prohibits', prohibits],
  ] as const) {
    if (!Array.isArray(list)) {
      faults.add(`/${name}`, say`Must be a list of kinds of event.`);
      continue;
    }
    list.forEach((id, i) => {
      if (!mission.eventKinds.some((k) => k.id === id))
        faults.add(`/${name}/${i}`, say`Not a kind of event of this mission.`);
      else if (name === 'prohibits' && input.eventKinds?.includes(id))
        faults.add(`/${name}/${i}`, say`The notice announces this kind as well.`);
    });
  }
  if (Array.isArray(input.eventKinds) && input.eventKinds.length + prohibits.length === 0)
    faults.add('/eventKinds', say`Name at least one kind of event that the notice explains, or one that it prohibits.`);
}
