import type { Actor } from '#core/access/types.js';
import { addItem, disputeItem } from '#core/attribution/keep.js';
import { recordDissent } from '#core/attribution/dissent.js';
import { addContact } from '#core/escalation/contacts.js';
import { acknowledge } from '#core/escalation/escalate.js';
import { handOver } from '#core/escalation/hand-over.js';
import { actOn, deEscalate, raiseByPerson, snooze } from '#core/escalation/manage.js';
import { logHotline, type HotlineInput } from '#core/reply/hotline.js';
import { acceptTask, answerTask, requestTask, withdrawTask } from '#core/verification/requests/tasks.js';
import { liaison, person, storeAccount, type Desk } from './desk.js';

/** Who acts, each with an id that no edition may tell. */
export interface Staff {
  monitor: Actor;
  supervisor: Actor;
  analyst: Actor;
  dissenter: Actor;
}
type Canary = (field: string) => string;

/** What is said while an incident climbs and comes down again: every reason is the mission's own. */
export async function climb(desk: Desk, canary: Canary, { supervisor }: Staff, incidentId: string): Promise<void> {
  const { deps } = desk;
  const head = person(canary('head').toLowerCase(), 'head_of_mission');
  const relief = person(canary('relief').toLowerCase(), 'supervisor');
  for (const one of [head, relief, supervisor]) await storeAccount(deps, one);
  const address = `${canary('address').toLowerCase()}@example.org`;
  await addContact(deps, person(canary('administrator').toLowerCase(), 'administrator'), {
    channel: 'email',
    address,
    rungs: ['head'],
    sectors: [],
    language: 'en',
    privateAllowed: false,
  });
  const high = await raiseByPerson(deps, supervisor, { incidentId, rung: 'head', reason: canary('raised') });
  await acknowledge(deps, head, { escalationId: high.id });
  const until = new Date(desk.clock.now().getTime() + 3_600_000).toISOString();
  await snooze(deps, head, { escalationId: high.id, until, reason: canary('snoozed') });
  const low = await deEscalate(deps, head, { escalationId: high.id, reason: canary('lowered') });
  await acknowledge(deps, supervisor, { escalationId: low.id });
  await handOver(deps, supervisor, { to: relief.id, reason: canary('handed') });
  await actOn(deps, relief, { escalationId: low.id, reason: canary('acted') });
  await desk.work();
}

/** One place that was not reached and one request taken back: who was sent, where to, what for, and why not. */
export async function send(
  desk: Desk,
  canary: Canary,
  { monitor, supervisor }: Staff,
  incidentId: string,
): Promise<void> {
  const { deps } = desk;
  await storeAccount(deps, monitor);
  const ask = () =>
    requestTask(deps, supervisor, {
      id: deps.ids.next(),
      incidentId,
      type: 'patrol',
      assignee: monitor.id,
      lat: -49.310457,
      lon: 69.510754,
      placeName: canary('place'),
      instruction: canary('instruction'),
      dueBy: '2026-11-22T09:00:00Z',
    });
  const [missed, withdrawn] = [await ask(), await ask()];
  await acceptTask(deps, monitor, { taskId: missed.id });
  const why = { outcome: 'not_reached', cause: 'danger', reason: canary('unreached') } as const;
  await answerTask(deps, monitor, { taskId: missed.id, ...why });
  await withdrawTask(deps, supervisor, { taskId: withdrawn.id, reason: canary('withdrawn') });
}

/** A complaint of each party: an edition counts complaints and quotes none, not even to the party that made it. */
export async function complain(desk: Desk, canary: Canary): Promise<void> {
  for (const [party, against] of [
    ['orrin', 'vell'],
    ['vell', 'orrin'],
  ] as const)
    await desk.receive(liaison(party), {
      text: `${canary('complaint')} at the mill`,
      allegedParty: against,
      sourceTime: canary('heard'),
    });
}

/** All that is said on the hotline about one issue, by the mission and both parties. */
export async function call(desk: Desk, canary: Canary, { supervisor }: Staff, incidentId: string): Promise<void> {
  const log = (given: Partial<HotlineInput> & Pick<HotlineInput, 'type'>) =>
    logHotline(desk.deps, supervisor, {
      id: desk.deps.ids.next(),
      at: '2026-11-22T04:30:00.000Z',
      text: canary(`hotline${given.type}`),
      ...given,
    });
  const { id: issueId } = await log({ type: 'issue', sector: 'island', incidentId });
  await log({ type: 'activation', issueId, party: 'orrin', toParty: 'vell' });
  const promise = await log({ type: 'promise', issueId, party: 'vell', dueBy: '2026-11-22T04:45:00.000Z' });
  await log({ type: 'outcome', issueId, promiseId: promise.id, kept: false });
}

/** What is weighed in the ledger of an attribution, what is disputed there, and who does not agree with its outcome. */
export async function weigh(
  desk: Desk,
  canary: Canary,
  { analyst, dissenter }: Staff,
  { incidentId, attributionId }: { incidentId: string; attributionId: string },
): Promise<void> {
  const { deps } = desk;
  const item = await addItem(deps, analyst, {
    incidentId,
    kind: 'other',
    statement: canary('statement'),
    estimate: { orrin: 1.1 },
    reason: canary('weighed'),
    basis: [],
    source: canary('origin'),
  });
  await disputeItem(deps, dissenter, { incidentId, itemKey: item.id, disputed: true, reason: canary('disputed') });
  await recordDissent(deps, dissenter, { attributionId, reason: canary('dissented') });
}
