import type { Item } from './item.js';
import { scoreOf, termNames } from './likelihood.js';
import type { FusionModel } from './model.js';
import { say, type Said, type SaidName } from '../said.js';
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
): Record<(typeof termNames)[number], Said> {
  const metres = (o: Item) => Math.hypot(o.east - item.east, o.north - item.north);
  const nearest = rest.reduce((best, o) => (metres(o) < metres(best) ? o : best));
  const sigma = Math.sqrt((item.covEE + item.covNN + nearest.covEE + nearest.covNN) / 2);
  const soonest = rest.reduce((best, o) => (Math.abs(o.time - item.time) < Math.abs(best.time - item.time) ? o : best));
  const seconds = Math.abs(soonest.time - item.time);
  const clock = Math.sqrt(item.timeVariance + soonest.timeVariance);
  const perHour = Math.exp(around.logRate.get(item.id)!) * 1e6 * 3600;
  const names = (named: 'kind' | 'weapon', indexes: number[], list: string[]): Said[] => {
    const ids = [...new Set(indexes.filter((i) => i >= 0).map((i) => list[i]!))].sort();
    return ids.length === 0 ? [say`not named`] : ids.map((id) => say`${{ named, id } satisfies SaidName}`);
  };
  const same = rest.filter((o) => o.source === item.source).length;
  return {
    distance: say`${Math.round(metres(nearest))} m from the nearest other record, both places together uncertain by ${Math.round(sigma)} m (density per km²).`,
    time: say`${Math.round(seconds)} s from the nearest other record, both times together uncertain by ${Math.round(clock)} s (density per hour).`,
    rate: say`About ${Number(perHour.toPrecision(2))} events per km² and hour happen here; the more there are, the likelier are two.`,
    kind: say`${names('kind', [item.kind], model.kinds)} beside ${names(
      'kind',
      rest.map((o) => o.kind),
      model.kinds,
    )}, by how often such kinds are taken for each other.`,
    weapon: say`${names('weapon', [item.weapon], model.weapons)} beside ${names(
      'weapon',
      rest.map((o) => o.weapon),
      model.weapons,
    )}.`,
    source:
      same > 0
        ? say`Other records of it by the same source: ${same}; a source repeats itself seldom.`
        : say`Another source noticed it, as sources in reach mostly do.`,
    quote: say`One record quotes the other.`,
  };
}
