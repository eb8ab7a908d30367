import { say } from '../said.js';
import { createPublicKey, verify } from 'node:crypto';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';
import type { Deps } from '../ports.js';
import { nothingHere, requireAction } from './policy.js';
import type { Actor, Device, Scope } from './types.js';

/**
 * Registers a device by its public key; its private key never comes here.
 * @throws Problem not_allowed, invalid_input
 */
export async function addDevice(
  deps: Deps,
  actor: Actor,
  input: { name: string; publicKey: string; scope: Scope },
): Promise<Device> {
  requireAction(actor, 'device.manage');
  const faults: ProblemPointer[] = [];
  if (!keyOf(input.publicKey)) {
    faults.push(faultAt('/publicKey', say`Give the 32 bytes of an Ed25519 public key in base64url.`));
  }
  input.scope.sectors.forEach((id, i) => {
    if (deps.mission.sectors.some((s) => s.id === id)) return;
    faults.push(faultAt(`/scope/sectors/${i}`, say`The mission has no such sector.`));
  });
  if (input.scope.party !== null && !deps.mission.parties.some((p) => p.id === input.scope.party)) {
    faults.push(faultAt('/scope/party', say`The mission has no such party.`));
  }
  if (faults.length > 0) throw new Problem('invalid_input', say`The device cannot be added.`, faults);
  const id = deps.ids.next();
  return deps.uow.run(async (tx) => {
    const device: Device = { id, ...input, lastSequence: 0, disabledAt: null, createdAt: tx.now };
    await tx.write.device(device);
    await tx.append({
      actor: actor.id,
      type: 'device.added',
      subject: { kind: 'device', id },
      payload: { publicKey: input.publicKey, scope: { ...input.scope } },
    });
    return device;
  });
}

/** @throws Problem not_allowed */
export async function listDevices(deps: Deps, actor: Actor): Promise<Device[]> {
  requireAction(actor, 'device.manage');
  return deps.uow.read((reads) => reads.devices.list());
}

/** Takes a device out of service for good; holds from its next message on. @throws Problem not_allowed, not_found */
export async function disableDevice(deps: Deps, actor: Actor, id: string): Promise<void> {
  requireAction(actor, 'device.manage');
  await deps.uow.run(async (tx) => {
    const device = await tx.devices.get(id);
    if (!device) throw nothingHere();
    if (device.disabledAt !== null) return;
    await tx.write.device({ ...device, disabledAt: tx.now });
    await tx.append({ actor: actor.id, type: 'device.disabled', subject: { kind: 'device', id }, payload: {} });
  });
}

/** The Ed25519 key behind 32 raw bytes in base64url, or null where that is no key. */
function keyOf(publicKey: string): ReturnType<typeof createPublicKey> | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(publicKey)) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  } catch {
    return null;
  }
}

/** One request as a device signed it. */
export interface DeviceMessage {
  deviceId: string;
  method: string;
  /** Path with query, as sent. */
  path: string;
  /** SHA-256 (hex) of the body's bytes. */
  bodySha256: string;
  /** Counts up by one with every new message; a repeated one keeps its number. */
  sequence: number;
  /** The device's own clock, ISO 8601 UTC. */
  timestamp: string;
  /** Ed25519 over `signedText`, base64url. */
  signature: string;
}

/** The text that a device signs. */
export function signedText(message: Omit<DeviceMessage, 'signature'>): string {
  const { deviceId, method, path, bodySha256, sequence, timestamp } = message;
  return ['linewatch-device-1', deviceId, method, path, bodySha256, sequence, timestamp].join('\n');
}

/** Whether a message checks out against the device's key. */
export function isSignedBy(device: Device, message: DeviceMessage): boolean {
  const key = keyOf(device.publicKey);
  return (
    key !== null &&
    verify(null, Buffer.from(signedText(message), 'utf8'), key, Buffer.from(message.signature, 'base64url'))
  );
}
