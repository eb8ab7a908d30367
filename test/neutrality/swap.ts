import { ledgerOf } from '#core/attribution/ledger.js';
import { replyAccounts, weightOf, type ReplyAccount } from '#core/attribution/reply-items.js';
import { rulesOf, workingRules } from '#core/attribution/rules.js';
import type { HypothesisState, KeptItem, LedgerState } from '#core/attribution/types.js';
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
import { noticesOf, stepsFrom } from './tellings.js';
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
    reply: replyRules(),
    attribution: {
      ...workingRules,
      possession: [{ party: names[1], weaponClasses: ['small', 'mortar'], source: 'declaration' }],
    },
  };
}

/** Notices that say all that a notice can say. */
function replyRules(): NonNullable<Mission['reply']> {
  const en = (text: string) => ({ en: text });
  const every =
    'Notice {number} to {party}: {gravity} {provision} {title} {kind} {place} {from} {to} {standard} {replyBy}';
  return {
    after: ['ruling', 'attribution'],
    acknowledgeHours: 12,
    coarsenMetres: 2000,
    coarsenMinutes: 30,
    words: { ruling: en(every), attribution: en(every), assessment: en(every), withdrawal: en('{refersTo} {party}') },
    gravity: { minor: en('minor'), serious: en('serious'), grave: en('grave') },
    standardOfProof: {
      reasonable_suspicion: en('suspicion'),
      reasonable_grounds: en('grounds'),
      balance_of_probabilities: en('balance'),
      clear_and_convincing: en('convincing'),
      beyond_reasonable_doubt: en('beyond doubt'),
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
  /** Steps raised and what climbs from them, with their clocks and words. */
  steps: unknown[];
  /** What the party named is told of each breach. */
  notices: unknown[];
  /** The same ledgers once the party that they name has answered, unread and read as each account. */
  answered: unknown[];
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
    steps: [],
    notices: [],
    answered: [],
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
    const rung = rungFor(
      rulings.map((r) => ({ ...r, state: 'ruled' })),
      mission.escalation,
    );
    outcome.rungs.push(rung?.level ?? null);
    outcome.steps.push(...stepsFrom(mission, geography, incident, rung, at));
    outcome.notices.push(...noticesOf(mission, geography, incident, rulings, at));
    if (party !== null) {
      const reply = { id: 'reply', party, number: 1, receivedAt: at };
      const read = (account: ReplyAccount): KeptItem => ({
        id: account,
        incidentId: incident.id,
        kind: account,
        statement: `${party} answered`,
        ...weightOf(
          account,
          party,
          rulesOf(mission),
          mission.parties.map((p) => p.id),
        ),
        reason: 'so it reads',
        basis: ['reply'],
        source: `party:${party}`,
        replaces: null,
        by: 'analyst',
        at,
      });
      for (const kept of [[], ...replyAccounts.map((a) => [read(a)])]) {
        const after = ledgerOf(incident, members(incident.id), kept, [], mission, geography, [reply]);
        outcome.answered.push({ ...after, hypotheses: Object.fromEntries(after.hypotheses.map((h) => [h.id, h])) });
      }
    }
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
    // As the journal's facts do it: what concerns no provision counts under none.
    if (rulings.length === 0)
      counts.push({
        provisionId: 'none',
        party: 'none',
        sector: incident.sector ?? 'none',
        kind: incident.kind,
        standing: verified ? 'verified' : 'alleged',
        ruled: 'none',
        incidents: 1,
      });
  }
  const week = reportingWeek(world.from, mission.calendar);
  const summary = await buildSummary(summaryDeps(mission, week, counts, incidents, world), week);
  const texts = (rows: readonly unknown[]) => rows.map((r) => JSON.stringify(r)).sort();
  outcome.summary = [summary.rows, summary.totals, [summary.incidents], summary.effort, summary.rates].map((rows) =>
    texts(rows),
  );
  outcome.lines = summaryCsv(summary, mission, 'en').split(/\r?\n/).sort();
  return outcome;
}

type Counts = Awaited<ReturnType<Reads['facts']['counts']>>;

/** A store that holds nothing but these counts. */
function summaryDeps(mission: Mission, week: string, counts: Counts, incidents: Incident[], world: World): Deps {
  const reads = {
    journal: { head: async () => null },
    meta: { get: async () => null },
    watches: {
      incidents: async (of: string) => (of === week ? incidents : []),
      hours: async (of: string) => (of === week ? world.effort.map(hoursOf) : []),
    },
    noticeMatches: { counts: async () => [] },
    notifications: { during: async () => [] },
    complaints: { counts: async () => [] },
    facts: {
      counts: async (of: string) => (of === week ? counts : []),
      incidents: async (of: string) => (of === week ? bySector(incidents) : []),
      effort: async () => world.effort,
    },
  };
  const read = async <T>(body: (r: Reads) => Promise<T>) => body(reads as unknown as Reads);
  return { mission, uow: { read } } as unknown as Deps;
}

/** An effort record as the watch that it stands for. */
function hoursOf(e: World['effort'][number]) {
  const { sector, side, means, usableHours } = e;
  const parts = { usableHours, dayHours: usableHours, nightHours: 0, grossHours: usableHours };
  return { sector, side, means, ...parts, statedLostHours: 0, jammingHours: 0, weatherHours: 0 };
}

/** One row for each incident: rows of one sector and kind add up. */
function bySector(incidents: readonly Incident[]) {
  return incidents.map((i) => ({ sector: i.sector ?? 'none', kind: i.kind, incidents: 1 }));
}
