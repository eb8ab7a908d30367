import type { Item } from './item.js';
import { scoreOf, termNames } from './likelihood.js';
import type { FusionModel } from './model.js';
import type { Surroundings } from './rate.js';
import type { LinkTerm } from './types.js';

/**
 * The terms of one record's membership, in words: the score of the group with it less the score
 * without it. A record alone has none. Numbers are rounded to three decimals.
 */
export function explain(model: FusionModel, around: Surroundings, group: Item[], id: string): LinkTerm[] {
  const item = group.find((i) => i.id === id);
  const rest = group.filter((i) => i.id !== id);
  if (!item || rest.length === 0) return [];
  const whole = scoreOf(model, around, group);
  const less = scoreOf(model, around, rest);
  const words = wordsOf(model, around, item, rest);
  return termNames.flatMap((name, i) => {
    const logRatio = Math.round((whole[i]! - less[i]!) * 1000) / 1000;
    return logRatio === 0 ? [] : [{ name, logRatio, because: words[name] }];
  });
}

function wordsOf(
  model: FusionModel,
  around: Surroundings,
  item: Item,
  rest: Item[],
): Record<(typeof termNames)[number], string> {
  const metres = (o: Item) => Math.hypot(o.east - item.east, o.north - item.north);
  const nearest = rest.reduce((best, o) => (metres(o) < metres(best) ? o : best));
  const sigma = Math.sqrt((item.covEE + item.covNN + nearest.covEE + nearest.covNN) / 2);
  const soonest = rest.reduce((best, o) => (Math.abs(o.time - item.time) < Math.abs(best.time - item.time) ? o : best));
  const seconds = Math.abs(soonest.time - item.time);
  const clock = Math.sqrt(item.timeVariance + soonest.timeVariance);
  const perHour = Math.exp(around.logRate.get(item.id)!) * 1e6 * 3600;
  const names = (indexes: number[], list: string[]) =>
    [...new Set(indexes.filter((i) => i >= 0).map((i) => list[i]!))].sort().join(', ') || 'not named';
  const same = rest.filter((o) => o.source === item.source).length;
  return {
    distance: `${Math.round(metres(nearest))} m from the nearest other record, both places together uncertain by ${Math.round(sigma)} m (density per km²).`,
    time: `${Math.round(seconds)} s from the nearest other record, both times together uncertain by ${Math.round(clock)} s (density per hour).`,
    rate: `About ${perHour.toPrecision(2)} events per km² and hour happen here; the more there are, the likelier are two.`,
    kind: `${names([item.kind], model.kinds)} beside ${names(
      rest.map((o) => o.kind),
      model.kinds,
    )}, by how often such kinds are taken for each other.`,
    weapon: `${names([item.weapon], model.weapons)} beside ${names(
      rest.map((o) => o.weapon),
      model.weapons,
    )}.`,
    source:
      same > 0
        ? `The same source has ${same} other record${same > 1 ? 's' : ''} of it; a source repeats itself seldom.`
        : 'Another source noticed it, as sources in reach mostly do.',
    quote: 'One record quotes the other.',
  };
}
