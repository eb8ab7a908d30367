import { lockIncidents } from '../fusion/lock.js';
import type { EscalationRules } from '../mission/ladder-types.js';
import type { Mission } from '../mission/types.js';
import type { Deps, Tx } from '../ports.js';
import type { TriggerIncident } from '../ports-escalation.js';
import { englishOf } from '../said.js';
import { mergedAway } from './escalate.js';
import { followNotices } from './follow-notices.js';
import { minutesAfter } from './ladder.js';
import { close, raise, rungNamed } from './steps.js';
import { counts, countTriggers, singleTriggers, type Trigger } from './triggers.js';

/** Entries that one round takes in. */
const batch = 500;
const cursorKey = 'escalation_watch_position';

/** Entries after which an incident may raise something, or may not hold up a step any more. */
const telling = new Set([
  'incident.opened',
  'incident.joined',
  'incident.split',
  'incident.merged',
  'incident.restored',
  'incident.left',
  'verification.decided',
  'verification.undone',
  'verification.revisited',
]);

/**
 * Follows the journal by position and raises what the pack's rules ask for, closes what has lost its ground. How far it
 * came is kept in the database and moves on with what was raised, in one transaction: a crash, a second process or a
 * clock that jumps neither lose nor double anything. Returns how many entries it took in.
 */
export async function watchTriggers(deps: Deps): Promise<number> {
  const position = (meta: string | null) => Number(meta ?? '0');
  const [at, end] = await deps.uow.read(async (reads) => [
    position(await reads.meta.get(cursorKey)),
    (await reads.journal.lastPosition()) ?? -1,
  ]);
  if (at > end) return 0;
  return deps.uow.run(async (tx) => {
    await tx.lock([cursorKey]);
    const from = position(await tx.meta.get(cursorKey));
    // Of most entries nothing but type and subject is asked: what they hold is left unread.
    const entries = await tx.journal.written(from, batch);
    if (entries.length === 0) return 0;
    await tx.write.meta(cursorKey, String(entries.at(-1)!.position + 1));
    const ids = entries.filter((e) => telling.has(e.type) && e.subject.kind === 'incident').map((e) => e.subject.id);
    const changed = [...new Set(ids)].sort();
    await followNotices(tx, deps, entries);
    if (changed.length === 0) return entries.length;
    await closeGroundless(tx, changed);
    const { escalationRules: rules } = deps.mission;
    if (rules)
      for (const found of await triggered(tx, deps.mission, rules, changed)) await raiseTrigger(tx, deps, found);
    return entries.length;
  });
}

/** Closes steps of incidents that were merged away, and those that rules raised for incidents that count no more. */
async function closeGroundless(tx: Tx, changed: string[]): Promise<void> {
  const open = await tx.escalations.openOf(changed);
  if (open.length === 0) return;
  const incidents = new Map(
    (await lockIncidents(tx, [...new Set(open.map((e) => e.incidentId!))])).map((i) => [i.id, i]),
  );
  const byRule = new Set(['severity', 'repetition', 'fire_at_mission', 'mass_event']);
  for (const { id } of open) {
    const step = (await tx.escalations.get(id))!;
    const incident = incidents.get(step.incidentId!);
    if (!incident || step.closedAt !== null) continue;
    if (incident.state === 'merged') await close(tx, step, 'system', mergedAway);
    else if (byRule.has(step.trigger) && !counts(incident))
      await close(tx, step, 'system', `The incident was found to be "${incident.outcome}".`);
  }
}

async function triggered(tx: Tx, mission: Mission, rules: EscalationRules, ids: string[]): Promise<Trigger[]> {
  const oldest = minutesAfter(tx.now, -60 * rules.notOlderThanHours);
  const live = (await tx.incidents.getMany(ids)).filter((i) => i.state !== 'merged' && i.start >= oldest);
  const changed: TriggerIncident[] = live.filter(counts);
  const sectors = [...new Set(changed.flatMap((i) => i.sector ?? []))].sort();
  const counting = [...rules.repetition, ...rules.massEvents];
  if (sectors.length === 0 || counting.length === 0) return singleTriggers(rules, changed, mission);
  const hours = Math.max(...counting.map((rule) => rule.hours));
  const starts = changed.map((i) => i.start).sort();
  const around = await tx.triggers.begunIn(
    minutesAfter(starts[0]!, -60 * hours),
    minutesAfter(starts.at(-1)!, 60 * hours),
    sectors,
  );
  return [
    ...singleTriggers(rules, changed, mission),
    ...countTriggers(rules, new Set(changed.map((i) => i.id)), around, mission),
  ];
}

/** Raises once per rule and incident, or per rule and sector within its hours; a higher step that is open is enough. */
async function raiseTrigger(tx: Tx, deps: Deps, found: Trigger): Promise<void> {
  const { trigger, ruleId, incident, said } = found;
  const rung = rungNamed(deps.mission, found.rung);
  const counted = trigger === 'repetition' || trigger === 'mass_event';
  const family = counted ? `${trigger}:${ruleId}:${incident.sector}:` : `${trigger}:${ruleId}:`;
  if (counted) {
    const rules = deps.mission.escalationRules!;
    const { hours } = [...rules.repetition, ...rules.massEvents].find((rule) => rule.id === ruleId)!;
    const recent = await tx.triggers.raisedSince(trigger, minutesAfter(tx.now, -60 * hours));
    if (recent.some((e) => e.raiseKey.startsWith(family))) return;
  }
  await lockIncidents(tx, [incident.id]);
  const steps = (await tx.escalations.ofIncident(incident.id)).filter((e) => e.closedAt === null);
  if (steps.some((e) => e.level >= rung.level)) return;
  const { sector } = incident;
  const cause = {
    incidentId: incident.id,
    sector,
    trigger,
    raiseKey: family + incident.id,
    reason: englishOf(said),
    said: [said],
  };
  if ((await raise(tx, deps, rung, cause)) === null) return;
  for (const lower of steps) await close(tx, lower, 'system', `Raised to level ${rung.level}.`);
}
