import { axes } from '../../geo/covariance.js';
import { toLocal } from '../../geo/geodesic.js';
import type { VerificationRules } from '../../mission/verification/types.js';
import type { Sighting } from '../types.js';

type Told = Pick<Sighting, 'provider' | 'submittedBy' | 'kind' | 'start' | 'estimate' | 'text'>;

/**
 * How alike two complaints are, 0..1: nothing where provider (for the public also the submitter), kind, time
 * or place (the pack's hours and metres, or two standard deviations of the vaguer one) differ; else the Jaccard index of their word
 * triples (Broder, "On the resemblance and containment of documents", 1997), or 1 where neither has words.
 */
export function likenessOf(a: Told, b: Told, { withinHours, withinMetres }: VerificationRules['complaints']): number {
  if (a.provider !== b.provider || a.kind !== b.kind) return 0;
  if (a.provider === 'public' && a.submittedBy !== b.submittedBy) return 0;
  if (Math.abs(Date.parse(a.start) - Date.parse(b.start)) > withinHours * 3_600_000) return 0;
  const { east, north } = toLocal(a.estimate, b.estimate);
  const spread = 2 * Math.sqrt(Math.max(axes(a.estimate).major, axes(b.estimate).major));
  if (Math.hypot(east, north) > Math.max(withinMetres, spread)) return 0;
  return jaccard(triples(a.text), triples(b.text));
}

function jaccard(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let common = 0;
  for (const item of a) if (b.has(item)) common += 1;
  return common / (a.size + b.size - common);
}

/** Runs of three words in lower case, letters and digits only; a shorter text is one run. */
function triples(text: string | null): Set<string> {
  const words = (text ?? '').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.length === 0) return new Set();
  if (words.length < 3) return new Set([words.join(' ')]);
  return new Set(words.slice(2).map((_, i) => words.slice(i, i + 3).join(' ')));
}
