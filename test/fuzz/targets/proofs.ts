import { generateKeyPairSync, sign } from 'node:crypto';
import { isSignedBy, signedText, type DeviceMessage } from '#core/access/devices.js';
import type { Device } from '#core/access/types.js';
import { verifyReceipt } from '#core/intake/receipt.js';
import type { Receipt } from '#core/intake/types.js';
import { canonicalJson } from '#core/journal/canonical.js';
import { chainHash, chainStart, makeEntry } from '#core/journal/entry.js';
import {
  consistencyProof,
  inclusionProof,
  rootOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from '#core/journal/merkle.js';
import { headText } from '#core/journal/signature.js';
import type { PositionedEntry, TreeHead } from '#core/journal/types.js';
import { verifyJournal } from '#core/journal/verify.js';
import { parseHint } from '#queue/jobs.js';
import type { Target } from '../engine/target.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = publicKey.export({ format: 'jwk' }).x!;
const signed = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url');
const at = '2026-11-22T05:00:00.000Z';

/** A journal of five entries with a signed head, as it is handed out. */
function exampleJournal(): { entries: PositionedEntry[]; heads: TreeHead[] } {
  let chain = chainStart;
  const entries = Array.from({ length: 5 }, (_, i) => {
    const draft = {
      actor: 'a',
      type: 'sighting.accepted',
      subject: { kind: 'sighting', id: `s${i}` },
      payload: { n: i },
    };
    const entry = makeEntry(draft, { id: `e${i}`, at, salt: '0f'.repeat(16) });
    chain = chainHash(chain, entry.leafHash);
    return { ...entry, position: i, chain };
  });
  const head = { size: 5, root: rootOfLeaves(entries.map((e) => e.leafHash)), at, keyId: 'k' };
  return { entries, heads: [{ ...head, signature: signed(headText(head)) }] };
}

const journal = exampleJournal();
const leaves = journal.entries.map((e) => e.leafHash);
const device: Device = {
  id: 'd',
  name: 'mast',
  publicKey: key,
  scope: { sectors: [], party: null },
  lastSequence: 0,
  disabledAt: null,
  createdAt: at,
};
const message = {
  deviceId: 'd',
  method: 'POST',
  path: '/v1/observations',
  bodySha256: '00'.repeat(32),
  sequence: 7,
  timestamp: at,
};
const receipt = { id: 's', sha256: '00'.repeat(32), entryId: 'e', leafHash: leaves[0]!, receivedAt: at, keyId: 'k' };

/** Whether what claims to be whole is not byte for byte what was made; then something false was believed. */
function believedOnly<T>(claim: T, made: T, holds: boolean): boolean {
  if (holds && canonicalJson(claim) !== canonicalJson(made))
    throw new Error('something else than what was signed holds');
  return holds;
}

/** Proofs, signatures and other things that must not hold unless they are exactly what was made. */
export const proofs: Target[] = [
  {
    name: 'device-envelopes',
    reads: 'messages signed by devices',
    seeds: [JSON.stringify({ ...message, signature: signed(signedText(message)) })],
    json: true,
    read: (bytes) => {
      const said = parsed(bytes);
      const given = Object.fromEntries([...Object.keys(message), 'signature'].map((name) => [name, text(said[name])]));
      const one = { ...given, sequence: Number(given['sequence']) } as unknown as DeviceMessage;
      const holds = isSignedBy(device, one);
      const { signature: _signature, ...content } = one;
      return believedOnly(content, message, holds);
    },
  },
  {
    name: 'receipts',
    reads: 'receipts that somebody shows',
    seeds: [JSON.stringify({ ...receipt, signature: signed(canonicalJson(receipt)) })],
    json: true,
    refusals: ['TypeError'],
    read: (bytes) => {
      const { signature, ...said } = parsed(bytes);
      const holds = verifyReceipt({ ...said, signature: text(signature) } as unknown as Receipt, key);
      return believedOnly(said, receipt as Record<string, unknown>, holds);
    },
  },
  {
    name: 'inclusion',
    reads: 'proofs that an entry is in the journal, and that one journal extends another',
    seeds: [
      JSON.stringify({ leaf: leaves[3], index: 3, size: 5, proof: inclusionProof(leaves, 3) }),
      JSON.stringify({ first: { size: 3, root: rootOfLeaves(leaves, 0, 3) }, proof: consistencyProof(leaves, 3) }),
    ],
    json: true,
    read: (bytes) => {
      const said = parsed(bytes);
      const root = rootOfLeaves(leaves);
      const proof = (Array.isArray(said['proof']) ? said['proof'] : []).map(text);
      const index = said['index'] as number;
      const included = verifyInclusion(text(said['leaf']), index, said['size'] as number, proof, root);
      if (included && said['size'] === 5 && leaves[index] !== text(said['leaf']).toLowerCase())
        throw new Error('a leaf that is not there was proven');
      const first = said['first'] as { size: number; root: string } | undefined;
      if (typeof first !== 'object' || first === null) return included;
      const extended = verifyConsistency({ size: first.size, root: text(first.root) }, { size: 5, root }, proof);
      if (extended && first.root !== rootOfLeaves(leaves, 0, first.size))
        throw new Error('another journal was extended');
      return extended;
    },
  },
  {
    name: 'journal',
    reads: 'entries and heads of a journal that somebody handed out',
    seeds: [JSON.stringify(journal)],
    json: true,
    read: async (bytes) => {
      const said = parsed(bytes) as { entries?: unknown; heads?: unknown };
      const [entries, heads] = [said.entries, said.heads].map((list) => (Array.isArray(list) ? list : []));
      if (![...entries!, ...heads!].every(isRecord)) return null;
      const verdict = await verifyJournal(entries as PositionedEntry[], heads as TreeHead[], { k: key });
      if (verdict.ok && verdict.size > 0) {
        // Members that no entry has are nobody's: they are neither hashed nor kept.
        const plain = (list: PositionedEntry[]) =>
          list.map(({ id, actor, type, subject, payload }) => [id, actor, type, subject.kind, subject.id, payload]);
        believedOnly(plain(entries as PositionedEntry[]), plain(journal.entries), true);
      }
      return verdict;
    },
  },
  {
    name: 'canonical',
    reads: 'values that are hashed',
    seeds: ['{"b":[1,2.5,1e21,"é\\u2028"],"a":{"__proto__":null}}'],
    json: true,
    refusals: ['TypeError'],
    read: (bytes) => {
      const value = parsed(bytes);
      const once = canonicalJson(value);
      if (canonicalJson(JSON.parse(once)) !== once) throw new Error('read back and written again it is another');
      return once.length;
    },
  },
  {
    name: 'hints',
    reads: 'payloads of the queue',
    seeds: ['{"workId":"a","epoch":0,"subjectId":"b"}'],
    json: true,
    read: (bytes) => parseHint(parsed(bytes)),
  },
];

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** JSON, or an empty object where the bytes are none: that they are none is for the edge to say. */
function parsed(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isRecord(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
