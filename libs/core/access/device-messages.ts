import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { Deps } from '../ports.js';
import { isSignedBy, type DeviceMessage } from './devices.js';
import type { Actor, Device } from './types.js';

/** Sequence numbers [from, to] that never came; and whether the device's clock is known to be off. */
interface DeviceState {
  missing: [number, number][];
  clockOff: boolean;
}

/** Ranges of missing numbers kept per device; the oldest give way. */
const rangesKept = 200;
/** A device clock farther off than this is noted, never a reason to refuse (GPS time is jammed in the field). */
const clockToleranceMs = 5 * 60_000;

/** 'new' = the next or a later number; 'late' = one that was missing; 'used' = seen before. */
export type Standing = 'new' | 'late' | 'used';

function standingOf(device: Device, state: DeviceState, sequence: number): Standing {
  if (sequence > device.lastSequence) return 'new';
  return state.missing.some(([from, to]) => sequence >= from && sequence <= to) ? 'late' : 'used';
}

/**
 * Who sent a signed message, and whether its number was used before. Nothing is written yet: the
 * number counts as used only once what the message brought is stored (`noteDeviceMessage`), so that
 * a crash between the two never loses the message.
 * @throws Problem not_signed_in (unknown or disabled device, bad signature)
 */
export async function verifyDeviceMessage(
  deps: Deps,
  message: DeviceMessage,
): Promise<{ actor: Actor; standing: Standing }> {
  const { device, state } = await deps.uow.read(async (reads) => ({
    device: await reads.devices.get(message.deviceId),
    state: readState(await reads.meta.get(stateKey(message.deviceId))),
  }));
  const valid =
    device !== null &&
    device.disabledAt === null &&
    Number.isSafeInteger(message.sequence) &&
    message.sequence > 0 &&
    isSignedBy(device, message);
  if (!valid) throw new Problem('not_signed_in', say`The device or its signature is not known here.`);
  return {
    actor: { id: device.id, role: 'device', scope: device.scope, type: 'device' },
    standing: standingOf(device, state, message.sequence),
  };
}

/**
 * Lets a used number pass only where it repeats a record that is stored already: the device did not
 * hear our answer and asks again. Anything else under a used number is a replay.
 * @throws Problem conflict
 */
export async function requireRepeat(deps: Deps, actor: Actor, recordIds: string[]): Promise<void> {
  const stored = await deps.uow.read(async (reads) => {
    const sightings = await reads.sightings.getMany(recordIds);
    const evidence = await reads.evidence.getMany(recordIds);
    return [
      ...sightings.filter((s) => s.submittedBy === actor.id),
      ...evidence.filter((e) => e.uploadedBy === actor.id),
    ].map((record) => record.id);
  });
  if (recordIds.length > 0 && recordIds.every((id) => stored.includes(id))) return;
  throw new Problem('conflict', say`This sequence number was used before, for another message.`);
}

/** Marks the number as used; jumps, late arrivals and a wrong clock are facts in the journal. */
export async function noteDeviceMessage(deps: Deps, message: DeviceMessage): Promise<void> {
  const { deviceId, sequence } = message;
  await deps.uow.run(async (tx) => {
    await tx.lock([`device:${deviceId}`]);
    const device = await tx.devices.get(deviceId);
    if (!device) return;
    const state = readState(await tx.meta.get(stateKey(deviceId)));
    const note = (type: string, payload: Record<string, unknown>) =>
      tx.append({ actor: deviceId, type, subject: { kind: 'device', id: deviceId }, payload });
    const standing = standingOf(device, state, sequence);
    const next: DeviceState = { ...state };
    if (standing === 'new') {
      await tx.write.deviceSequence(deviceId, sequence);
      // The first message sets where counting starts.
      if (device.lastSequence > 0 && sequence > device.lastSequence + 1) {
        const gap: [number, number] = [device.lastSequence + 1, sequence - 1];
        next.missing = [...state.missing, gap].slice(-rangesKept);
        await note('device.gap', { from: gap[0], to: gap[1] });
      }
    } else if (standing === 'late') {
      next.missing = state.missing.flatMap((range) => without(range, sequence));
      await note('device.late', { sequence });
    }
    const offMs = Date.parse(message.timestamp) - Date.parse(tx.now);
    next.clockOff = !(Math.abs(offMs) <= clockToleranceMs);
    if (next.clockOff !== state.clockOff) {
      await note(next.clockOff ? 'device.clock_off' : 'device.clock_right', {
        offSeconds: Number.isFinite(offMs) ? Math.round(offMs / 1000) : null,
      });
    }
    if (JSON.stringify(next) !== JSON.stringify(state)) await tx.write.meta(stateKey(deviceId), JSON.stringify(next));
  });
}

function without([from, to]: [number, number], n: number): [number, number][] {
  if (n < from || n > to) return [[from, to]];
  const parts: [number, number][] = [
    [from, n - 1],
    [n + 1, to],
  ];
  return parts.filter(([a, b]) => a <= b);
}

function stateKey(deviceId: string): string {
  return `access.device.${deviceId}`;
}

function readState(text: string | null): DeviceState {
  return text === null ? { missing: [], clockOff: false } : (JSON.parse(text) as DeviceState);
}
