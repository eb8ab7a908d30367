import type { CapAlert } from '#core/escalation/types.js';
import { maskOf, relabel } from '#core/attribution/blind.js';
import { parseBearing } from '#core/geo/compass.js';
import { nameKey } from '#core/geo/settlements.js';
import { nearestSpellings } from '#core/intake/gazetteer.js';
import { parseInstant } from '#core/intake/time.js';
import { reportingDay, reportingWeek, weekInterval } from '#core/mission/calendar.js';
import type { Mission } from '#core/mission/types.js';
import { lintText, sentencesOf, wordsOf } from '#core/mission/wording.js';
import { csvCell } from '#documents/edition-csv.js';
import { breakable, harmless } from '#documents/harmless.js';
import { escapeHtml } from '#documents/html.js';
import { placeholders, readMessage } from '#documents/messages/grammar.js';
import { parseDistanceDirection } from '#formats/profiles/distance-direction.js';
import { capDocument } from '#formats/cap.js';
import { parseDecimal } from '#formats/profiles/row.js';
import { SaxesParser } from 'saxes';
import type { Target } from '../engine/target.js';

/** What people typed or said, and what becomes of their words. */
export function wordTargets(mission: Mission): Target[] {
  const mask = maskOf(
    mission,
    relabel(
      mission.parties.map((p) => p.id),
      'seed',
    ),
  );
  const names = mission.settlements.slice(0, 3).flatMap((s) => Object.values(s.name));
  return [
    {
      name: 'times',
      reads: 'instants, days and weeks',
      seeds: ['2026-11-22T07:00:00+02:00', '2016-12-31T23:59:60Z', '2026-W47', '2026-11-22'],
      dictionary: ['T', 'Z', '+14:00', '-W53', ':60', '.999999999', '0000', '9999-12-31'],
      read: (bytes) => {
        const text = bytes.toString('utf8').slice(0, 400);
        const at = parseInstant(text);
        if (at === null) return /^\d{4}-W\d{2}$/.test(text) ? weekInterval(text, mission.calendar) : null;
        return [at, reportingDay(at, mission.calendar), reportingWeek(at, mission.calendar)];
      },
    },
    {
      name: 'directions',
      reads: 'bearings, distances and numbers as people write them',
      seeds: ['3 km SSE', '1,5-2 km N and NW of the ford', 'up to 800 m east', '270', 'NNW'],
      dictionary: ['km', 'm', 'north', 'and', 'to', 'up to', 'more than', 'SSE', '–', ' of '],
      read: (bytes) => {
        const text = bytes.toString('utf8');
        parseDecimalOrNone(text);
        return [parseDistanceDirection(text), bearingOf(text)];
      },
    },
    {
      name: 'place-names',
      reads: 'names of places, and what is spelt like them',
      seeds: [...names, 'Новосе́лівка', "Lyman's Ford-Upper"],
      dictionary: ['\u0301', 'ё', 'й', 'ı', 'İ', '’', '-', 'ال', 'ß'],
      read: (bytes) => {
        const name = bytes.toString('utf8').slice(0, 200);
        return [nameKey(name), nearestSpellings(name, mission.settlements).length];
      },
    },
    {
      name: 'wording',
      reads: 'texts that people type, held against words that take a side',
      seeds: ['It is likely that fire came from the north. Confidence is high.', 'Two bangs, 3 km SSE of the ford!'],
      dictionary: ['. ', '! ', '\n', ...names],
      read: (bytes) => {
        const text = bytes.toString('utf8').slice(0, 50_000);
        return [lintText(text, mission).length, sentencesOf(text).length, wordsOf(text).length];
      },
    },
    {
      name: 'mask',
      reads: 'texts that a blind reviewer may see',
      seeds: [`Fire from the north, 3 km NNW of ${names[0] ?? 'the ford'} (48.1234, 37.5678)`, '48°12\'30"N'],
      dictionary: ['[place] ', '[party A]', '°', "'", '"', ...names],
      read: (bytes) => mask(bytes.toString('utf8').slice(0, 50_000)).length,
    },
    {
      name: 'documents',
      reads: 'words of others on their way into HTML, CSV, paper and XML',
      seeds: ['<script>alert(1)</script>', '=HYPERLINK("x")', 'a\u202Eb\u0301\u0301', 'x'.repeat(100)],
      dictionary: ['\u202E', '\u0301', '=', '@', '＝', '&', '<', ']]>', ' [… +3]'],
      read: (bytes) => documentWords(bytes.toString('utf8')),
    },
    {
      name: 'catalogue',
      reads: 'messages of a translation',
      seeds: ['{count, plural, one {# report} other {# reports}} in {week}', 'Plain.', "'{' {a}"],
      dictionary: [', plural, ', 'one {', 'other {', '}', '#', '{', 'measure'],
      refusals: ['Error', 'SyntaxError'],
      read: (bytes) => [...placeholders(readMessage(bytes.toString('utf8')))],
    },
  ];

  function bearingOf(text: string): number | null {
    return parseBearing(text).degrees;
  }
}

const at = '2026-11-22T05:00:00.000Z';
const alert: CapAlert = {
  identifier: 'a',
  sender: 'b',
  sent: at,
  scope: 'Restricted',
  restriction: 'c',
  language: 'en',
  event: 'd',
  urgency: 'Expected',
  severity: 'Severe',
  certainty: 'Likely',
  effective: at,
  expires: at,
  senderName: 'e',
  headline: '',
  description: '',
  areaDesc: '',
};

/** A number or none: NaN is this reader's own word for none, and no result. */
function parseDecimalOrNone(text: string): void {
  const number = parseDecimal(text);
  if (number === Infinity || number === -Infinity) throw new RangeError('infinity was taken for a number');
}

/** @throws Error where something that must not come out did */
function documentWords(text: string): number {
  const safe = harmless(text);
  if (harmless(safe) !== safe) throw new Error('harmless words were changed again');
  const cell = String(csvCell(text));
  if (/^[=+\-@\t\r]/.test(cell)) throw new Error(`a cell begins with ${JSON.stringify(cell[0])}`);
  if (/[<>"']/.test(escapeHtml(text))) throw new Error('markup came through');
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new Error(`a CAP document is not well-formed: ${error.message}`);
  });
  parser.write(capDocument({ ...alert, headline: text, description: text, areaDesc: text })).close();
  return breakable(safe).length;
}
