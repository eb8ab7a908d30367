import type { Item } from './item.js';
import type { FusionModel } from './model.js';
import type { Surroundings } from './rate.js';

/** Names of the terms, in the order of the numbers in `Terms`. */
export const termNames = ['distance', 'time', 'rate', 'kind', 'weapon', 'source', 'quote'] as const;

/**
 * Natural-log likelihood ratio by term. Densities are per km² and per hour, rates per km² and hour,
 * so `distance`, `time` and `rate` have meaning only in their sum.
 */
export type Terms = [number, number, number, number, number, number, number];

const square = 1e6;
const hour = 3600;
/** Seconds to which people round at most. */
const longestRounding = 300;
/** Floor of densities, so that what cannot be one event still has a finite logarithm. */
const impossible = 1e-300;
/** A source that repeats itself names the same kind or weapon again. */
const consistent = 0.95;

/** All records of one source within a group of records. */
interface Voice {
  first: Item;
  east: number;
  north: number;
  covEE: number;
  covEN: number;
  covNN: number;
  determinant: number;
}

/**
 * Log-likelihood ratio of "all these records come from one event" against "each from its own event,
 * events happening here at the local rate" (D10; Bar-Shalom, Li and Kirubarajan 2001, on track-to-track
 * association). For n records and a rate λ: ∫∏p(record | event) over place and time of the event,
 * against λ^(n-1). Gaussian place and time with a share of gross errors; kinds and weapons summed
 * over what it may truly have been. Does not depend on the order of `items`. Zero for one record.
 */
export function scoreOf(model: FusionModel, around: Surroundings, items: Item[]): Terms {
  const terms: Terms = [0, 0, 0, 0, 0, 0, 0];
  if (items.length < 2) return terms;
  const voices = voicesOf(model, around, items, terms);
  places(model, voices, terms);
  times(model, voices, terms);
  terms[3] += consonance(around.kinds, around.saidKinds, model.confusion, voices, (v) => v.first.kind);
  terms[4] += consonance(around.weapons, around.saidWeapons, model.naming, voices, (v) => v.first.weapon);
  rates(around, items, terms);
  for (const item of items)
    if (item.quotes !== null && items.some((i) => i.id === item.quotes)) terms[6] += Math.log(model.numbers.quoteOdds);
  return terms;
}

export function sumOf(terms: Terms): number {
  return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6];
}

/** One voice per source, narrowest place first; what a source's repeats say goes into the terms. */
function voicesOf(model: FusionModel, around: Surroundings, items: Item[], terms: Terms): Voice[] {
  const { numbers } = model;
  const bySource = new Map<string, Item[]>();
  for (const item of items) {
    const own = bySource.get(item.source);
    if (own) own.push(item);
    else bySource.set(item.source, [item]);
  }
  const voices: Voice[] = [];
  let watching = 0;
  for (const own of bySource.values()) {
    if (own.length > 1) own.sort(byTime);
    const first = own[0]!;
    let { east, north, covEE, covEN, covNN } = first;
    for (let i = 1; i < own.length; i++) {
      repeat(model, around, own[i - 1]!, own[i]!, terms);
      east += own[i]!.east;
      north += own[i]!.north;
      covEE += own[i]!.covEE;
      covEN += own[i]!.covEN;
      covNN += own[i]!.covNN;
    }
    const n = own.length;
    if (n > 1) [east, north, covEE, covEN, covNN] = [east / n, north / n, covEE / n, covEN / n, covNN / n];
    voices.push({ first, east, north, covEE, covEN, covNN, determinant: covEE * covNN - covEN * covEN });
    if (!first.told) watching++;
  }
  if (watching > 1) terms[5] += (watching - 1) * -Math.log(1 - numbers.notices);
  return voices.sort(
    (a, b) => a.determinant - b.determinant || a.first.time - b.first.time || (a.first.id < b.first.id ? -1 : 1),
  );
}

/** The same source once more: a volley, a correction or a copy; otherwise another event. */
function repeat(model: FusionModel, around: Surroundings, before: Item, item: Item, terms: Terms): void {
  const { numbers } = model;
  const again = item.machine ? numbers.machineRepeats : numbers.personRepeats;
  terms[5] += Math.log(again / numbers.notices);
  // Beginnings, since how long a thing lasted is told less surely; people write whole minutes, some five of them.
  const gap = Math.abs(item.time - item.halfLength - (before.time - before.halfLength));
  const wait = numbers.repeatSeconds + (item.machine ? 0 : Math.min(before.halfLength, longestRounding / 2));
  terms[1] += Math.log(hour / wait) - gap / wait;
  const share = numbers.ownErrorShare;
  const density = density2(
    item.east - before.east,
    item.north - before.north,
    (item.covEE + before.covEE) * share,
    (item.covEN + before.covEN) * share,
    (item.covNN + before.covNN) * share,
  );
  terms[0] += Math.log(square * density + impossible);
  if (item.kind >= 0 && before.kind >= 0)
    terms[3] += Math.log((item.kind === before.kind ? consistent : 1 - consistent) / around.kinds[item.kind]!);
  if (item.weapon >= 0 && before.weapon >= 0)
    terms[4] += Math.log((item.weapon === before.weapon ? consistent : 1 - consistent) / around.weapons[item.weapon]!);
}

/** Places: each voice against the combination of those before it, which then takes it in (Kalman update). */
function places(model: FusionModel, voices: Voice[], terms: Terms): void {
  const { wrongPlaceShare: share, wrongPlaceFactor: factor } = model.numbers;
  let { east, north, covEE, covEN, covNN } = voices[0]!;
  for (let i = 1; i < voices.length; i++) {
    const v = voices[i]!;
    const [dx, dy] = [v.east - east, v.north - north];
    const good = (1 - share) * density2(dx, dy, covEE + v.covEE, covEN + v.covEN, covNN + v.covNN);
    const f = factor * factor;
    const bad = share * density2(dx, dy, covEE + f * v.covEE, covEN + f * v.covEN, covNN + f * v.covNN);
    terms[0] += Math.log(square * (good + bad) + impossible);
    const scale = bad > good ? f : 1;
    const [see, sen, snn] = [covEE + scale * v.covEE, covEN + scale * v.covEN, covNN + scale * v.covNN];
    const det = see * snn - sen * sen;
    const kee = (covEE * snn - covEN * sen) / det;
    const ken = (covEN * see - covEE * sen) / det;
    const kne = (covEN * snn - covNN * sen) / det;
    const knn = (covNN * see - covEN * sen) / det;
    east += kee * dx + ken * dy;
    north += kne * dx + knn * dy;
    const [ee, en, nn] = [covEE, covEN, covNN];
    covEE = ee - (kee * ee + ken * en);
    covEN = en - (kee * en + ken * nn);
    covNN = nn - (kne * en + knn * nn);
  }
}

function times(model: FusionModel, voices: Voice[], terms: Terms): void {
  if (voices.length < 2) return;
  const { wrongClockShare: share, wrongClockSeconds: off } = model.numbers;
  const inTime = [...voices].sort((a, b) => a.first.timeVariance - b.first.timeVariance || byTime(a.first, b.first));
  let time = inTime[0]!.first.time;
  let variance = inTime[0]!.first.timeVariance;
  for (let i = 1; i < inTime.length; i++) {
    const { time: said, timeVariance, clockVariance, halfLength } = inTime[i]!.first;
    const gap = said - time;
    const good = (1 - share) * densityWithin(gap, halfLength, variance + clockVariance);
    const wide = timeVariance + off * off;
    const bad = share * densityWithin(gap, halfLength, variance + clockVariance + off * off);
    terms[1] += Math.log(hour * (good + bad) + impossible);
    const own = bad > good ? wide : timeVariance;
    const gain = variance / (variance + own);
    time += gain * gap;
    variance *= 1 - gain;
  }
}

/** ln of Σ_truth share·∏P(said | truth) over ∏P(said); what was not said (-1) is left out. */
function consonance(
  share: number[],
  marginal: number[],
  confusion: number[][],
  voices: Voice[],
  of: (voice: Voice) => number,
): number {
  const said: number[] = [];
  for (const voice of voices) {
    const one = of(voice);
    if (one >= 0) said.push(one);
  }
  if (said.length < 2) return 0;
  let joint = 0;
  for (let truth = 0; truth < share.length; truth++) {
    let product = share[truth]!;
    const row = confusion[truth]!;
    for (const s of said) product *= row[s]!;
    joint += product;
  }
  let apart = 0;
  for (const s of said) apart += Math.log(marginal[s]!);
  return Math.log(joint) - apart;
}

function rates(around: Surroundings, items: Item[], terms: Terms): void {
  let sum = 0;
  for (const item of items) sum += around.logRate.get(item.id)!;
  terms[2] -= (sum * (items.length - 1)) / items.length + (items.length - 1) * Math.log(square * hour);
}

function density2(dx: number, dy: number, ee: number, en: number, nn: number): number {
  const det = ee * nn - en * en;
  const m2 = (dx * dx * nn - 2 * dx * dy * en + dy * dy * ee) / det;
  return Math.exp(-m2 / 2) / (2 * Math.PI * Math.sqrt(det));
}

/** Density of a difference `d` between an instant (with this variance) and one spread evenly over ± half a length. */
function densityWithin(d: number, half: number, variance: number): number {
  const sigma = Math.sqrt(variance);
  if (half < sigma) {
    const all = variance + (half * half) / 3;
    return Math.exp((-d * d) / (2 * all)) / Math.sqrt(2 * Math.PI * all);
  }
  const root = sigma * Math.SQRT2;
  return (errorFunction((d + half) / root) - errorFunction((d - half) / root)) / (4 * half);
}

/** erf to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const value = 1 - tail * Math.exp(-x * x);
  return x < 0 ? -value : value;
}

function byTime(a: Item, b: Item): number {
  return a.time - b.time || (a.id < b.id ? -1 : 1);
}
