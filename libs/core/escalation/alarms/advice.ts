import type { Alarm } from './types.js';

/** How each method looks at the counts, in words. */
const compared: Record<Alarm['method'], string> = {
  ears_c1: 'compared with the seven days watched before it',
  ears_c2: 'compared with seven days watched, the two latest before it left out',
  ears_c3: 'added up over three days watched, each compared with its own earlier week',
  cusum: 'added up since the count began to run above the baseline',
  scan: 'compared with what these sectors and these days have on their own',
};

/**
 * What an alarm says, in neutral English: what was counted where and when, what was expected, how often chance does
 * this, and what to do next. It has no party in it, no cause, and no word of likelihood beside one of confidence.
 */
export function adviceFor(
  alarm: Omit<Alarm, 'advice'>,
  names: { sector: (id: string) => string; category: (id: string) => string },
): string {
  const { window, sectors, observed, expected, threshold, hours, falseAlarms } = alarm;
  const where = `${sectors.length > 1 ? 'sectors' : 'sector'} ${sectors.map(names.sector).join(', ')}`;
  const when = window.from === window.to ? `on ${window.from}` : `from ${window.from} to ${window.to}`;
  const scope = alarm.method === 'scan' ? 'over all sectors' : 'in one sector';
  return [
    `${names.category(alarm.category)}: ${observed} on record in ${where} ${when}, in ${round(hours)} usable hours of watching.`,
    `Expected for the same watching: ${round(expected)}, ${compared[alarm.method]}; the alarm begins at ${threshold}.`,
    `Without any change this method raises such an alarm ${scope} about once in ${Math.round(falseAlarms.arl0Days)} days watched.`,
    'This is a reason to look, not a finding: it says nothing about who acted, why, or which provision applies.',
    'Look first for duplicates, for watching that was not recorded, and for records that came late together; then consider a patrol or a pass to places not reached.',
  ].join(' ');
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}
