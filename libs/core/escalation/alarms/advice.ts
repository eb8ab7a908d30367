import type { Localised, Mission } from '../../mission/types.js';
import type { Reads } from '../../ports.js';
import { adviceWords } from './advice-words.js';
import type { StoredAlarm } from './record.js';
import type { Alarm } from './types.js';

/** What advice is made of: an alarm without its words. */
export type Unworded = Omit<Alarm, 'advice'>;

/**
 * What an alarm says in one language: what was counted where and when, what was expected, how often chance does this, and
 * what to do next. It has no party in it, no cause, and no word of likelihood beside one of confidence.
 * @param language BCP 47; a region falls back to its language, one without words of ours to English
 */
export function adviceIn(
  language: string,
  alarm: Unworded,
  names: { sector: (id: string) => string; category?: (id: string) => string },
): string {
  const words = adviceWords[language] ?? adviceWords[language.split('-')[0]!] ?? adviceWords['en']!;
  const { window, sectors, method } = alarm;
  const fill = (template: string, values: Record<string, string>) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return fill(words.text, {
    category: names.category?.(alarm.category) ?? words.categories[alarm.category] ?? alarm.category,
    where: fill(sectors.length > 1 ? words.sectors : words.sector, { names: sectors.map(names.sector).join(', ') }),
    when: fill(window.from === window.to ? words.day : words.days, window),
    observed: String(alarm.observed),
    hours: round(alarm.hours),
    expected: round(alarm.expected),
    compared: words.compared[method],
    threshold: String(alarm.threshold),
    scope: method === 'scan' ? words.overall : words.inSector,
    arl: String(Math.round(alarm.falseAlarms.arl0Days)),
  });
}

/** The same in every language of the mission, 'en' always among them. */
export function adviceTexts(mission: Mission, alarm: Unworded): Localised {
  const texts = [...new Set(['en', ...mission.languages])].map((language) => [
    language,
    missionAdvice(mission, alarm, language),
  ]);
  return Object.fromEntries(texts) as Localised;
}

/** With the sectors' names from the pack. */
export function missionAdvice(mission: Mission, alarm: Unworded, language: string): string {
  const name = (id: string) => mission.sectors.find((s) => s.id === id)?.name;
  return adviceIn(language, alarm, { sector: (id) => name(id)?.[language] ?? name(id)?.['en'] ?? id });
}

const dayMs = 86_400_000;

/** Key of the one cause that a week's alarms of a category, around one sector, are to the ladder. */
export function alarmKey({ category, sectors, day }: Pick<StoredAlarm, 'category' | 'sectors' | 'day'>): string {
  return `alarm:${category}:${sectors[0] ?? null}:${Math.floor(Date.parse(day) / (7 * dayMs))}`;
}

/** The alarm that raised a step, or null: of those of its week, the one with the words that the step has for its reason. */
export async function alarmBehind(
  reads: Pick<Reads, 'alarms'>,
  step: { trigger: string; raiseKey: string; reason: string },
): Promise<StoredAlarm | null> {
  const week = Number(/^alarm:.*:(\d+)$/.exec(step.raiseKey.split('|')[0]!)?.[1] ?? NaN);
  if (step.trigger !== 'alarm' || Number.isNaN(week)) return null;
  const day = (offset: number) => new Date((week * 7 + offset) * dayMs).toISOString().slice(0, 10);
  const alarms = await reads.alarms.list(day(0), day(6));
  return alarms.find((alarm) => alarm.advice === step.reason) ?? null;
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}
