import { say } from '../said.js';
import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { Faults } from '../intake/faults.js';
import { contentConflict, intakeLocks } from '../intake/idempotence.js';
import { isRecordId } from '../intake/record-id.js';
import { canonicalSha256 } from '../journal/canonical.js';
import type { Deps, Tx } from '../ports.js';
import type { HotlineEntry, HotlineType } from './types.js';

/** In place of a party's id: the mission itself called, or was called. */
export const missionSide = 'mission';

/** One line for the log; which fields it needs depends on `type`, see HotlineEntry. */
export interface HotlineInput {
  id: string;
  type: HotlineType;
  /** Absent for an issue. */
  issueId?: string;
  party?: string;
  toParty?: string;
  at: string;
  sector?: string | null;
  dueBy?: string | null;
  promiseId?: string;
  kept?: boolean;
  /** Issue only: the incident that it is about. */
  incidentId?: string | null;
  text: string;
}

/**
 * Enters one line of the hotline log: an issue, an activation of the line on it, a promise that a party gave, or whether
 * a promise was kept. The same id with the same content changes nothing.
 * @throws Problem invalid_input, not_allowed, not_found (issue or promise), conflict, not_possible (already settled)
 */
export async function logHotline(deps: Deps, actor: Actor, input: HotlineInput): Promise<HotlineEntry> {
  requireAction(actor, 'hotline.log');
  checkForm(deps, input);
  const said = {
    id: input.id,
    type: input.type,
    issueId: input.type === 'issue' ? input.id : (input.issueId ?? ''),
    party: input.party ?? null,
    toParty: input.toParty ?? null,
    at: new Date(input.at).toISOString(),
    sector: input.sector ?? null,
    dueBy: input.dueBy == null ? null : new Date(input.dueBy).toISOString(),
    promiseId: input.promiseId ?? null,
    kept: input.kept ?? null,
    ...(input.incidentId != null && { incidentId: input.incidentId }),
    text: input.text,
  };
  const sha256 = canonicalSha256(said);
  return deps.uow.run(async (tx) => {
    // All lines of an issue in one order: a promise is settled once.
    await tx.lock([...intakeLocks([said.id]), `hotline:${said.issueId}`]);
    const before = await tx.hotline.get(said.id);
    if (before) {
      if (before.sha256 !== sha256) throw contentConflict(said.id);
      return before;
    }
    if (said.type !== 'issue') await refuseUnfounded(tx, said);
    if (input.incidentId != null && !(await tx.incidents.get(input.incidentId)))
      throw new Problem('not_found', say`There is no incident ${input.incidentId}.`);
    const { id, text, ...facts } = said;
    const [entry] = await tx.append({
      actor: actor.id,
      type: `hotline.${said.type}`,
      subject: { kind: 'hotline', id },
      // What was said stays in the log: the journal only proves it.
      payload: { ...facts, sha256 },
    });
    const row: HotlineEntry = {
      ...said,
      incidentId: input.incidentId ?? null,
      text,
      entryId: entry!.id,
      loggedBy: actor.id,
      loggedAt: tx.now,
      sha256,
    };
    await tx.write.hotline(row);
    if (said.type === 'outcome') await tellIncident(tx, actor, said.issueId);
    return row;
  });
}

/** Every line about issues that were spoken of in [from, to), oldest first. @throws Problem not_allowed */
export async function readHotline(
  deps: Deps,
  actor: Actor,
  interval: { from: string; to: string },
): Promise<{ entries: HotlineEntry[]; counts: HotlineCounts }> {
  requireAction(actor, 'hotline.read');
  const entries = await deps.uow.read((reads) => reads.hotline.during(interval.from, interval.to));
  return {
    entries,
    counts: countHotline(
      deps.mission.parties.map((p) => p.id),
      entries,
      interval,
    ),
  };
}

export interface HotlineCounts {
  issuesOpened: number;
  /** Issues on which the line was used. */
  issuesSpokenOf: number;
  activations: number;
  /** One row for each party and for the mission. Promises by when they were given; `broken` = found not kept. */
  parties: {
    party: string;
    called: number;
    wasCalled: number;
    promises: number;
    kept: number;
    broken: number;
    open: number;
  }[];
}

/** Counts of a period, every party by the same rule: "31 activations on 17 issues", promises given and what became of them. */
export function countHotline(
  parties: readonly string[],
  entries: readonly HotlineEntry[],
  { from, to }: { from: string; to: string },
): HotlineCounts {
  const during = entries.filter((e) => e.at >= from && e.at < to);
  const of = (type: HotlineType) => during.filter((e) => e.type === type);
  const outcome = new Map(entries.filter((e) => e.type === 'outcome').map((e) => [e.promiseId, e.kept]));
  const activations = of('activation');
  return {
    issuesOpened: of('issue').length,
    issuesSpokenOf: new Set(activations.map((e) => e.issueId)).size,
    activations: activations.length,
    parties: [...parties, missionSide].map((party) => {
      const promises = of('promise').filter((e) => e.party === party);
      const settled = (kept: boolean) => promises.filter((e) => outcome.get(e.id) === kept).length;
      return {
        party,
        called: activations.filter((e) => e.party === party).length,
        wasCalled: activations.filter((e) => e.toParty === party).length,
        promises: promises.length,
        kept: settled(true),
        broken: settled(false),
        open: promises.length - settled(true) - settled(false),
      };
    }),
  };
}

/** What became of a promise may settle the incident that the issue is about: it is looked at again. */
async function tellIncident(tx: Tx, actor: Actor, issueId: string): Promise<void> {
  const issue = (await tx.hotline.ofIssue(issueId)).find((e) => e.type === 'issue');
  if (issue?.incidentId == null) return;
  await tx.append({
    actor: actor.id,
    type: 'incident.spoken_of',
    subject: { kind: 'incident', id: issue.incidentId },
    payload: { issueId, settled: (await tx.hotline.settled([issue.incidentId])).has(issue.incidentId) },
  });
}

async function refuseUnfounded(
  tx: Tx,
  said: { type: HotlineType; issueId: string; promiseId: string | null; at: string },
): Promise<void> {
  const lines = await tx.hotline.ofIssue(said.issueId);
  if (!lines.some((e) => e.type === 'issue')) throw new Problem('not_found', say`There is no issue ${said.issueId}.`);
  if (said.type !== 'outcome') return;
  const promise = lines.find((e) => e.type === 'promise' && e.id === said.promiseId);
  if (!promise) throw new Problem('not_found', say`There is no promise ${said.promiseId ?? '-'} on this issue.`);
  if (lines.some((e) => e.type === 'outcome' && e.promiseId === promise.id))
    throw new Problem('not_possible', say`What became of this promise is already on record.`);
}

/** Fields that each type of line has beside id, type, at and text; the others must be absent. */
const fields: Record<HotlineType, { needs: (keyof HotlineInput)[]; may: (keyof HotlineInput)[] }> = {
  issue: { needs: [], may: ['sector', 'incidentId'] },
  activation: { needs: ['issueId', 'party', 'toParty'], may: [] },
  promise: { needs: ['issueId', 'party'], may: ['dueBy'] },
  outcome: { needs: ['issueId', 'promiseId', 'kept'], may: [] },
};
const special: (keyof HotlineInput)[] = [
  'issueId',
  'party',
  'toParty',
  'sector',
  'dueBy',
  'promiseId',
  'kept',
  'incidentId',
];

function checkForm(deps: Deps, input: HotlineInput): void {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  const form = Object.hasOwn(fields, input.type) ? fields[input.type] : null;
  if (form === null) faults.add('/type', say`Must be issue, activation, promise or outcome.`);
  for (const field of form === null ? [] : special) {
    const given = input[field] !== undefined && input[field] !== null;
    if (form!.needs.includes(field) && !given) faults.add(`/${field}`, say`A line of type ${input.type} needs this.`);
    if (given && !form!.needs.includes(field) && !form!.may.includes(field))
      faults.add(`/${field}`, say`A line of type ${input.type} has no such field.`);
  }
  const sides = new Set([...deps.mission.parties.map((p) => p.id), missionSide]);
  for (const field of ['party', 'toParty'] as const)
    if (input[field] !== undefined && !sides.has(input[field]!))
      faults.add(`/${field}`, say`A party id, or "mission".`);
  if (input.party !== undefined && input.party === input.toParty) faults.add('/toParty', say`Nobody calls itself.`);
  if (input.sector != null && !deps.mission.sectors.some((s) => s.id === input.sector))
    faults.add('/sector', say`Not a sector of this mission.`);
  const at = Date.parse(input.at);
  if (Number.isNaN(at)) faults.add('/at', say`Must be an instant.`);
  else if (at > deps.clock.now().getTime()) faults.add('/at', say`Lies in the future.`);
  if (input.dueBy != null && Number.isNaN(Date.parse(input.dueBy))) faults.add('/dueBy', say`Must be an instant.`);
  if (typeof input.text !== 'string' || input.text.trim() === '') faults.add('/text', say`Say what it is about.`);
  else faults.textIfGiven(input.text, '/text', 20_000);
  faults.settle();
}
