import type { Schemas } from '../../api/client.js';
import type { paths } from '../../api/schema.js';

export type Filter = Schemas['View']['filter'];
type Query = NonNullable<paths['/v1/triage']['get']['parameters']['query']>;

export const states = ['open', 'unclaimed', 'mine', 'claimed', 'snoozed', 'all'] as const;

export const noFilter: Filter = {
  sectors: [],
  kinds: [],
  parties: [],
  state: 'open',
  olderThanHours: null,
  youngerThanHours: null,
  casualtiesOnly: false,
  grouped: true,
};

/** What the address of the screen says; what it does not understand does not limit. */
export function filterOf(address: URLSearchParams): Filter {
  const list = (name: string): string[] => address.get(name)?.split(',').filter(Boolean) ?? [];
  const hours = (name: string): number | null => {
    const value = Number(address.get(name) ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value : null;
  };
  return {
    sectors: list('sector'),
    kinds: list('kind'),
    parties: list('party'),
    state: states.find((state) => state === address.get('state')) ?? 'open',
    olderThanHours: hours('older'),
    youngerThanHours: hours('younger'),
    casualtiesOnly: address.get('casualties') === 'yes',
    grouped: address.get('grouped') !== 'no',
  };
}

/** The address that says it: what stands as it does by itself is left out. */
export function addressOfFilter(filter: Filter, group: string | null): URLSearchParams {
  const said: [string, string | null][] = [
    ['sector', filter.sectors.join(',') || null],
    ['kind', filter.kinds.join(',') || null],
    ['party', filter.parties.join(',') || null],
    ['state', filter.state === 'open' ? null : filter.state],
    ['older', filter.olderThanHours?.toString() ?? null],
    ['younger', filter.youngerThanHours?.toString() ?? null],
    ['casualties', filter.casualtiesOnly ? 'yes' : null],
    ['grouped', filter.grouped ? null : 'no'],
    ['group', group],
  ];
  return new URLSearchParams(said.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** As the API wants it. */
export function queryOf(filter: Filter, group: string | null): Query {
  const { sectors, kinds, parties, state, olderThanHours, youngerThanHours, casualtiesOnly, grouped } = filter;
  return {
    state,
    grouped,
    casualtiesOnly,
    ...(sectors.length > 0 && { sector: sectors }),
    ...(kinds.length > 0 && { kind: kinds }),
    ...(parties.length > 0 && { party: parties }),
    ...(olderThanHours !== null && { olderThanHours }),
    ...(youngerThanHours !== null && { youngerThanHours }),
    ...(group !== null && { group }),
  };
}

/** What the API is asked for at this address of the screen (its query). */
export function queryAt(search: string): Query {
  const address = new URLSearchParams(search);
  return queryOf(filterOf(address), address.get('group'));
}

/** How many of its parts limit anything. */
export function countSet(filter: Filter): number {
  const { sectors, kinds, parties, state, olderThanHours, youngerThanHours, casualtiesOnly, grouped } = filter;
  const parts = [sectors.length > 0, kinds.length > 0, parties.length > 0, state !== 'open', casualtiesOnly, !grouped];
  return [...parts, olderThanHours !== null || youngerThanHours !== null].filter(Boolean).length;
}
