import type { Sighting } from '../../intake/types.js';
import type { VerificationRules } from '../../mission/verification/types.js';
import { differingBits, hasFeatures } from '../images/likeness.js';
import { say, type Said } from '../../said.js';
import { inWords, overall, type CheckResult, type SightingVerdict } from '../result.js';

const ruleVersion = 'duplicates/2';

type Limits = VerificationRules['images'];

type Copyable = Pick<
  Sighting,
  | 'id'
  | 'submittedBy'
  | 'patrolId'
  | 'platformId'
  | 'kind'
  | 'means'
  | 'start'
  | 'end'
  | 'receivedAt'
  | 'said'
  | 'text'
  | 'quotes'
>;

/** A sighting with the hashes of its evidence, and the incident it belongs to. */
export interface Comparable {
  sighting: Copyable;
  /** Exact (SHA-256) and perceptual hashes of its files. */
  hashes: string[];
  images?: string[];
  incidentId: string;
}

/**
 * Finds sightings that are copies: quoting another, holding the very same file, the same words for
 * the same time, or the same source saying the same of the same place and time again. Of two copies
 * the one received first is the original. Fails when every sighting of the incident is a copy of one
 * that belongs to another incident; copies within the incident are named and nothing more.
 *
 * An image that only looks like one of another source is a doubt for a person to look into, not a proof:
 * it makes a copy where kind and time agree as well, and is unknown otherwise. One camera's pictures all look
 * alike, so those of the same platform are not compared.
 */
export function checkDuplicates(
  own: readonly Comparable[],
  others: readonly Comparable[],
  limits: Limits,
): CheckResult {
  const elsewhere = new Set<string>();
  const all = [...own, ...others].map(readied);
  const bySighting = all.slice(0, own.length).map((item): SightingVerdict => {
    const original = firstCopied(item, all, limits);
    if (!original) {
      const look = sameLook(item, all, limits);
      if (look !== null) return { sightingId: item.sighting.id, result: 'unknown', because: look };
      return { sightingId: item.sighting.id, result: 'pass', because: say`no earlier sighting says the same` };
    }
    const { incidentId } = original.o;
    const copied = original.o.sighting.id;
    if (incidentId !== item.incidentId) elsewhere.add(incidentId);
    return {
      sightingId: item.sighting.id,
      result: 'fail',
      because:
        incidentId === item.incidentId
          ? say`copy of ${copied}: ${original.why}`
          : say`copy of ${copied} of incident ${incidentId}: ${original.why}`,
    };
  });
  return {
    name: 'duplicates',
    result: overall(bySighting),
    reason: inWords(bySighting),
    inputs: { comparedWith: others.length, originalsIn: [...elsewhere].sort() },
    ruleVersion,
    bySighting,
  };
}

/** What comparing asks of each again and again, worked out once. */
interface Ready extends Comparable {
  words: string;
  /** Who says what of which place. */
  claim: string;
}

function readied(c: Comparable): Ready {
  const { patrolId, platformId, submittedBy, kind, means, said, text } = c.sighting;
  const source = [patrolId, platformId, patrolId ?? platformId ?? submittedBy];
  return { ...c, words: wordsOf(text), claim: JSON.stringify([source, kind, means, said]) };
}

function firstCopied(item: Ready, all: readonly Ready[], limits: Limits): { o: Ready; why: Said } | null {
  for (const o of all) {
    if (o.sighting.id === item.sighting.id || !receivedBefore(o.sighting, item.sighting)) continue;
    const why = copyOf(item, o, limits);
    if (why !== null) return { o, why };
  }
  return null;
}

function receivedBefore(a: Copyable, b: Copyable): boolean {
  return a.receivedAt === b.receivedAt ? a.id < b.id : a.receivedAt < b.receivedAt;
}

function copyOf(item: Ready, original: Ready, limits: Limits): Said | null {
  const [a, b] = [item.sighting, original.sighting];
  if (a.quotes === b.id) return say`it quotes it`;
  const file = item.hashes.find((h) => original.hashes.includes(h));
  if (file !== undefined) return say`same file ${file.slice(0, 12)}…`;
  if (a.start !== b.start || a.end !== b.end) return null;
  const bits = a.kind === b.kind ? bitsApart(item, original, limits) : null;
  if (bits !== null) return say`same kind and time, and an image that looks the same (${bits} of 64 bits differ)`;
  if (item.words.length >= 40 && item.words === original.words) return say`same words for the same time`;
  return item.claim === original.claim ? say`same source, kind, place and time` : null;
}

/** Which earlier sighting holds an image that looks like one of this one's, in words, or null. */
function sameLook(item: Comparable, all: readonly Comparable[], limits: Limits): Said | null {
  for (const other of all) {
    if (other.sighting.id === item.sighting.id || !receivedBefore(other.sighting, item.sighting)) continue;
    const bits = bitsApart(item, other, limits);
    if (bits !== null)
      return say`an image looks like one of ${other.sighting.id} of incident ${other.incidentId} (${bits} of 64 bits differ)`;
  }
  return null;
}

/** Bits between the two likest images of different platforms, where they look the same; else null. */
function bitsApart(a: Comparable, b: Comparable, { sameLookBits, fewestBits }: Limits): number | null {
  if (a.sighting.platformId !== null && a.sighting.platformId === b.sighting.platformId) return null;
  if (!a.images?.length || !b.images?.length) return null;
  const apart = (a.images ?? [])
    .filter((hash) => hasFeatures(hash, fewestBits))
    .flatMap((one) => (b.images ?? []).map((other) => differingBits(one, other)))
    .filter((bits) => bits <= sameLookBits);
  return apart.length > 0 ? Math.min(...apart) : null;
}

/** Letters and digits only, lower case, so that punctuation and spacing do not hide a copy. */
function wordsOf(text: string | null): string {
  return (text ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
