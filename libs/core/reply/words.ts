import { fromLocal, toLocal } from '../geo/geodesic.js';
import type { noticePlaceholders } from '../mission/check-reply.js';
import type { Localised, Mission, NoticeAbout, Position } from '../mission/types.js';
import type { NoticeContent } from './types.js';

type Placeholder = (typeof noticePlaceholders)[number];

/**
 * The text of a notice in every language of the pack: the pack's template with the content put in. `place` says where
 * in words for a language, from the coarse place only. What does not apply is written "-".
 */
export function noticeWords(
  mission: Mission,
  about: NoticeAbout,
  content: Omit<NoticeContent, 'words'>,
  place: (language: string) => string,
): Localised {
  const rules = mission.reply!;
  const party = mission.parties.find((p) => p.id === content.party)!;
  const { finding } = content;
  return Object.fromEntries(
    mission.languages.map((language) => {
      const say = (text: Localised | null | undefined) => (text ? (text[language] ?? text['en']!) : '-');
      const time = (at: string | null) => (at === null ? '-' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`);
      const values: Record<Placeholder, string> = {
        mission: say(mission.name),
        party: say(party.name),
        number: String(content.number),
        refersTo: content.refersTo === null ? '-' : String(content.refersTo),
        provision: finding.provision?.number ?? '-',
        title: say(finding.provision?.title),
        text: say(finding.provision?.text),
        version: finding.provision?.version ?? '-',
        kind: say(finding.kind),
        place: finding.place === null ? '-' : place(language),
        from: time(finding.from),
        to: time(finding.to),
        gravity: finding.gravity === null ? '-' : say(rules.gravity[finding.gravity]),
        standard: finding.standardOfProof === null ? '-' : say(rules.standardOfProof[finding.standardOfProof]),
        acknowledgeBy: time(content.acknowledgeBy),
        replyBy: time(content.replyBy),
      };
      const template = say(rules.words[about]);
      return [language, template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as Placeholder] ?? whole)];
    }),
  );
}

/**
 * The middle of the square that holds a position, on a fixed grid of `metres`: the same however often it is told, so
 * that many notices from one place cannot be averaged. Rows of the grid are parallels, counted from the equator;
 * columns are counted from the prime meridian along the middle of the row. Rounded to 5 decimals (1 m).
 */
export function coarsePlace(position: Position, metres: number): Position {
  const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
  const middle = (offset: number) => (Math.floor(offset / metres) + 0.5) * metres;
  const { north } = toLocal({ lat: 0, lon: position.lon }, position);
  const { lat } = fromLocal({ lat: 0, lon: position.lon }, { east: 0, north: middle(north) });
  // One degree of longitude along this parallel, from a short step: the whole way would follow the great circle.
  const degree = toLocal({ lat, lon: 0 }, { lat, lon: 0.01 }).east * 100;
  const lon = middle(position.lon * degree) / degree;
  return { lat: round(lat), lon: round(lon) };
}

/** An interval widened to whole multiples of `minutes` since 1970, both ends. */
export function coarseInterval(start: string, end: string, minutes: number): { from: string; to: string } {
  const step = minutes * 60_000;
  const from = Math.floor(Date.parse(start) / step) * step;
  const to = Math.max(from + step, Math.ceil(Date.parse(end) / step) * step);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
