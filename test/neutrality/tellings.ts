import { clockOf, minutesAfter, rungAbove, stepOn } from '#core/escalation/ladder.js';
import { stepAlert, stepWords } from '#core/escalation/words.js';
import type { Incident } from '#core/fusion/types.js';
import type { Rung } from '#core/mission/ladder-types.js';
import type { Mission } from '#core/mission/types.js';
import type { Geography } from '#core/ports.js';
import { measureReplies } from '#core/reply/measure.js';
import { noticeFormat, type NoticeContent } from '#core/reply/types.js';
import { coarseInterval, coarsePlace, noticeWords } from '#core/reply/words.js';
import { standardFor } from '#core/ruling/gravity.js';
import type { ProposedRuling } from '#core/ruling/provisions.js';

/** The step that a breach raises and those that missed clocks raise from it, with clock, words and alert of each. */
export function stepsFrom(
  mission: Mission,
  geography: Geography,
  incident: Incident,
  rung: Rung | null,
  at: string,
): unknown[] {
  const steps: unknown[] = [];
  let [next, raisedAt] = [rung, at];
  while (next !== null) {
    const cause = {
      incidentId: incident.id,
      sector: incident.sector,
      trigger: 'ruling' as const,
      raiseKey: `ruling:${incident.id}:${next.level}`,
      reason: 'A ruling was made.',
      said: null,
    };
    const step = stepOn(next, cause, `${incident.id}-${next.level}`, raisedAt);
    const words = stepWords(mission, geography, step, incident, 'en');
    const told = { id: step.id, sent: raisedAt, language: 'en', ...words };
    steps.push({ step, clock: clockOf(step), words, alert: stepAlert(mission, step, told) });
    [next, raisedAt] = [rungAbove(next.level, mission.escalation), step.acknowledgeBy];
  }
  return steps;
}

/** What the party is told of each breach ruled on these proposals, and how its answer counts. */
export function noticesOf(
  mission: Mission,
  geography: Geography,
  incident: Incident,
  rulings: readonly ProposedRuling[],
  at: string,
): unknown[] {
  const rules = mission.reply!;
  return rulings
    .filter((r) => r.result === 'breach' && r.party !== null)
    .map((r) => {
      const provision = mission.provisions.find((p) => p.id === r.provisionId)!;
      const place = coarsePlace(incident.estimate, rules.coarsenMetres);
      const content: Omit<NoticeContent, 'words'> = {
        format: noticeFormat,
        missionId: mission.id,
        number: 1,
        party: r.party!,
        issuedAt: at,
        about: 'ruling',
        refersTo: null,
        finding: {
          provision,
          kind: mission.eventKinds.find((k) => k.id === incident.kind)!.name,
          place: { ...place, withinMetres: rules.coarsenMetres },
          ...coarseInterval(incident.start, incident.end, rules.coarsenMinutes),
          gravity: r.gravity,
          standardOfProof: r.gravity === null ? null : standardFor(mission, r.gravity),
        },
        acknowledgeBy: minutesAfter(at, rules.acknowledgeHours * 60),
        replyBy: minutesAfter(at, mission.thresholds.escalation.replyHours * 60),
      };
      const clock = {
        ...content,
        id: r.provisionId,
        acknowledgedAt: null,
        acknowledgedBy: null,
        repliedAt: minutesAfter(at, 90),
        silentAt: null,
        unacknowledgedAt: null,
        withdrawnAt: null,
        closedAt: minutesAfter(at, 90),
      };
      const measures = Object.fromEntries(
        measureReplies(
          mission.parties.map((p) => p.id),
          [clock],
        ).map((m) => [m.party, m]),
      );
      return { content, words: noticeWords(mission, 'ruling', content, (l) => geography.describe(place, l)), measures };
    });
}
