import { say, englishOf, type Said } from '../../said.js';
import { requireAction, requireObject } from '../../access/policy.js';
import { refuseFaults, typedTextFaults } from '../../mission/typed-text.js';
import { wordingFaults } from '../../mission/wording.js';
import type { Actor } from '../../access/types.js';
import { Problem, type ProblemPointer, faultAt } from '../../errors.js';
import { round } from '../../geo/covariance.js';
import { isRecordId } from '../../intake/record-id.js';
import { parseInstant } from '../../intake/time.js';
import type { Deps, Tx } from '../../ports.js';
import { likelySide } from '../access/debt.js';
import { requirePerson } from '../decide.js';
import { step } from '../transitions.js';
import type { FieldTask, NotReachedCause } from '../types.js';
import { fieldTaskMachine, type FieldTaskStep } from './machine.js';

export interface FieldTaskInput {
  /** Client-made UUIDv7. */
  id: string;
  incidentId: string;
  type: FieldTask['type'];
  /** Account of a monitor, or device of a drone. */
  assignee: string;
  lat: number;
  lon: number;
  placeName: string;
  instruction: string;
  /** ISO 8601 with offset. */
  dueBy: string;
}

/** One standard deviation assumed of a place on a map to which somebody is sent, metres. */
const placeSigmaMetres = 100;

/**
 * Asks somebody to go, or a drone to fly, to one place of an incident by a stated time. Sending again with the same
 * id changes nothing.
 * @throws Problem invalid_input, not_allowed, not_found (incident or assignee), conflict (id used for another)
 */
export async function requestTask(deps: Deps, actor: Actor, input: FieldTaskInput): Promise<FieldTask> {
  requireAction(actor, 'fieldtask.request');
  requirePerson(actor);
  const dueBy = checkForm(deps, input);
  const { lat, lon } = input;
  return deps.uow.run(async (tx) => {
    const incident = requireObject(
      actor,
      'fieldtask.request',
      await tx.incidents.get(input.incidentId),
      ({ sector }) => ({ sector }),
    );
    await tx.lock([`incident:${incident.id}`]);
    const before = await tx.fieldTasks.get(input.id);
    if (before) {
      if (before.incidentId === incident.id && before.requestedBy === actor.id) return before;
      throw new Problem('conflict', say`${input.id} is already here with other content. Use a new id.`);
    }
    if (incident.state === 'merged')
      throw new Problem(
        'not_possible',
        say`The incident has been merged into ${incident.mergedInto ?? '-'}; ask there.`,
      );
    await requireAssignee(tx, input);
    if (dueBy <= tx.now) fault('/dueBy', say`Must lie ahead.`);
    const estimate = { lat, lon, ...round(placeSigmaMetres), method: 'fix' as const };
    const row: FieldTask = {
      id: input.id,
      incidentId: incident.id,
      type: input.type,
      assignee: input.assignee,
      lat,
      lon,
      placeName: input.placeName.trim(),
      sector: incident.sector,
      side: likelySide(deps.geography.sideOf(estimate, tx.now)),
      instruction: input.instruction.trim(),
      dueBy,
      state: 'asked',
      requestedBy: actor.id,
      requestedAt: tx.now,
      sightingId: null,
      cause: null,
      reason: null,
      restrictionId: null,
      answeredBy: null,
      answeredAt: null,
    };
    await tx.write.fieldTask(row);
    await announce(tx, actor, 'fieldtask.asked', row, { dueBy, assignee: row.assignee, task: row.type });
    return row;
  });
}

/** The assignee says that it is on its way. @throws Problem not_allowed, not_found, not_possible */
export async function acceptTask(deps: Deps, actor: Actor, input: { taskId: string }): Promise<FieldTask> {
  return deps.uow.run(async (tx) => {
    const task = await taskToAnswer(tx, actor, input.taskId);
    const row: FieldTask = { ...task, state: after(task, 'accept') };
    await tx.write.fieldTask(row);
    await announce(tx, actor, 'fieldtask.accepted', row, {});
    return row;
  });
}

export interface FieldTaskAnswer {
  taskId: string;
  outcome: 'reached' | 'not_reached';
  /** Exactly where reached. */
  sightingId?: string | null;
  /** Exactly where not reached. */
  cause?: NotReachedCause | null;
  reason?: string | null;
  /** Only where access was the cause. */
  restrictionId?: string | null;
}

const causes: readonly NotReachedCause[] = ['access', 'danger', 'weather', 'technical', 'time', 'other'];

/**
 * The answer: the place was reached and this sighting tells what was found (also where that was nothing), or it
 * was not, and why; for want of access with the incident of the restriction, where there is one.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (already answered or withdrawn)
 */
export async function answerTask(deps: Deps, actor: Actor, input: FieldTaskAnswer): Promise<FieldTask> {
  checkAnswer(deps, input);
  return deps.uow.run(async (tx) => {
    const task = await taskToAnswer(tx, actor, input.taskId);
    const answered = { answeredBy: actor.id, answeredAt: tx.now };
    if (input.outcome === 'reached') {
      const sightingId = input.sightingId!;
      await requireAnswer(tx, actor, task, sightingId);
      const row: FieldTask = { ...task, ...answered, state: after(task, 'reach'), sightingId };
      await tx.write.fieldTask(row);
      await announce(tx, actor, 'fieldtask.reached', row, { sightingId });
      return row;
    }
    const restrictionId = input.restrictionId ?? null;
    if (restrictionId !== null && !(await isRestriction(tx, deps, restrictionId)))
      fault('/restrictionId', say`Must be an incident about access.`);
    const state = after(task, 'miss');
    const row: FieldTask = {
      ...task,
      ...answered,
      state,
      cause: input.cause!,
      reason: input.reason!.trim(),
      restrictionId,
    };
    await tx.write.fieldTask(row);
    await announce(tx, actor, 'fieldtask.not_reached', row, { cause: row.cause, restrictionId });
    return row;
  });
}

/** Whoever may ask may take the request back, with a reason. @throws Problem */
export async function withdrawTask(
  deps: Deps,
  actor: Actor,
  input: { taskId: string; reason: string },
): Promise<FieldTask> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    const task = await lockedTask(tx, input.taskId);
    requireObject(actor, 'fieldtask.request', task, (t) => ({ sector: t.sector }));
    const state = after(task!, 'withdraw');
    const answered = { answeredBy: actor.id, answeredAt: tx.now };
    const row: FieldTask = { ...task!, ...answered, state, reason: input.reason.trim() };
    await tx.write.fieldTask(row);
    await announce(tx, actor, 'fieldtask.withdrawn', row, {});
    return row;
  });
}

/** @throws Problem invalid_input */
function checkAnswer({ mission }: Pick<Deps, 'mission'>, input: FieldTaskAnswer): void {
  const faults: ProblemPointer[] = [];
  const reached = input.outcome === 'reached';
  const needs = (name: 'sightingId' | 'cause', wanted: boolean) => {
    const given = input[name] !== undefined && input[name] !== null;
    if (given !== wanted)
      faults.push(
        faultAt(
          `/${name}`,
          name === 'sightingId'
            ? say`Needed exactly where the place was reached.`
            : say`Needed exactly where it was not reached.`,
        ),
      );
  };
  needs('sightingId', reached);
  needs('cause', !reached);
  if (!reached) faults.push(...typedTextFaults(input.reason ?? '', mission));
  if (input.cause && !causes.includes(input.cause))
    faults.push(faultAt('/cause', say`Must be one of ${causes.join(', ')}.`));
  if (input.restrictionId && input.cause !== 'access')
    faults.push(faultAt('/restrictionId', say`Only where the cause is access.`));
  refuseFaults(faults);
}

function after(task: FieldTask, name: FieldTaskStep): FieldTask['state'] {
  return step(fieldTaskMachine, task.state, name, `Task ${task.id}`);
}

async function lockedTask(tx: Tx, taskId: string): Promise<FieldTask | null> {
  const known = await tx.fieldTasks.get(taskId);
  if (!known) return null;
  await tx.lock([`incident:${known.incidentId}`]);
  return tx.fieldTasks.get(taskId);
}

async function taskToAnswer(tx: Tx, actor: Actor, taskId: string): Promise<FieldTask> {
  requireAction(actor, 'fieldtask.answer');
  const task = await lockedTask(tx, taskId);
  return requireObject(actor, 'fieldtask.answer', task, (t) => ({ sector: t.sector, owner: t.assignee }));
}

/** The answering sighting is the assignee's own (or was handed in by the actor), made after it was asked. */
async function requireAnswer(tx: Tx, actor: Actor, task: FieldTask, sightingId: string): Promise<void> {
  const sighting = await tx.sightings.get(sightingId);
  const own = sighting && [task.assignee, actor.id].includes(sighting.submittedBy);
  if (!sighting || !own) fault('/sightingId', say`Must be a sighting that the assignee or you submitted.`);
  if (sighting.receivedAt < task.requestedAt) fault('/sightingId', say`Was submitted before the task was asked.`);
}

async function isRestriction(tx: Tx, deps: Deps, incidentId: string): Promise<boolean> {
  const incident = await tx.incidents.get(incidentId);
  return deps.mission.eventKinds.some((k) => k.id === incident?.kind && k.category === 'access');
}

async function requireAssignee(tx: Tx, input: FieldTaskInput): Promise<void> {
  const person = input.type === 'patrol' ? await tx.accounts.get(input.assignee) : null;
  const device = input.type === 'drone' ? await tx.devices.get(input.assignee) : null;
  const fits = input.type === 'patrol' ? person?.role === 'monitor' || person?.role === 'supervisor' : device !== null;
  if (!fits)
    fault('/assignee', input.type === 'patrol' ? say`Must be the account of a monitor.` : say`Must be a device.`);
}

async function announce(
  tx: Tx,
  actor: Actor,
  type: string,
  row: FieldTask,
  payload: Record<string, unknown>,
): Promise<void> {
  await tx.append({
    actor: actor.id,
    type,
    subject: { kind: 'incident', id: row.incidentId },
    payload: { taskId: row.id, ...payload },
  });
}

function checkForm({ mission }: Pick<Deps, 'mission'>, input: FieldTaskInput): string {
  const faults: ProblemPointer[] = [];
  const text = (name: 'placeName' | 'instruction', most: number) => {
    if (input[name].trim() === '' || input[name].length > most)
      faults.push(faultAt(`/${name}`, say`Must be a text of 1 to ${most} characters.`));
  };
  if (!isRecordId(input.id)) faults.push(faultAt('/id', say`Must be a lower-case UUID of version 7.`));
  if (!(Math.abs(input.lat) <= 90)) faults.push(faultAt('/lat', say`Must be a number from -90 to 90.`));
  if (!(Math.abs(input.lon) <= 180)) faults.push(faultAt('/lon', say`Must be a number from -180 to 180.`));
  text('placeName', 200);
  text('instruction', 4_000);
  faults.push(...wordingFaults(input.instruction, mission, '/instruction'));
  const dueBy = parseInstant(input.dueBy);
  if (dueBy === null) faults.push(faultAt('/dueBy', say`Must be a date and time with offset.`));
  refuseFaults(faults);
  return dueBy!;
}

function fault(pointer: string, said: Said): never {
  throw new Problem('invalid_input', `${pointer}: ${englishOf(said)}`, [faultAt(pointer, said)]);
}
