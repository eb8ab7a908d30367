import type { Attribution } from '../attribution/types.js';
import type { Incident } from '../fusion/types.js';
import { canonicalSha256 } from '../journal/canonical.js';
import { provisionsConcerned } from '../mission/standing.js';
import type { Mission, Provision } from '../mission/types.js';
import type { Reads } from '../ports.js';
import { englishOf, say, type Said, type SaidName } from '../said.js';
import { conditionFacts, dutyState, isInForce, type ConditionFact } from './conditions.js';
import { noDistance, testProvision, type LineDistance, type ProposedRuling } from './provisions.js';
import { ceilingState, presenceState, wholeDays, type CeilingState } from './registers.js';
import type { PresenceDay, ProvisionResult, RegisterFigure } from './types.js';

/** What the provisions that count and hang together hold, as far as an incident's time. */
export interface Background {
  conditions: ConditionFact[];
  figures: RegisterFigure[];
  presence: PresenceDay[];
}

/** Loads the background of an incident at `at`: nothing where the pack has no such provisions in force. */
export async function backgroundAt(reads: Reads, mission: Mission, at: string): Promise<Background> {
  const background: Background = { conditions: await conditionFacts(reads, mission, at), figures: [], presence: [] };
  for (const p of mission.provisions.filter((p) => isInForce(p, at))) {
    if (p.ceiling) background.figures.push(...(await reads.registers.figures(p.id, null)));
    if (!p.presence) continue;
    const { from, to } = wholeDays(p.inForceFrom, at);
    background.presence.push(...(await reads.registers.presence(p.id, from, to, null)));
  }
  return background;
}

export interface Reviewed {
  /** Under the provisions that the incident concerns: what is proposed for a ruling. */
  proposals: ProposedRuling[];
  /** Under every provision in force at the incident's time, in the agreement's order. */
  results: ProvisionResult[];
}

/** Tests a verified incident against all provisions in force at its time and place. */
export function reviewProvisions(
  mission: Mission,
  incident: Incident,
  attribution: Pick<Attribution, 'party'> | null,
  lineDistance: LineDistance,
  background: Background,
): Reviewed {
  const at = incident.start;
  const concerned = new Set(provisionsConcerned(mission, incident).map((p) => p.id));
  const proposals: ProposedRuling[] = [];
  const results = mission.provisions
    .filter((p) => isInForce(p, at))
    .map((p): ProvisionResult => {
      const party = attribution?.party ?? null;
      const duty = party === null ? null : dutyState(mission, p, party, at, background.conditions);
      const common = {
        provisionId: p.id,
        provisionVersion: p.version,
        textSha256: canonicalSha256(p.text),
        condition: duty?.state ?? null,
      };
      if (!concerned.has(p.id)) return { ...common, gravity: null, ...aside(p, mission, incident, party, background) };
      const test = testProvision(p, incident, attribution, mission, lineDistance, duty);
      proposals.push(test);
      return {
        ...common,
        result: test.result,
        gravity: test.gravity,
        reason: test.reason,
        ...(test.said && { said: test.said }),
      };
    });
  return { proposals, results };
}

/** Why a provision in force is not one on which this incident is ruled. */
function aside(
  p: Provision,
  mission: Mission,
  incident: Incident,
  party: string | null,
  background: Background,
): Pick<ProvisionResult, 'result' | 'reason' | 'said'> {
  const at = incident.start;
  const told = (result: ProvisionResult['result'], said: Said) => ({ result, reason: englishOf(said), said: [said] });
  const none = (said: Said) => told('no_breach', said);
  const undecided = (said: Said) => told('not_decided', said);
  switch (p.kind) {
    case 'prohibition':
    case 'access':
      if (!p.eventKinds?.includes(incident.kind))
        return none(say`Provision ${p.number} does not name events of kind ${{ named: 'kind', id: incident.kind }}.`);
      return none(say`Provision ${p.number} applies in other places.`);
    case 'withdrawal': {
      const category = mission.eventKinds.find((k) => k.id === incident.kind)?.category;
      if (category !== 'weapons')
        return none(say`Provision ${p.number} is about weapons that are seen where they are.`);
      if (incident.weapon === null)
        return undecided(say`Provision ${p.number} sets distances by weapon class; the weapon is not known.`);
      return none(noDistance(p, incident.weapon));
    }
    case 'ceiling': {
      const states = mission.parties
        .filter((q) => (p.binds.length === 0 || p.binds.includes(q.id)) && (party === null || q.id === party))
        .map((q) => {
          const figures = background.figures.filter((f) => f.provisionId === p.id);
          const { verdict, estimated } = ceilingState(p, q.id, figures, at);
          const party: SaidName = { named: 'party', id: q.id };
          if (!estimated) return say`${party} ${saidVerdict(verdict)}`;
          return say`${party} ${saidVerdict(verdict)} (${estimated.best}, ${estimated.low} to ${estimated.high})`;
        })
        .sort(byEnglish);
      return undecided(
        say`Provision ${p.number} counts over time, baseline ${p.ceiling!.baseline}: at this time ${states}. It is assessed by itself.`,
      );
    }
    case 'presence': {
      const lines = background.presence.filter((l) => l.provisionId === p.id);
      const { counted, expected, days } = presenceState(p, lines, p.inForceFrom, at);
      return undecided(
        say`Provision ${p.number} counts over time: ${counted} of ${expected.toFixed(1)} pro-rated over ${days} days. It is assessed by itself.`,
      );
    }
    case 'condition': {
      const then = mission.provisions.find((q) => q.id === p.condition!.then);
      const states = mission.parties
        .filter((q) => party === null || q.id === party)
        .map((q) => {
          const party: SaidName = { named: 'party', id: q.id };
          const state = then && dutyState(mission, then, q.id, at, background.conditions)?.state;
          return state === 'lapsed' ? say`for ${party} lapsed` : say`for ${party} holds`;
        })
        .sort(byEnglish);
      return none(
        say`A condition is not breached itself. The duty under provision ${then?.number ?? p.number} at this time: ${states}.`,
      );
    }
  }
}

function saidVerdict(verdict: CeilingState['verdict']): Said {
  switch (verdict) {
    case 'within':
      return say`within`;
    case 'above':
      return say`above`;
    case 'cannot_be_told':
      return say`cannot be told`;
    case 'no_estimate':
      return say`no estimate`;
  }
}

const byEnglish = (a: Said, b: Said): number => (englishOf(a) < englishOf(b) ? -1 : 1);
