import type { escalationPlaceholders } from '../mission/check-escalation.js';
import type { Incident } from '../fusion/types.js';
import type { EscalationTrigger } from '../mission/ladder-types.js';
import type { Localised, Mission } from '../mission/types.js';
import { coarseInterval, coarsePlace } from '../reply/words.js';
import type { Geography } from '../ports.js';
import { missionAdvice } from './alarms/advice.js';
import type { StoredAlarm } from './alarms/record.js';
import type { CapAlert, Escalation } from './types.js';

type Placeholder = (typeof escalationPlaceholders)[number];

/** Used where a pack brings no words of its own. English, but for alarms: a mission with other languages writes its own. */
const plain = {
  subject: {
    en: '{mission}: step {level} ({rung})',
    uk: '{mission}: щабель {level} ({rung})',
    ru: '{mission}: ступень {level} ({rung})',
    tr: '{mission}: basamak {level} ({rung})',
    ar: '{mission}: الدرجة {level} ({rung})',
  },
  text: {
    en: '{cause} What: {kind}. Where: {place}. When: {when}. Sector: {sector}. Please acknowledge by {acknowledgeBy} in the console. This names no party; what the mission has found is in the case itself.',
  },
  alarm: {
    en: '{cause} {alarm} Sector: {sector}. Please acknowledge by {acknowledgeBy} in the console. An alarm is a reason to look, not a finding.',
    uk: '{cause} {alarm} Сектор: {sector}. Просимо підтвердити в консолі до {acknowledgeBy}. Сигнал – привід подивитися, а не висновок.',
    ru: '{cause} {alarm} Сектор: {sector}. Просим подтвердить в консоли до {acknowledgeBy}. Сигнал – повод посмотреть, а не вывод.',
    tr: '{cause} {alarm} Sektör: {sector}. Lütfen en geç {acknowledgeBy} itibarıyla konsolda alındığını bildirin. Uyarı bakmak için bir nedendir, bulgu değildir.',
    ar: '{cause} {alarm} القطاع: {sector}. يُرجى الإقرار بالاستلام في وحدة التحكم قبل {acknowledgeBy}. الإنذار سبب للنظر وليس استنتاجاً.',
  },
} as const;

/** Why a step was raised, in words that hold no free text: what a person wrote stays in the console. */
const plainCauses: Record<EscalationTrigger, Localised> = {
  ruling: { en: 'A ruling was made.' },
  severity: { en: 'The severity matrix of the mission asks for attention.' },
  repetition: { en: 'Events repeat in one sector.' },
  fire_at_mission: { en: 'The mission itself is concerned.' },
  mass_event: { en: 'Many events were recorded within a short time.' },
  alarm: {
    en: 'The daily statistics raised an alarm.',
    uk: 'Щоденна статистика подала сигнал.',
    ru: 'Ежедневная статистика подала сигнал.',
    tr: 'Günlük istatistik bir uyarı verdi.',
    ar: 'أصدرت الإحصاءات اليومية إنذاراً.',
  },
  person: { en: 'A member of the mission asks for attention.' },
  silence: { en: 'A notice was not answered in time.' },
};

/** Places in tellings that leave the mission: as coarse as what parties are told, or this many metres and minutes. */
const coarse = { metres: 2000, minutes: 60 };

/**
 * Subject and text of one step in one language: from templates only, no party, no source, no name, a coarse place.
 * `alarm`: what raised it, where an alarm did (alarmBehind).
 */
export function stepWords(
  mission: Mission,
  geography: Pick<Geography, 'describe'>,
  step: Escalation,
  incident: Pick<Incident, 'kind' | 'estimate' | 'start' | 'end'> | null,
  language: string,
  alarm: StoredAlarm | null = null,
): { subject: string; text: string; place: string; kind: string } {
  const words = mission.escalationRules?.words;
  const say = (text: Localised | undefined) => (text ? (text[language] ?? text['en']!) : '-');
  const time = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const metres = mission.reply?.coarsenMetres ?? coarse.metres;
  const minutes = mission.reply?.coarsenMinutes ?? coarse.minutes;
  const when = incident && coarseInterval(incident.start, incident.end, minutes);
  const values: Record<Placeholder, string> = {
    mission: say(mission.name),
    level: String(step.level),
    rung: say(mission.escalation.find((r) => r.id === step.rung)?.name),
    cause: say(words ? words.causes[step.trigger] : plainCauses[step.trigger]),
    kind: incident ? say(mission.eventKinds.find((k) => k.id === incident.kind)?.name) : '-',
    place: incident ? geography.describe(coarsePlace(incident.estimate, metres), language) : '-',
    when: when ? `${time(when.from)} - ${time(when.to)}` : '-',
    sector: say(mission.sectors.find((s) => s.id === step.sector)?.name),
    acknowledgeBy: time(step.acknowledgeBy),
    // Written by the program from counts alone (core/escalation/alarms/advice).
    alarm: alarm ? missionAdvice(mission, alarm, language) : step.trigger === 'alarm' ? step.reason : '',
  };
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as Placeholder] ?? whole);
  const template = step.trigger === 'alarm' ? (words?.alarm ?? plain.alarm) : (words?.text ?? plain.text);
  return {
    subject: fill(say(words?.subject ?? plain.subject)),
    text: fill(say(template)),
    place: values.place === '-' ? values.sector : values.place,
    kind: values.kind,
  };
}

/** The same as an alert for machines. Urgency and severity follow the place on the ladder, never a party. */
export function stepAlert(
  mission: Mission,
  step: Escalation,
  told: { id: string; sent: string; language: string; subject: string; text: string; place: string },
): CapAlert {
  const levels = mission.escalation.map((r) => r.level);
  const height = levels.length > 1 ? levels.filter((l) => l < step.level).length / (levels.length - 1) : 1;
  return {
    identifier: told.id,
    sender: mission.id,
    sent: told.sent,
    scope: 'Restricted',
    restriction: 'For those whom the mission has named as recipients.',
    language: told.language,
    event: told.subject,
    urgency: Date.parse(step.acknowledgeBy) - Date.parse(step.raisedAt) <= 3_600_000 ? 'Immediate' : 'Expected',
    severity: height >= 2 / 3 ? 'Extreme' : height >= 1 / 3 ? 'Severe' : 'Moderate',
    certainty: step.trigger === 'alarm' || step.trigger === 'person' ? 'Unknown' : 'Observed',
    effective: step.raisedAt,
    expires: step.acknowledgeBy,
    senderName: mission.name[told.language] ?? mission.name['en']!,
    headline: told.subject,
    description: told.text,
    areaDesc: told.place,
  };
}
