import type { Mission, Provision } from '#core/mission/types.js';
import { queueNumbers } from '#core/verification/desk/score.js';

export const provisionAnswer = (p: Provision) => ({
  id: p.id,
  number: p.number,
  kind: p.kind,
  title: p.title,
  text: p.text,
  version: p.version,
  inForceFrom: p.inForceFrom,
  inForceUntil: p.inForceUntil,
  binds: p.binds,
  eventKinds: p.eventKinds ?? null,
  zones: p.zones ?? null,
  withdrawal: p.withdrawal ?? null,
  ceiling: p.ceiling ?? null,
  presence: p.presence ?? null,
  condition: p.condition ?? null,
  gravity: p.gravity,
});

/** What is null the pack leaves to the program's own working values. */
export const rulesAnswer = (m: Mission) => ({
  packDigest: m.digest,
  languages: m.languages,
  calendar: m.calendar,
  ladder: m.escalation.map((r) => ({
    level: r.level,
    id: r.id,
    name: r.name,
    role: r.role,
    acknowledgeMinutes: r.acknowledgeMinutes,
    actMinutes: r.actMinutes ?? null,
    tells: r.tells ?? [],
    channels: r.channels ?? ['inbox'],
    climbsOn: r.climbsOn ?? ['acknowledge', 'act'],
    closesOn: r.closesOn ?? 'act',
  })),
  triggers: m.escalationRules ? withoutWords(m.escalationRules) : null,
  clocks: {
    staleHours: m.thresholds.triage.staleHours,
    claimMinutes: m.thresholds.triage.claimMinutes,
    acknowledgeMinutes: m.thresholds.escalation.acknowledgeMinutes,
    replyHours: m.thresholds.escalation.replyHours,
    noticeAcknowledgeHours: m.reply?.acknowledgeHours ?? null,
  },
  queue: queueNumbers(m),
  thresholds: {
    fusion: numbersOf(m.thresholds.fusion),
    verification: numbersOf(m.thresholds.verification),
    triage: numbersOf(m.thresholds.triage),
    intake: numbersOf(m.thresholds.intake),
    escalation: numbersOf(m.thresholds.escalation),
  },
  verification: m.verification,
  gravityMatrix: m.gravityMatrix ?? null,
  standardOfProof: m.standardOfProof ?? null,
  attribution: m.attribution ?? null,
  reply: m.reply
    ? { after: m.reply.after, coarsenMetres: m.reply.coarsenMetres, coarsenMinutes: m.reply.coarsenMinutes }
    : null,
  redaction: m.redaction ?? null,
  eventKinds: m.eventKinds.map(({ id, name, category, harm, confusedWith, durationSeconds, disturbsSensors }) => ({
    id,
    name,
    category,
    harm,
    confusedWith,
    durationSeconds,
    disturbsSensors: disturbsSensors ?? false,
  })),
  means: m.means.map(({ id, name, by, rangeMetres, source, needsLineOfSight }) => ({
    id,
    name,
    by,
    rangeMetres,
    source,
    needsLineOfSight,
  })),
  weapons: m.weapons.map(({ id, name, weaponClass, rangeMetres, audibleMetres, source }) => ({
    id,
    name,
    weaponClass,
    rangeMetres,
    audibleMetres,
    source,
  })),
});

const numbersOf = (group: Record<string, number>): Record<string, number> => ({ ...group });

function withoutWords(rules: NonNullable<Mission['escalationRules']>) {
  const { words: _words, starts, alarms, ...rest } = rules;
  return { ...rest, starts: starts ?? null, alarms: alarms ?? null };
}
