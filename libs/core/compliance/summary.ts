import { previousWeek, weekInterval } from '../mission/calendar.js';
import type { IncidentFact, Mission } from '../mission/types.js';
import type { Deps, Reads } from '../ports.js';
import { checkSums } from './sums.js';
import { partyOrder } from './party-order.js';
import { fieldFigures } from './summary-field.js';
import { figureNames } from './types.js';
import type { Figure, FigureName, Summary, SummaryRow } from './types.js';

type Counts = Awaited<ReturnType<Reads['facts']['counts']>>;
type Query = Record<string, string | number | null>;

/** Key in the store's own settings that says it holds a simulated world. */
export const demoKey = 'demo';

/** Root of the empty tree, SHA-256 of nothing (RFC 6962 section 2.1). */
const emptyRoot = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The weekly compliance summary as of the newest signed tree head: every figure is a stored query with a cut-off
 * position, so that anyone with the journal up to there gets the same numbers (D12). An incident counts under
 * each provision that it concerns, so sums over provisions count such incidents more than once (their unit says so);
 * `incidents` counts each once. The week before is counted as of the same cut-off, late corrections included.
 * @throws Problem invalid_input for a week that does not exist; not_possible where parts do not equal totals
 */
export async function buildSummary(deps: Deps, week: string): Promise<Summary> {
  const { mission } = deps;
  const { from, to } = weekInterval(week, mission.calendar);
  const before = previousWeek(week);
  const summary = await deps.uow.read(async (reads): Promise<Summary> => {
    const head = await reads.journal.head();
    const cutoff = head?.size ?? 0;
    const counts = await reads.facts.counts(week, cutoff);
    const countsBefore = await reads.facts.counts(before, cutoff);
    const incidents = await reads.facts.incidents(week, cutoff);
    const effort = await reads.facts.effort(week, cutoff);
    const order = partyOrder(mission.parties, week);
    const counter = new Counter(week, before, cutoff, counts, countsBefore);
    return {
      week,
      from,
      to,
      cutoff,
      treeRoot: head?.root ?? emptyRoot,
      missionId: mission.id,
      packDigest: mission.digest,
      demo: (await reads.meta.get(demoKey)) === 'yes',
      partyOrder: order,
      rows: rowsOf(counter, mission, order),
      totals: totalsOf(counter, mission, order),
      incidents: incidentFigures(incidents, week, cutoff, mission),
      effort: effort.map(({ sector, side, means, usableHours, lostHours }) => {
        const params = { week, cutoff, sector, side, means };
        const hours = (what: string, value: number): Figure => ({
          id: `effort.${sector}.${side ?? 'none'}.${means}.${what}`,
          // Sums of decimal hours; a thousandth of an hour is finer than any log.
          value: Math.round(value * 1000) / 1000,
          unit: 'hours',
          query: { name: 'facts.effort', params: { ...params, of: what } },
        });
        return { sector, side, means, usableHours: hours('usable', usableHours), lostHours: hours('lost', lostHours) };
      }),
      restrictions: restrictionFigures(incidents, week, cutoff, mission),
      ...(await fieldFigures(reads, order, { name: week, from, to }, cutoff, counts)),
    };
  });
  checkSums(summary);
  return summary;
}

/** The counts of this week and the one before, summed over whatever a figure leaves open. */
class Counter {
  constructor(
    private readonly week: string,
    private readonly before: string,
    private readonly cutoff: number,
    readonly counts: Counts,
    readonly countsBefore: Counts,
  ) {}

  /** All figures of one scope; `Last` ones are of the week before. */
  figures(prefix: string, scope: Query, unit: string): Record<FigureName, Figure> {
    const counts = within(this.counts, scope);
    const figure = (name: FigureName): Figure => {
      const filter = filters[name];
      return {
        id: `${prefix}.${name}`,
        value: sum(within(counts, filter)),
        unit,
        query: { name: 'facts.counts', params: { week: this.week, cutoff: this.cutoff, ...scope, ...filter } },
      };
    };
    return Object.fromEntries(figureNames.map((name) => [name, figure(name)])) as Record<FigureName, Figure>;
  }

  lastWeek(scope: Query): Record<FigureName, number> {
    const counts = within(this.countsBefore, scope);
    const value = (name: FigureName) => sum(within(counts, filters[name]));
    return Object.fromEntries(figureNames.map((name) => [name, value(name)])) as Record<FigureName, number>;
  }

  lastWeekFigures(prefix: string, scope: Query, unit: string): Record<string, Figure> {
    const entries = Object.entries(this.lastWeek(scope)).map(([name, value]): [string, Figure] => {
      const params = { week: this.before, cutoff: this.cutoff, ...scope, ...filters[name as FigureName] };
      return [
        `${name}LastWeek`,
        { id: `${prefix}.${name}LastWeek`, value, unit, query: { name: 'facts.counts', params } },
      ];
    });
    return Object.fromEntries(entries);
  }
}

/** What each figure asks of the counts. The first four exclude each other; a breach is one of them as well. */
const filters: Record<FigureName, { standing?: IncidentFact['standing']; ruled?: IncidentFact['ruled'] }> = {
  alleged: { standing: 'alleged' },
  verified: { standing: 'verified' },
  notVerifiable: { standing: 'not_verifiable' },
  setAside: { standing: 'set_aside' },
  ruledBreach: { ruled: 'breach' },
};

/** The counts that have all these values. */
function within(counts: Counts, filter: Query): Counts {
  const wanted = Object.entries(filter);
  return counts.filter((row) => wanted.every(([key, value]) => row[key as keyof typeof row] === value));
}

function sum(counts: Counts): number {
  return counts.reduce((total, row) => total + row.incidents, 0);
}

/** One row for each party under each provision and sector where anything was counted in either week. */
function rowsOf(counter: Counter, mission: Mission, order: string[]): SummaryRow[] {
  const all = [...counter.counts, ...counter.countsBefore];
  const rows: SummaryRow[] = [];
  for (const provisionId of known(
    mission.provisions,
    all.map((c) => c.provisionId),
  )) {
    const ofProvision = all.filter((c) => c.provisionId === provisionId);
    for (const sector of known(
      mission.sectors,
      ofProvision.map((c) => c.sector),
    )) {
      const here = ofProvision.filter((c) => c.sector === sector);
      if (here.length === 0) continue;
      // Every party gets its row, also with zeros, so that none stands alone in a table.
      for (const party of inOrder(
        order,
        here.map((c) => c.party),
      )) {
        const scope = { provisionId, party, sector };
        const figures = counter.figures(`row.${provisionId}.${party}.${sector}`, scope, 'incidents');
        rows.push({ ...scope, ...figures, lastWeek: counter.lastWeek(scope) });
      }
    }
  }
  return rows;
}

function totalsOf(counter: Counter, mission: Mission, order: string[]): Summary['totals'] {
  const all = [...counter.counts, ...counter.countsBefore];
  const several = 'incidents, once under each provision';
  const total = (scope: Summary['totals'][number]['scope'], id: string, query: Query, unit: string) => ({
    scope,
    id,
    figures: {
      ...counter.figures(`total.${scope}.${id}`, query, unit),
      ...counter.lastWeekFigures(`total.${scope}.${id}`, query, unit),
    },
  });
  return [
    ...known(
      mission.provisions,
      all.map((c) => c.provisionId),
    ).map((id) => total('provision', id, { provisionId: id }, 'incidents')),
    ...inOrder(
      order,
      all.map((c) => c.party),
    ).map((id) => total('party', id, { party: id }, several)),
    ...known(
      mission.sectors,
      all.map((c) => c.sector),
    ).map((id) => total('sector', id, { sector: id }, several)),
    total('all', 'all', {}, several),
  ];
}

type IncidentCounts = Awaited<ReturnType<Reads['facts']['incidents']>>;

function incidentFigures(counts: IncidentCounts, week: string, cutoff: number, mission: Mission): Summary['incidents'] {
  const figure = (id: string, scope: Query, rows: IncidentCounts): Figure => ({
    id,
    value: rows.reduce((n, row) => n + row.incidents, 0),
    unit: 'incidents',
    query: { name: 'facts.incidents', params: { week, cutoff, ...scope } },
  });
  const kinds = known(
    mission.eventKinds,
    counts.map((c) => c.kind),
  ).filter((id) => counts.some((c) => c.kind === id));
  return {
    live: figure('incidents.live', {}, counts),
    bySector: known(
      mission.sectors,
      counts.map((c) => c.sector),
    ).map((sector) =>
      figure(
        `incidents.sector.${sector}`,
        { sector },
        counts.filter((c) => c.sector === sector),
      ),
    ),
    byKind: kinds.map((kind) =>
      figure(
        `incidents.kind.${kind}`,
        { kind },
        counts.filter((c) => c.kind === kind),
      ),
    ),
  };
}

/** Restrictions of access, each incident once, by sector and kind. */
function restrictionFigures(counts: IncidentCounts, week: string, cutoff: number, mission: Mission): Figure[] {
  const access = new Set(mission.eventKinds.filter((kind) => kind.category === 'access').map((kind) => kind.id));
  return counts
    .filter((c) => access.has(c.kind))
    .map(({ sector, kind, incidents }) => ({
      id: `restrictions.${sector}.${kind}`,
      value: incidents,
      unit: 'incidents',
      query: { name: 'facts.incidents', params: { week, cutoff, sector, kind } },
    }));
}

/** The pack's ids in its order, then any others that were counted, sorted ("none", or what an older pack had). */
function known(items: { id: string }[], counted: string[]): string[] {
  return inOrder(
    items.map((item) => item.id),
    counted,
  );
}

function inOrder(order: string[], counted: string[]): string[] {
  const others = [...new Set(counted)].filter((id) => !order.includes(id));
  return [...order, ...others.sort()];
}
