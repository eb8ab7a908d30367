import { say } from '../said.js';
import { requireAction, requireObject } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Faults } from '../intake/faults.js';
import { acceptingEntry, contentConflict, intakeLocks } from '../intake/idempotence.js';
import { makeReceipt } from '../intake/receipt.js';
import { isRecordId } from '../intake/record-id.js';
import type { Receipt } from '../intake/types.js';
import { canonicalSha256 } from '../journal/canonical.js';
import type { Provision } from '../mission/types.js';
import type { Deps } from '../ports.js';
import type { PresenceDay, RegisterFigure } from './types.js';

const most = 1e9;
const mostLines = 1000;

/** A party's figure under a ceiling. `asOf` is a UTC instant; `excluded` by the provision's exclusions. */
export interface DeclarationInput {
  id: string;
  provisionId: string;
  party: string;
  asOf: string;
  value: number;
  excluded?: Record<string, number>;
  note?: string | null;
}

/** The mission's figure: an interval and how it was made. */
export interface EstimateInput extends Omit<DeclarationInput, 'value'> {
  low: number;
  best: number;
  high: number;
  method: string;
}

export interface FigureDone {
  status: 'accepted' | 'repeated';
  figure: RegisterFigure;
  receipt: Receipt;
}

/**
 * Enters what a party declares. Whoever acts for a party declares for that party only. The same id with the same content
 * gets the first receipt. @throws Problem invalid_input, not_allowed, not_found (another party), conflict
 */
export async function declareFigure(deps: Deps, actor: Actor, input: DeclarationInput): Promise<FigureDone> {
  requireObject(actor, 'register.declare', input, ({ party }) => ({ party }));
  const { value, ...rest } = input;
  return enter(deps, actor, 'declaration', { ...rest, low: value, best: value, high: value, method: null });
}

/** Enters an estimate of the mission. @throws Problem invalid_input, not_allowed, conflict */
export async function estimateFigure(deps: Deps, actor: Actor, input: EstimateInput): Promise<FigureDone> {
  requireAction(actor, 'register.estimate');
  return enter(deps, actor, 'estimate', input);
}

async function enter(
  deps: Deps,
  actor: Actor,
  type: RegisterFigure['type'],
  input: Omit<EstimateInput, 'method'> & { method: string | null },
): Promise<FigureDone> {
  checkFigure(deps, type, input);
  const { id, provisionId, party, low, best, high, method } = input;
  const said = {
    id,
    type,
    provisionId,
    party,
    asOf: new Date(input.asOf).toISOString(),
    low,
    best,
    high,
    excluded: input.excluded ?? {},
    method,
    note: input.note ?? null,
  };
  const sha256 = canonicalSha256(said);
  const entryType = type === 'declaration' ? 'register.declared' : 'register.estimated';
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([id]));
    const before = await tx.registers.figure(id);
    if (before) {
      if (before.sha256 !== sha256) throw contentConflict(id);
      return { status: 'repeated' as const, figure: before, entry: await acceptingEntry(tx, 'figure', id, entryType) };
    }
    const [entry] = await tx.append({
      actor: actor.id,
      type: entryType,
      subject: { kind: 'figure', id },
      payload: { provisionId, party, asOf: said.asOf, low, best, high, excluded: said.excluded, method, sha256 },
    });
    const figure: RegisterFigure = { ...said, entryId: entry!.id, submittedBy: actor.id, receivedAt: tx.now, sha256 };
    await tx.write.registerFigure(figure);
    return { status: 'accepted' as const, figure, entry: entry! };
  });
  return { status: done.status, figure: done.figure, receipt: makeReceipt(deps.signer, done.figure, done.entry) };
}

function checkFigure(
  deps: Deps,
  type: RegisterFigure['type'],
  input: Omit<EstimateInput, 'method'> & { method: string | null },
): void {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  const provision = deps.mission.provisions.find((p) => p.id === input.provisionId);
  if (!provision?.ceiling) faults.add('/provisionId', say`Not a provision with a ceiling.`);
  if (!deps.mission.parties.some((p) => p.id === input.party)) faults.add('/party', say`Not a party of this mission.`);
  else if (provision && provision.binds.length > 0 && !provision.binds.includes(input.party))
    faults.add('/party', say`The provision does not bind this party.`);
  const at = Date.parse(input.asOf);
  if (Number.isNaN(at)) faults.add('/asOf', say`Must be an instant.`);
  else if (at > deps.clock.now().getTime()) faults.add('/asOf', say`Lies in the future.`);
  const value = type === 'declaration' ? '/value' : '/best';
  faults.number(input.best, value, 0, most);
  if (type === 'estimate') {
    faults.number(input.low, '/low', 0, most);
    faults.number(input.high, '/high', 0, most);
    if (input.low > input.best || input.best > input.high) faults.add('/best', say`Must lie between low and high.`);
    if (typeof input.method !== 'string' || input.method.trim() === '')
      faults.add('/method', say`Say how it was made.`);
    faults.textIfGiven(input.method, '/method', 4000);
  }
  faults.textIfGiven(input.note, '/note', 4000);
  let excluded = 0;
  for (const [name, number] of Object.entries(input.excluded ?? {})) {
    if (provision?.ceiling && !provision.ceiling.exclusions.includes(name))
      faults.add(`/excluded/${name}`, say`Not an exclusion of this provision.`);
    faults.number(number, `/excluded/${name}`, 0, most);
    excluded += number;
  }
  if (excluded > input.low) faults.add('/excluded', say`Adds up to more than the figure itself.`);
  faults.settle();
}

/** One line of the presence register. `day` YYYY-MM-DD by the UTC clock. */
export interface PresenceInput {
  id: string;
  contributor: string;
  unit: string;
  day: string;
  /** Default true; false takes an earlier line about this unit and day back. */
  present?: boolean;
  note?: string | null;
}

/**
 * Enters unit-days under a presence provision: all of them or none. Lines that are here already, with the same content,
 * are left as they are. Returns how many were new.
 * @throws Problem invalid_input, not_allowed, conflict
 */
export async function logPresence(
  deps: Deps,
  actor: Actor,
  input: { provisionId: string; lines: PresenceInput[] },
): Promise<{ accepted: number; repeated: number }> {
  requireAction(actor, 'register.presence');
  const { provisionId } = input;
  const today = deps.clock.now().toISOString().slice(0, 10);
  checkLines(
    deps.mission.provisions.find((p) => p.id === provisionId),
    input.lines,
    today,
  );
  const said = input.lines.map(({ id, contributor, unit, day, present, note }) => {
    const line = { id, provisionId, contributor, unit, day, present: present ?? true, note: note ?? null };
    return { ...line, sha256: canonicalSha256(line) };
  });
  return deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks(said.map((l) => l.id)));
    const before = new Map((await tx.registers.presenceDays(said.map((l) => l.id))).map((l) => [l.id, l]));
    for (const { id, sha256 } of said)
      if (before.has(id) && before.get(id)!.sha256 !== sha256) throw contentConflict(id);
    const fresh = said.filter((l) => !before.has(l.id));
    if (fresh.length === 0) return { accepted: 0, repeated: said.length };
    const entries = await tx.append(
      ...fresh.map(({ id, contributor, unit, day, present, sha256 }) => ({
        actor: actor.id,
        type: 'register.presence',
        subject: { kind: 'presence', id },
        payload: { provisionId, contributor, unit, day, present, sha256 },
      })),
    );
    const rows = fresh.map((line, i): PresenceDay => ({
      ...line,
      entryId: entries[i]!.id,
      submittedBy: actor.id,
      receivedAt: tx.now,
    }));
    await tx.write.presenceDays(rows);
    return { accepted: rows.length, repeated: said.length - rows.length };
  });
}

function checkLines(provision: Provision | undefined, lines: PresenceInput[], today: string): void {
  const faults = new Faults();
  const presence = provision?.presence;
  if (!presence) faults.add('/provisionId', say`Not a provision with a presence benchmark.`);
  if (lines.length === 0 || lines.length > mostLines)
    faults.add('/lines', say`From 1 to ${mostLines} lines at a time.`);
  if (new Set(lines.map((l) => l.id)).size !== lines.length) faults.add('/lines', say`Uses an id twice.`);
  lines.forEach((line, i) => {
    const at = `/lines/${i}`;
    if (!isRecordId(line.id)) faults.add(`${at}/id`, say`Must be a lower-case UUID of version 7.`);
    if (presence && ![...presence.contributors, ...presence.excluded].includes(line.contributor))
      faults.add(`${at}/contributor`, say`Neither a contributor nor an excluded one of this provision.`);
    faults.textIfGiven(line.unit ?? '', `${at}/unit`, 100);
    faults.textIfGiven(line.note, `${at}/note`, 4000);
    const date = Date.parse(`${line.day}T00:00:00.000Z`);
    if (Number.isNaN(date) || new Date(date).toISOString().slice(0, 10) !== line.day)
      faults.add(`${at}/day`, say`Must be a date YYYY-MM-DD.`);
    else if (line.day > today) faults.add(`${at}/day`, say`Lies in the future.`);
  });
  faults.settle();
}
