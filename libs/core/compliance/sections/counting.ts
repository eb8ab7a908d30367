import type { FactCount, WeekCounts } from '../edition-source.js';
import type { FigureUnit } from '../edition-types.js';
import { inOrder, total } from '../figures.js';
import type { Making } from './making.js';

/** What is counted under each provision, in this order. */
export const counted = [
  'alleged',
  'verified',
  'attributed',
  'ruled_breach',
  'open',
  'not_verifiable',
  'set_aside',
] as const;
export type Counted = (typeof counted)[number];

/** What is counted together; what is undefined is left open. */
export interface Scope {
  provisionId?: string;
  party?: string;
  sector?: string;
}

/** What each name asks of the roll-up; 'alleged' is all that was counted, 'open' what nobody has decided on yet. */
const filters: Record<Exclude<Counted, 'attributed'>, Partial<FactCount>> = {
  alleged: {},
  verified: { standing: 'verified' },
  ruled_breach: { ruled: 'breach' },
  open: { standing: 'alleged' },
  not_verifiable: { standing: 'not_verifiable' },
  set_aside: { standing: 'set_aside' },
};

type Sums = Record<Counted, number>;
/** Sums of a week by scope: the tables ask for each of them many times. */
const sumsOf = new WeakMap<WeekCounts, Map<string, Sums>>();
const keyOf = ({ provisionId = '', party = '', sector = '' }: Scope): string => `${provisionId} ${party} ${sector}`;

function sumsIn(week: WeekCounts): Map<string, Sums> {
  const known = sumsOf.get(week);
  if (known) return known;
  const sums = new Map<string, Sums>();
  const add = (fact: Required<Scope>, names: readonly Counted[], n: number): void => {
    for (const provisionId of [undefined, fact.provisionId])
      for (const party of [undefined, fact.party])
        for (const sector of [undefined, fact.sector]) {
          const key = keyOf({
            ...(provisionId !== undefined && { provisionId }),
            ...(party !== undefined && { party }),
            ...(sector !== undefined && { sector }),
          });
          let row = sums.get(key);
          if (!row) sums.set(key, (row = Object.fromEntries(counted.map((name) => [name, 0])) as Sums));
          for (const name of names) row[name] += n;
        }
  };
  for (const fact of week.facts) {
    const names = (Object.keys(filters) as (keyof typeof filters)[]).filter((name) =>
      Object.entries(filters[name]).every(([key, value]) => fact[key as keyof FactCount] === value),
    );
    add(fact, names, fact.incidents);
  }
  for (const fact of week.attributed) add(fact, ['attributed'], 1);
  sumsOf.set(week, sums);
  return sums;
}

/** How many of one week fall under the scope. */
export function countIn(week: WeekCounts, scope: Scope, name: Counted): number {
  return sumsIn(week).get(keyOf(scope))?.[name] ?? 0;
}

/** Usable hours of one week that a rate of the scope is taken over. */
export function hoursIn(week: WeekCounts, { sector }: Scope): number {
  return total(
    week.effort.filter((e) => sector === undefined || e.sector === sector),
    (e) => e.usableHours,
  );
}

/** Sums over provisions count an incident under each of them: their unit says so. */
export const unitOf = (scope: Scope): FigureUnit =>
  scope.provisionId === undefined ? 'incidents_under_each_provision' : 'incidents';

/** The stored query of a count, with its party, sector and provision for parameters. */
export function queryOf(scope: Scope, name: Counted): { query: string; params: Record<string, string> } {
  return name === 'attributed'
    ? { query: 'week.attributed', params: { ...scope } }
    : { query: 'facts.counts', params: { ...scope, ...(filters[name] as Record<string, string>) } };
}

/** All parties in the week's order, then 'none' or what an older pack had. */
export function parties({ source }: Making, occurring: string[]): string[] {
  return inOrder(source.order, [...source.order, ...occurring]);
}
