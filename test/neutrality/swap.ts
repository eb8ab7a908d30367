import { ledgerOf } from '#core/attribution/ledger.js';
import { workingRules } from '#core/attribution/rules.js';
import type { HypothesisState, LedgerState } from '#core/attribution/types.js';
import { buildSummary } from '#core/compliance/summary.js';
import { rungFor } from '#core/escalation/ladder.js';
import type { Incident } from '#core/fusion/types.js';
import { makeGeography } from '#core/geo/geography.js';
import { reportingWeek } from '#core/mission/calendar.js';
import { provisionsConcerned } from '#core/mission/standing.js';
import type { Mission, Provision } from '#core/mission/types.js';
import type { Deps, Reads } from '#core/ports.js';
import { testProvision, type ProposedRuling } from '#core/ruling/provisions.js';
import type { World } from '#core/simulation/types.js';
import { queueNumbers, scoreAt } from '#core/verification/desk/score.js';
import { summaryCsv } from '#documents/summary-csv.js';
import { inventedMission } from '../evaluate/mission.js';
import { runWorld } from '../evaluate/pipeline.js';

/** Two names that occur in nothing else, of one length, so that swapping them in a text is swapping the parties. */
export const names = ['novia', 'sutra'] as const;

/** The two names exchanged throughout, in values, keys and texts. */
export function swapped<T>(value: T): T {
  const [one, two] = names;
  return JSON.parse(
    JSON.stringify(value).replace(new RegExp(`${one}|${two}`, 'g'), (name) => (name === one ? two : one)),
  ) as T;
}

/** The invented mission with provisions that bind all or one, a ladder, and weapons that only one party has. */
export function neutralMission(): Mission {
  const mission = inventedMission([names[0], names[1]]);
  const en = (text: string) => ({ en: text });
  const provision = (id: string, eventKinds: string[], gravity: 'serious' | 'grave', binds: string[]): Provision => ({
    id,
    kind: 'prohibition',
    number: id,
    title: en(`No ${eventKinds.join(', ')}`),
    text: en('It is forbidden.'),
    version: '1',
    inForceFrom: mission.ceasefireFrom,
    inForceUntil: null,
    binds,
    eventKinds,
    gravity: { '*': gravity },
  });
  // A short line: fewer posts to simulate, so that many worlds can be tried.
  const lines = mission.lines.map((l) => ({ ...l, coordinates: [l.coordinates[0]!.slice(0, 3)] }));
  return {
    ...mission,
    lines,
    provisions: [
      provision('p1', ['explosion', 'impact'], 'grave', []),
      provision('p2', ['burst', 'shot'], 'serious', []),
      provision('p3', ['weapon-seen', 'drone-flight'], 'serious', [names[0]]),
    ],
    escalation: [1, 2, 3].map((level) => ({
      level,
      id: `rung-${level}`,
      name: en(`rung ${level}`),
      acknowledgeMinutes: 60,
      role: 'supervisor',
    })),
    attribution: {
      ...workingRules,
      possession: [{ party: names[1], weaponClasses: ['small', 'mortar'], source: 'declaration' }],
    },
  };
}

/** All that the chain makes of one world. */
export interface Outcome {
  incidents: Incident[];
  /** Incident ids, most pressing first. */
  triage: string[];
  checks: unknown[];
  proposals: unknown[];
  /** Hypotheses by id, since they are listed by it. */
  ledgers: (Omit<LedgerState, 'hypotheses'> & { hypotheses: Record<string, HypothesisState> })[];
  rulings: ProposedRuling[];
  rungs: (number | null)[];
  /** Rows and lines without their order: parties take turns in being first, by their ids (core/compliance/party-order). */
  summary: unknown[];
  lines: string[];
}

/**
 * Fusion, checks, proposal, ledger, rulings on the ledger's result, rungs, triage, summary and its text, by the
 * product's own rules. What a person would decide is taken from what is proposed, for all cases alike.
 */
export async function chain(mission: Mission, world: World): Promise<Outcome> {
  const geography = makeGeography(mission);
  const { memory, found } = await runWorld(mission, geography, world, true);
  const incidents = [...memory.incidents.values()]
    .filter((i) => i.state !== 'merged')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const members = (id: string) => [...found].filter(([, i]) => i === id).map(([s]) => memory.sightings.get(s)!);
  const at = world.to;
  const numbers = queueNumbers(mission);
  const outcome: Outcome = {
    incidents,
    triage: [...incidents]
      .sort((a, b) => scoreAt(b, at, numbers) - scoreAt(a, at, numbers) || (a.id < b.id ? -1 : 1))
      .map((i) => i.id),
    checks: incidents.map((i) => memory.checks.get(i.id) ?? []),
    proposals: incidents.map((i) => memory.verifications.get(i.id) ?? []),
    ledgers: [],
    rulings: [],
    rungs: [],
    summary: [],
    lines: [],
  };
  const counts: Counts = [];
  for (const incident of incidents) {
    const state = ledgerOf(incident, members(incident.id), [], [], mission, geography);
    const hypotheses = Object.fromEntries(state.hypotheses.map((h) => [h.id, h]));
    outcome.ledgers.push({ ...state, hypotheses });
    const party = mission.parties.some((p) => p.id === state.result) ? state.result : null;
    const distance = geography.distanceToLine(incident.estimate, incident.start);
    const verified = incident.proposedOutcome === 'verified';
    const concerned = verified ? provisionsConcerned(mission, incident) : [];
    const rulings = concerned.map((p) => testProvision(p, incident, { party }, mission, distance));
    outcome.rulings.push(...rulings);
    outcome.rungs.push(
      rungFor(
        rulings.map((r) => ({ ...r, state: 'ruled' })),
        mission.escalation,
      )?.level ?? null,
    );
    for (const r of rulings)
      counts.push({
        provisionId: r.provisionId,
        party: party ?? 'none',
        sector: incident.sector ?? 'none',
        kind: incident.kind,
        standing: 'verified',
        ruled: r.result === 'not_decided' ? 'none' : r.result,
        incidents: 1,
      });
  }
  const week = reportingWeek(world.from, mission.calendar);
  const summary = await buildSummary(summaryDeps(mission, week, counts, world), week);
  const texts = (rows: readonly unknown[]) => rows.map((r) => JSON.stringify(r)).sort();
  outcome.summary = [summary.rows, summary.totals, [summary.incidents], summary.effort].map((rows) => texts(rows));
  outcome.lines = summaryCsv(summary, mission, 'en').split(/\r?\n/).sort();
  return outcome;
}

type Counts = Awaited<ReturnType<Reads['facts']['counts']>>;

/** A store that holds nothing but these counts. */
function summaryDeps(mission: Mission, week: string, counts: Counts, world: World): Deps {
  const reads = {
    journal: { head: async () => null },
    meta: { get: async () => null },
    facts: {
      counts: async (of: string) => (of === week ? counts : []),
      incidents: async () => [],
      effort: async () => world.effort,
    },
  };
  const read = async <T>(body: (r: Reads) => Promise<T>) => body(reads as unknown as Reads);
  return { mission, uow: { read } } as unknown as Deps;
}
