/** Where the mission tells people outside the console: the list that an administrator keeps. */
import { say } from '../said.js';
import { nothingHere, requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';
import type { Deps } from '../ports.js';
import type { Contact } from './types.js';

export interface ContactInput {
  channel: Contact['channel'];
  /** A mail address, or an https address. */
  address: string;
  rungs: string[];
  sectors: string[];
  language: string;
  privateAllowed: boolean;
}

/** With its address where it was not erased. */
export type KnownContact = Contact & { address: string | null };

/**
 * Puts an address on the list: nothing is ever sent to one that is not on it. The journal holds everything but the address.
 * @throws Problem invalid_input, not_allowed
 */
export async function addContact(deps: Deps, actor: Actor, input: ContactInput): Promise<KnownContact> {
  requireAction(actor, 'contact.manage');
  const faults = contactFaults(deps, input);
  if (faults.length > 0) throw new Problem('invalid_input', say`The contact is not valid.`, faults);
  const { address, ...rest } = input;
  return deps.uow.run(async (tx) => {
    const contact: Contact = { id: tx.ids.next(), ...rest, addedBy: actor.id, addedAt: tx.now, disabledAt: null };
    await tx.write.contact(contact);
    await tx.write.personal(contact.id, { address });
    await tx.append({
      actor: actor.id,
      type: 'contact.added',
      subject: { kind: 'contact', id: contact.id },
      payload: { ...rest },
    });
    return { ...contact, address };
  });
}

/** Takes it off the list for good; what still waits for it is dropped. @throws Problem not_allowed, not_found */
export async function disableContact(deps: Deps, actor: Actor, id: string): Promise<KnownContact> {
  requireAction(actor, 'contact.manage');
  return deps.uow.run(async (tx) => {
    const contact = await tx.contacts.get(id);
    if (!contact) throw nothingHere();
    const address = addressOf(await tx.personal.get(id));
    if (contact.disabledAt !== null) return { ...contact, address };
    const disabled = { ...contact, disabledAt: tx.now };
    await tx.write.contact(disabled);
    await tx.append({ actor: actor.id, type: 'contact.disabled', subject: { kind: 'contact', id }, payload: {} });
    return { ...disabled, address };
  });
}

/** @throws Problem not_allowed */
export async function listContacts(deps: Deps, actor: Actor): Promise<KnownContact[]> {
  requireAction(actor, 'contact.manage');
  return deps.uow.read(async (reads) => {
    const contacts = [];
    for (const contact of await reads.contacts.list())
      contacts.push({ ...contact, address: addressOf(await reads.personal.get(contact.id)) });
    return contacts;
  });
}

function addressOf(personal: Record<string, unknown> | null): string | null {
  return typeof personal?.['address'] === 'string' ? personal['address'] : null;
}

function contactFaults({ mission }: Deps, input: ContactInput): ProblemPointer[] {
  const faults: ProblemPointer[] = [];
  if (input.channel === 'email' && !/^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,190}$/.test(input.address))
    faults.push(faultAt('/address', say`Give one mail address, without a name.`));
  if (input.channel !== 'email') {
    const parts = /^(https?):\/\/([^/?#\s]+)(\/\S*)?$/.exec(input.address);
    if (!parts || parts[2]!.includes('@'))
      faults.push(faultAt('/address', say`Give an https address without a user or password in it.`));
    else if (parts[1] === 'http' && !input.privateAllowed)
      faults.push(faultAt('/address', say`Use https; plain http only within a private network.`));
  }
  if (input.rungs.length === 0) faults.push(faultAt('/rungs', say`Name at least one rung.`));
  input.rungs.forEach((id, i) => {
    if (!mission.escalation.some((r) => r.id === id))
      faults.push(faultAt(`/rungs/${i}`, say`The ladder has no such rung.`));
  });
  input.sectors.forEach((id, i) => {
    if (!mission.sectors.some((s) => s.id === id))
      faults.push(faultAt(`/sectors/${i}`, say`The mission has no such sector.`));
  });
  if (!mission.languages.includes(input.language))
    faults.push(faultAt('/language', say`Use one of ${mission.languages.join(', ')}.`));
  return faults;
}
