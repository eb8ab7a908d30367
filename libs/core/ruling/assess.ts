import { requireAction } from '../access/policy.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import type { Gravity, Mission, Provision, StandardOfProof } from '../mission/types.js';
import { keepReason } from '../journal/reasons.js';
import type { Deps, Reads, Tx } from '../ports.js';
import { englishOf, say } from '../said.js';
import { requirePerson } from '../verification/decide.js';
import { step } from '../verification/transitions.js';
import { conditionFacts, dutyState, isInForce } from './conditions.js';
import { proofFor } from './decide-ruling.js';
import { ceilingState, presenceState, wholeDays } from './registers.js';
import type { Assessment } from './types.js';
import { needsSecond, rulingMachine, rulingStateOf } from './who.js';

/** Which provision, whose, and when: half-open, UTC instants. `party` is null for a presence benchmark. */
export interface Period {
  provisionId: string;
  party: string | null;
  from: string;
  to: string;
}

/** What the registers say of a period, before anybody has ruled. */
export interface Computed {
  computed: Assessment['computed'];
  /** The state of the ceiling, presence or condition: see registers.ts and conditions.ts. */
  figures: Record<string, unknown>;
  /** Who entered what the result rests on; they may not rule on it. */
  enteredBy: string[];
}

/** What the registers say of a period. @throws Problem not_allowed, invalid_input */
export async function previewAssessment(deps: Deps, actor: Actor, period: Period): Promise<Computed> {
  requireAction(actor, 'register.read');
  const provision = provisionOf(deps, period);
  return deps.uow.read((reads) => compute(reads, deps.mission, provision, period));
}

export interface AssessmentInput extends Period {
  result: Assessment['result'];
  gravity?: Gravity | null;
  standardOfProof?: StandardOfProof | null;
  reason: string;
}

/**
 * A person rules whether a provision that counts was kept in a period. Who entered the figures that it rests on may not;
 * a grave breach, and that a duty has lapsed, hold only once another person confirms. One about the same period
 * is withdrawn once the new one holds.
 * @throws Problem invalid_input, not_allowed
 */
export async function ruleAssessment(deps: Deps, actor: Actor, input: AssessmentInput): Promise<Assessment> {
  requireAction(actor, 'assessment.rule');
  requirePerson(actor);
  const provision = provisionOf(deps, input);
  checkForm(deps.mission, input, provision);
  const breach = input.result === 'breach';
  // That a duty lapsed is nobody's breach and has no gravity.
  const gravity =
    breach && provision.kind !== 'condition' ? (input.gravity ?? provision.gravity['*'] ?? 'minor') : null;
  const standardOfProof = gravity === null ? null : proofFor(deps.mission, gravity, input.standardOfProof ?? null);
  return deps.uow.run(async (tx) => {
    await tx.lock([`assessment:${provision.id}`]);
    const { computed, figures, enteredBy } = await compute(tx, deps.mission, provision, input);
    refuseEntered(actor, enteredBy, 'rule');
    const second = breach && (provision.kind === 'condition' || needsSecond({ result: input.result, gravity }));
    const state = step(rulingMachine, 'proposed', second ? 'rule_grave' : 'rule', 'The assessment');
    const assessment: Assessment = {
      id: tx.ids.next(),
      provisionId: provision.id,
      provisionVersion: provision.version,
      provisionText: provision.text,
      party: input.party,
      from: input.from,
      to: input.to,
      result: input.result,
      gravity,
      standardOfProof,
      reason: input.reason.trim(),
      figures: { ...figures, enteredBy },
      computed,
      state: state === 'ruled' ? 'ruled' : 'proposed',
      ruledBy: actor.id,
      ruledAt: tx.now,
      confirmedBy: null,
      confirmedAt: null,
    };
    const supersedes = await supersede(tx, assessment);
    await tx.write.assessment(assessment);
    await tx.append({
      actor: actor.id,
      type: 'assessment.ruled',
      subject: { kind: 'assessment', id: assessment.id },
      payload: { ...told(assessment), awaitsSecond: second, overridesComputed: computed !== input.result, supersedes },
    });
    return assessment;
  });
}

/** A second person confirms. @throws Problem not_allowed, not_found, not_possible (not waiting for it) */
export async function confirmAssessment(
  deps: Deps,
  actor: Actor,
  input: { assessmentId: string },
): Promise<Assessment> {
  return move(deps, actor, 'assessment.confirm', input.assessmentId, async (tx, current) => {
    step(rulingMachine, rulingStateOf(current), 'confirm', `Assessment ${current.id}`);
    if (current.ruledBy === actor.id)
      throw new Problem('not_allowed', say`You made this ruling: another person must confirm here.`);
    refuseEntered(actor, current.figures['enteredBy'] as string[], 'confirm');
    const confirmed: Assessment = { ...current, state: 'ruled', confirmedBy: actor.id, confirmedAt: tx.now };
    const supersedes = await supersede(tx, confirmed);
    await tx.write.assessment(confirmed);
    await tx.append({
      actor: actor.id,
      type: 'assessment.confirmed',
      subject: { kind: 'assessment', id: current.id },
      payload: { ...told(confirmed), supersedes },
    });
    return confirmed;
  });
}

/** Takes an assessment back, with a reason; it stays on record. @throws Problem not_allowed, not_found, not_possible */
export async function withdrawAssessment(
  deps: Deps,
  actor: Actor,
  input: { assessmentId: string; reason: string },
): Promise<Assessment> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return move(deps, actor, 'assessment.rule', input.assessmentId, async (tx, current) => {
    step(rulingMachine, rulingStateOf(current), 'withdraw', `Assessment ${current.id}`);
    const withdrawn: Assessment = { ...current, state: 'withdrawn' };
    await tx.write.assessment(withdrawn);
    await tx.append({
      actor: actor.id,
      type: 'assessment.withdrawn',
      subject: { kind: 'assessment', id: current.id },
      payload: { was: current.state, reasonId: await keepReason(tx, input.reason) },
    });
    return withdrawn;
  });
}

/** Every assessment, oldest first. @throws Problem not_allowed */
export async function listAssessments(deps: Deps, actor: Actor): Promise<Assessment[]> {
  requireAction(actor, 'register.read');
  return deps.uow.read((reads) => reads.assessments.list());
}

async function move(
  deps: Deps,
  actor: Actor,
  action: 'assessment.rule' | 'assessment.confirm',
  id: string,
  change: (tx: Tx, current: Assessment) => Promise<Assessment>,
): Promise<Assessment> {
  requireAction(actor, action);
  requirePerson(actor);
  return deps.uow.run(async (tx) => {
    const known = await tx.assessments.get(id);
    if (!known) throw new Problem('not_found', say`There is nothing here that you may see.`);
    await tx.lock([`assessment:${known.provisionId}`]);
    return change(tx, (await tx.assessments.get(id))!);
  });
}

async function compute(reads: Reads, mission: Mission, provision: Provision, period: Period): Promise<Computed> {
  const { party, from, to } = period;
  if (provision.ceiling) {
    const state = ceilingState(provision, party!, await reads.registers.figures(provision.id, null), to);
    const stale = state.estimated !== null && state.estimated.asOf < from;
    const results = {
      within: 'no_breach',
      above: 'breach',
      cannot_be_told: 'not_decided',
      no_estimate: 'not_decided',
    } as const;
    return {
      // An estimate from before the period says nothing about it.
      computed: stale ? 'not_decided' : results[state.verdict],
      figures: { ...state, stale },
      enteredBy: state.estimated === null ? [] : [state.estimated.submittedBy],
    };
  }
  if (provision.presence) {
    const days = wholeDays(from, to);
    const lines = await reads.registers.presence(provision.id, days.from, days.to, null);
    const state = presenceState(provision, lines, from, to);
    return {
      computed: state.verdict === 'kept' ? 'no_breach' : 'breach',
      figures: { ...state },
      enteredBy: [...new Set(lines.map((l) => l.submittedBy))].sort(),
    };
  }
  const facts = (await conditionFacts(reads, mission, to)).filter((f) => f.provisionId !== provision.id);
  const duty = dutyState(mission, { id: provision.condition!.then }, party!, to, facts);
  return {
    computed: duty?.state === 'lapsed' ? 'breach' : 'no_breach',
    figures: {
      duty: provision.condition!.then,
      state: duty?.state ?? null,
      because: duty ? englishOf(...duty.because) : null,
    },
    enteredBy: [],
  };
}

/** @throws Problem invalid_input */
function provisionOf(deps: Deps, period: Period): Provision {
  const faults = [];
  const provision = deps.mission.provisions.find((p) => p.id === period.provisionId);
  const counts = provision !== undefined && ['ceiling', 'presence', 'condition'].includes(provision.kind);
  if (!counts) faults.push(faultAt('/provisionId', say`Not a provision that counts over time.`));
  const bound = deps.mission.parties.some(
    (p) => p.id === period.party && (!provision?.binds.length || provision.binds.includes(p.id)),
  );
  if (counts && provision.kind !== 'presence' && !bound)
    faults.push(faultAt('/party', say`Name a party that the provision binds.`));
  if (counts && provision.kind === 'presence' && period.party !== null)
    faults.push(faultAt('/party', say`A presence benchmark names contributors, no party.`));
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  if (!instant.test(period.from) || !instant.test(period.to) || period.from >= period.to)
    faults.push(faultAt('/to', say`Must be a UTC instant after \`from\`.`));
  else if (period.to > deps.clock.now().toISOString()) faults.push(faultAt('/to', say`The period is not over yet.`));
  else if (counts && !isInForce(provision, period.from))
    faults.push(faultAt('/from', say`The provision is not in force then.`));
  refuseFaults(faults);
  return provision!;
}

/** Withdraws what is about the same period: open ones, and the one that held once the new one holds. */
async function supersede(tx: Tx, ruling: Assessment): Promise<string[]> {
  const others = (await tx.assessments.ofProvision(ruling.provisionId)).filter(
    (a) => a.id !== ruling.id && a.party === ruling.party && a.from === ruling.from && a.to === ruling.to,
  );
  const replaced = others.filter((a) => a.state === 'proposed' || (a.state === 'ruled' && ruling.state === 'ruled'));
  for (const a of replaced) await tx.write.assessment({ ...a, state: 'withdrawn' });
  return replaced.map((a) => a.id);
}

function refuseEntered(actor: Actor, enteredBy: readonly string[], what: 'rule' | 'confirm'): void {
  if (enteredBy.includes(actor.id))
    throw new Problem(
      'not_allowed',
      what === 'rule'
        ? say`You entered figures that this rests on: another person must rule here.`
        : say`You entered figures that this rests on: another person must confirm here.`,
    );
}

function told(a: Assessment): Record<string, unknown> {
  const { provisionId, provisionVersion, party, from, to, result, gravity, standardOfProof, computed } = a;
  return { provisionId, provisionVersion, party, from, to, result, gravity, standardOfProof, computed };
}

function checkForm(mission: Mission, input: AssessmentInput, provision: Provision): void {
  const faults = typedTextFaults(input.reason, mission);
  if (!['breach', 'no_breach', 'not_decided'].includes(input.result))
    faults.push(faultAt('/result', say`Must be breach, no_breach or not_decided.`));
  const graded = input.result === 'breach' && provision.kind !== 'condition';
  for (const field of ['gravity', 'standardOfProof'] as const)
    if (input[field] != null && !graded) faults.push(faultAt(`/${field}`, say`For a breach only.`));
  if (input.gravity != null && !['minor', 'serious', 'grave'].includes(input.gravity))
    faults.push(faultAt('/gravity', say`One of minor, serious, grave.`));
  refuseFaults(faults);
}
