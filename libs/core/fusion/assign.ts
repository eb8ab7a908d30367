import type { Item } from './item.js';
import { scoreOf, sumOf } from './likelihood.js';
import type { FusionModel } from './model.js';
import type { Surroundings } from './rate.js';

/** Records held to be one event. `fixed`: ids that a person has put here; they stay, and so does the group. */
export interface Group {
  /** Incident id, or null for one that does not exist yet. */
  incident: string | null;
  items: Item[];
  fixed: Set<string>;
  /** False where `items` are only some of a large incident's: its others stay, so it is never absorbed nor cut. */
  whole: boolean;
}

/** No record moves for less than this gain (natural log): ties must not make incidents flicker. */
const leastGain = 0.25;
/** Upper bounds of the work one new record may cause. */
const mostChanges = 24;
/** Records of different sources farther apart than this many standard deviations are not compared. */
const gate = 4.5;

/** A group with its score kept, inside the search. */
interface Node extends Group {
  score: number;
}

/**
 * Puts one new record among existing groups and then repairs the neighbourhood: records move, groups
 * join and come apart wherever the stated likelihood ratio of the whole says so. Because the aim does
 * not depend on the order of arrival, a late record leads to nearly the partition that it would have
 * led to in time. What a person has separated or joined stays. Pure; inputs are left as they are.
 * @returns all groups, changed or not; those left empty are kept, with no items
 */
export function assign(model: FusionModel, around: Surroundings, groups: Group[], added: Item): Group[] {
  const join = model.numbers.joinLogRatio;
  const score = remembering(
    (items) => sumOf(scoreOf(model, around, items)) - (items.length - 1) * join,
    [added, ...groups.flatMap((g) => g.items)],
  );
  const nodes: Node[] = groups.map((g) => ({
    incident: g.incident,
    items: [...g.items],
    fixed: new Set(g.fixed),
    whole: g.whole,
    score: score(g.items),
  }));
  const fresh: Node = { incident: null, items: [added], fixed: new Set(), whole: true, score: 0 };
  nodes.push(fresh);
  // What was decided when fewer records were known is looked at again where the new one bears on it.
  const dirty = [fresh, ...nodes.filter((n) => n !== fresh && touches(model, n.items, fresh.items))];
  const set = (node: Node, items: Item[], value: number) => {
    node.items = items;
    node.score = value;
    if (items.length > 0 && !dirty.includes(node)) dirty.push(node);
  };
  let changes = 0;
  while (dirty.length > 0 && changes < mostChanges) {
    const node = dirty.shift()!;
    if (node.items.length === 0) continue;
    const near = nodes.filter((n) => n !== node && n.items.length > 0 && touches(model, n.items, node.items));
    if (
      tryMerge(node, near, score, set) ||
      tryMove(model, node, near, score, set, nodes) ||
      trySplit(node, score, set, nodes)
    )
      changes++;
    else continue;
    if (node.items.length > 0 && !dirty.includes(node)) dirty.push(node);
  }
  return nodes.map(({ incident, items, fixed, whole }) => ({ incident, items, fixed, whole }));
}

type Score = (items: Item[]) => number;
/**
 * The search asks for the same sets again and again: neighbours look at each other, and rounds repeat. A set is known by
 * two 32-bit hashes that do not depend on its order, and by its size.
 */
function remembering(score: Score, all: Item[]): Score {
  const marks = new Map(all.map((item, i) => [item, [mixed(2 * i + 1), mixed(2 * i + 2)] as const]));
  const known = new Map<number, Map<number, number>>();
  return (items) => {
    if (items.length < 2) return 0;
    let [a, b] = [0, items.length];
    for (const item of items) {
      const mark = marks.get(item)!;
      a ^= mark[0];
      b ^= mark[1];
    }
    let sets = known.get(a);
    if (!sets) known.set(a, (sets = new Map()));
    let value = sets.get(b);
    if (value === undefined) sets.set(b, (value = score(items)));
    return value;
  };
}

/** Spreads small numbers over 32 bits (the finaliser of MurmurHash3). */
function mixed(n: number): number {
  let h = Math.imul(n, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

type Put = (node: Node, items: Item[], value: number) => void;

/** The best whole union with a neighbour, if it gains. Two groups that people have touched, or that are large, never merge. */
function tryMerge(node: Node, near: Node[], score: Score, set: Put): boolean {
  let best: { other: Node; items: Item[]; value: number } | null = null;
  // A record that has no incident yet joins at the pack's threshold itself.
  let gain = node.incident === null ? 0 : leastGain;
  for (const other of near) {
    if (stays(node) && stays(other)) continue;
    const items = [...other.items, ...node.items];
    const value = score(items);
    const g = value - other.score - node.score;
    if (g > gain) {
      gain = g;
      best = { other, items, value };
    }
  }
  if (!best) return false;
  const { other, items, value } = best;
  const keep = survivor(node, other);
  const gone = keep === node ? other : node;
  for (const id of gone.fixed) keep.fixed.add(id);
  set(keep, items, value);
  set(gone, [], 0);
  return true;
}

/** Held by a person, or too large to be moved. */
function stays(node: Node): boolean {
  return node.fixed.size > 0 || !node.whole;
}

/** The incident that goes on: a person's or a large one, else one that exists, else the larger, else the one with the first record. */
function survivor(a: Node, b: Node): Node {
  if (stays(a) !== stays(b)) return stays(a) ? a : b;
  if ((a.incident === null) !== (b.incident === null)) return a.incident === null ? b : a;
  if (a.items.length !== b.items.length) return a.items.length > b.items.length ? a : b;
  return firstId(a) < firstId(b) ? a : b;
}

/** The best single record to move into this group, out of it to a neighbour, or out on its own. */
function tryMove(model: FusionModel, node: Node, near: Node[], score: Score, set: Put, nodes: Node[]): boolean {
  let gain = leastGain;
  let act: (() => void) | null = null;
  const without = new Map<Item, { rest: Item[]; value: number }>();
  const consider = (from: Node, to: Node | null, item: Item) => {
    if (from.fixed.has(item.id) || from.items.length < 2) return;
    let left = without.get(item);
    if (!left) {
      const rest = from.items.filter((i) => i !== item);
      without.set(item, (left = { rest, value: score(rest) }));
    }
    const { rest, value } = left;
    const into = to ? [...to.items, item] : [item];
    const intoScore = score(into);
    const g = intoScore - (to?.score ?? 0) + value - from.score;
    if (g <= gain) return;
    gain = g;
    act = () => {
      set(from, rest, value);
      if (to) set(to, into, intoScore);
      else {
        const alone: Node = { incident: null, items: [], fixed: new Set(), whole: true, score: 0 };
        nodes.push(alone);
        set(alone, into, 0);
      }
    };
  };
  for (const item of node.items) {
    consider(node, null, item);
    for (const other of near) if (other.items.some((o) => compatible(model, o, item))) consider(node, other, item);
  }
  for (const other of near)
    for (const item of other.items) if (node.items.some((o) => compatible(model, o, item))) consider(other, node, item);
  if (!act) return false;
  (act as () => void)();
  return true;
}

/** Cuts a group of four or more in two at one of its gaps in time, if that gains. */
function trySplit(node: Node, score: Score, set: Put, nodes: Node[]): boolean {
  if (node.items.length < 4 || stays(node)) return false;
  const inTime = [...node.items].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  let best: { first: Item[]; rest: Item[]; values: [number, number] } | null = null;
  let gain = leastGain;
  for (let cut = 2; cut <= inTime.length - 2; cut++) {
    const [first, rest] = [inTime.slice(0, cut), inTime.slice(cut)];
    const values: [number, number] = [score(first), score(rest)];
    const g = values[0] + values[1] - node.score;
    if (g <= gain) continue;
    gain = g;
    best = { first, rest, values };
  }
  if (!best) return false;
  const other: Node = { incident: null, items: [], fixed: new Set(), whole: true, score: 0 };
  nodes.push(other);
  const [larger, smaller] = best.first.length >= best.rest.length ? [0, 1] : [1, 0];
  const parts = [best.first, best.rest];
  set(node, parts[larger]!, best.values[larger]!);
  set(other, parts[smaller]!, best.values[smaller]!);
  return true;
}

function touches(model: FusionModel, a: Item[], b: Item[]): boolean {
  return a.some((x) => b.some((y) => compatible(model, x, y)));
}

/** Near enough in place and time to be worth the full test. */
export function compatible(model: FusionModel, a: Item, b: Item): boolean {
  if (a.quotes === b.id || b.quotes === a.id) return true;
  const { maxMetres, maxSeconds } = model.numbers;
  // Between the intervals, not their middles: a thing may last for hours.
  const gap = Math.max(0, Math.abs(a.time - b.time) - a.halfLength - b.halfLength);
  const seconds = a.source === b.source ? 120 : gate * Math.sqrt(a.clockVariance + b.clockVariance) + 20;
  if (gap > Math.min(maxSeconds, seconds)) return false;
  const [dx, dy] = [a.east - b.east, a.north - b.north];
  if (dx * dx + dy * dy > maxMetres * maxMetres) return false;
  const [ee, en, nn] = [a.covEE + b.covEE, a.covEN + b.covEN, a.covNN + b.covNN];
  return dx * dx * nn - 2 * dx * dy * en + dy * dy * ee <= gate * gate * 1.5 * (ee * nn - en * en);
}

/** Smallest record id of a group; the empty string for an empty one. */
export function firstId(group: Group): string {
  return group.items.reduce((least, i) => (least === '' || i.id < least ? i.id : least), '');
}
