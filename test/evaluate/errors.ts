import type { Run } from './pipeline.js';
import type { World } from '#core/simulation/types.js';

/** Why a pair of records was wrongly joined or wrongly kept apart. Each pair counts under the first that fits. */
export function errorsByCause(
  run: Run,
  world: World,
): { joined: Record<string, number>; apart: Record<string, number> } {
  const joined: Record<string, number> = {};
  const apart: Record<string, number> = {};
  const row = new Map(run.rows.map((r) => [r.id, r]));
  const event = new Map(world.truth.events.map((e) => [e.id, e]));
  const group = (of: ReadonlyMap<string, string>) => {
    const groups = new Map<string, string[]>();
    for (const [id, key] of of) groups.set(key, [...(groups.get(key) ?? []), id]);
    return groups;
  };
  const eachPair = (
    groups: Map<string, string[]>,
    other: ReadonlyMap<string, string>,
    into: Record<string, number>,
  ) => {
    for (const ids of groups.values())
      for (let i = 0; i < ids.length; i++)
        for (let j = i + 1; j < ids.length; j++)
          if (other.get(ids[i]!) !== other.get(ids[j]!)) {
            const cause = causeOf(ids[i]!, ids[j]!);
            into[cause] = (into[cause] ?? 0) + 1;
          }
  };
  const causeOf = (a: string, b: string): string => {
    const [x, y] = [row.get(a)!, row.get(b)!];
    const [ox, oy] = [world.truth.origins[a]!, world.truth.origins[b]!];
    if (!event.has(ox.event) || !event.has(oy.event)) return 'a false report';
    if (x.means === 'told' || y.means === 'told') return 'retold: quarter hours and kilometres';
    if (x.means === 'satellite' || y.means === 'satellite') return 'satellite: heat of the last 25 minutes';
    const same = (x.patrolId ?? x.platformId) === (y.patrolId ?? y.platformId);
    if (ox.event === oy.event) {
      if (same) return 'one source, several records';
      return Math.abs(Date.parse(x.start) - Date.parse(y.start)) > 90_000
        ? 'clocks over 90 s apart'
        : x.kind !== y.kind
          ? 'kinds taken for each other'
          : `${[x.means, y.means].sort().join(' and ')}: place or time too far`;
    }
    const [ex, ey] = [event.get(ox.event)!, event.get(oy.event)!];
    const gap = Math.abs(Date.parse(ex.start) - Date.parse(ey.start)) / 1000;
    const who = same ? 'one source' : 'two sources';
    if (ex.exchange !== null && ex.exchange === ey.exchange)
      return gap < 30
        ? `${who}, same exchange, events under 30 s apart`
        : gap < 90
          ? `${who}, same exchange, 30-90 s apart`
          : `${who}, same exchange, over 90 s apart`;
    return 'unrelated events';
  };
  eachPair(group(run.found), run.truth, joined);
  eachPair(group(run.truth), run.found, apart);
  return { joined, apart };
}
