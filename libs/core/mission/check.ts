import { attributionFaults } from './check-attribution.js';
import { overlap, polylineFaults, ringFaults } from './check-shape.js';
import { provisionFaults } from './check-provision.js';
import { escalationFaults } from './check-escalation.js';
import { matrixFaults, replyFaults } from './check-reply.js';
import type { MissionFault } from './fault.js';
import type { Localised, Mission } from './types.js';
import { verificationFaults } from './verification/check.js';

type Lists =
  | 'parties'
  | 'provisions'
  | 'lines'
  | 'sectors'
  | 'zones'
  | 'settlements'
  | 'eventKinds'
  | 'means'
  | 'weapons'
  | 'escalation';

const lists: Lists[] = [
  'parties',
  'provisions',
  'lines',
  'sectors',
  'zones',
  'settlements',
  'eventKinds',
  'means',
  'weapons',
  'escalation',
];

/**
 * Every fault in how the parts of a mission fit together. The parts themselves have the right
 * shape, except the items named in `broken` (pointers such as "/provisions/3"): of those only the
 * id is used, so that one fault does not hide or cause others.
 */
export function checkMission(mission: Mission, broken: ReadonlySet<string> = new Set()): MissionFault[] {
  const whole = <L extends Lists>(list: L): [Mission[L][number], string][] =>
    (mission[list] as Mission[L][number][])
      .map((item, i): [Mission[L][number], string] => [item, `/${list}/${i}`])
      .filter(([, path]) => !broken.has(path));
  return [
    ...lists.flatMap((list) => idFaults(mission[list], list)),
    ...languageFaults(mission, whole),
    ...calendarFaults(mission),
    ...attributionFaults(mission),
    ...whole('provisions').flatMap(([p, path]) => provisionFaults(p, path, mission)),
    ...whole('eventKinds').flatMap(([kind, path]) => confusionFaults(kind, path, mission)),
    ...lineFaults(mission, whole('lines')),
    ...areaFaults(whole('zones')),
    ...areaFaults(whole('sectors')),
    ...overlapFaults(whole('sectors')),
    ...whole('settlements').flatMap(([s, path]) => settlementFaults(s, path)),
    ...levelFaults(whole('escalation')),
    ...matrixFaults(mission),
    ...replyFaults(mission),
    ...escalationFaults(mission),
    ...verificationFaults(mission, broken),
  ];
}

function idFaults(items: { id: string }[], list: string): MissionFault[] {
  const seen = new Map<string, number>();
  return items.flatMap(({ id }, i) => {
    const path = `/${list}/${i}/id`;
    if (id === 'none')
      return [{ path, message: 'the id "none" is reserved for "no such thing"', remedy: 'Choose another id.' }];
    const first = seen.get(id);
    if (first === undefined) return seen.set(id, i) && [];
    return [
      {
        path,
        message: `the id "${id}" is already used by item ${first + 1} of ${list}`,
        remedy: 'Give each its own id.',
      },
    ];
  });
}

function languageFaults(
  mission: Mission,
  whole: <L extends Lists>(list: L) => [Mission[L][number], string][],
): MissionFault[] {
  const texts: [Localised, string][] = [
    [mission.name, '/name'],
    [mission.leadOrganisation, '/leadOrganisation'],
  ];
  for (const list of [
    'parties',
    'sectors',
    'zones',
    'settlements',
    'eventKinds',
    'means',
    'weapons',
    'escalation',
  ] as const)
    for (const [item, path] of whole(list)) texts.push([item.name, `${path}/name`]);
  for (const [party, path] of whole('parties')) texts.push([party.adjective, `${path}/adjective`]);
  for (const [line, path] of whole('lines')) texts.push([line.label, `${path}/label`]);
  for (const [p, path] of whole('provisions')) texts.push([p.title, `${path}/title`], [p.text, `${path}/text`]);
  const missing = texts.flatMap(([text, path]) =>
    mission.languages
      .filter((language) => !text[language])
      .map((language) => ({
        path,
        message: `has no text in "${language}", which is one of the mission's languages`,
        remedy: `Add "${language}", or take it out of languages in mission.yaml.`,
      })),
  );
  if (mission.languages.length === 0 || mission.languages.includes('en')) return missing;
  return [
    { path: '/languages', message: 'does not list "en"', remedy: 'Add "en"; other languages fall back to it.' },
    ...missing,
  ];
}

function calendarFaults({ calendar }: Mission): MissionFault[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: calendar.timeZone });
    return [];
  } catch {
    return [
      {
        path: '/calendar/timeZone',
        message: `"${calendar.timeZone}" is not a known time zone`,
        remedy: 'Use a name of the IANA time zone database, for example Europe/Vienna.',
      },
    ];
  }
}

function confusionFaults(kind: Mission['eventKinds'][number], path: string, mission: Mission): MissionFault[] {
  const known = new Set(mission.eventKinds.map((k) => k.id));
  const faults = Object.keys(kind.confusedWith)
    .filter((id) => id === kind.id || !known.has(id))
    .map((id) => ({
      path: `${path}/confusedWith/${id}`,
      message: id === kind.id ? 'a kind is not confused with itself' : `there is no kind of event "${id}"`,
      remedy: 'Name another kind of event of this pack.',
    }));
  const sum = Object.values(kind.confusedWith).reduce((a, b) => a + b, 0);
  if (sum >= 1)
    faults.push({
      path: `${path}/confusedWith`,
      message: `the probabilities add up to ${sum.toFixed(3)}, which leaves none for being named rightly`,
      remedy: 'Lower them so that they add up to less than 1.',
    });
  return faults;
}

function lineFaults(mission: Mission, lines: [Mission['lines'][number], string][]): MissionFault[] {
  const parties = new Set(mission.parties.map((p) => p.id));
  const faults: MissionFault[] = [];
  const dates = new Set<string>();
  for (const [line, path] of lines) {
    for (const side of ['left', 'right'] as const)
      if (!parties.has(line[side]))
        faults.push({
          path: `${path}/${side}`,
          message: `there is no party "${line[side]}"`,
          remedy: 'Name a party of mission.yaml.',
        });
    if (line.left === line.right)
      faults.push({
        path: `${path}/right`,
        message: 'both sides belong to the same party',
        remedy: 'Name the two parties apart.',
      });
    if (dates.has(line.effectiveFrom))
      faults.push({
        path: `${path}/effectiveFrom`,
        message: `another line also takes effect on ${line.effectiveFrom}`,
        remedy: 'Keep one line per date.',
      });
    dates.add(line.effectiveFrom);
    line.coordinates.forEach((part, i) => {
      for (const what of polylineFaults(part))
        faults.push({
          path: `${path}/coordinates`,
          message: `part ${i + 1} of the line ${what}`,
          remedy: 'Correct the geometry.',
        });
    });
  }
  if (
    mission.ceasefireFrom &&
    mission.lines.length > 0 &&
    lines.length === mission.lines.length &&
    !lines.some(([l]) => l.effectiveFrom <= mission.ceasefireFrom)
  )
    faults.push({
      path: '/ceasefireFrom',
      message: `no line is in effect at ${mission.ceasefireFrom}`,
      remedy: 'Add a line that takes effect on or before that instant.',
    });
  return faults;
}

function areaFaults(areas: [Mission['zones'][number] | Mission['sectors'][number], string][]): MissionFault[] {
  return areas.flatMap(([area, path]) =>
    area.polygons.flatMap((polygon, p) =>
      polygon.flatMap((ring, r) =>
        ringFaults(ring).map((what) => ({
          path: `${path}/polygons`,
          message: `ring ${r + 1} of polygon ${p + 1} of "${area.id}" ${what}`,
          remedy: 'Correct the geometry.',
        })),
      ),
    ),
  );
}

function overlapFaults(sectors: [Mission['sectors'][number], string][]): MissionFault[] {
  return sectors.flatMap(([b, path], j) =>
    sectors.slice(0, j).flatMap(([a]) => {
      for (const pa of a.polygons)
        for (const pb of b.polygons) {
          const at = overlap(pa, pb);
          if (at)
            return [
              {
                path: `${path}/polygons`,
                message: `sector "${b.id}" overlaps sector "${a.id}" near ${at[1].toFixed(4)}, ${at[0].toFixed(4)}`,
                remedy: 'Let neighbouring sectors share their boundary vertices exactly.',
              },
            ];
        }
      return [];
    }),
  );
}

function settlementFaults(s: Mission['settlements'][number], path: string): MissionFault[] {
  if (Math.abs(s.lat) <= 90 && Math.abs(s.lon) <= 180) return [];
  return [
    {
      path,
      message: `latitude ${s.lat}, longitude ${s.lon} is not on Earth`,
      remedy: 'Give latitude -90..90 and longitude -180..180.',
    },
  ];
}

function levelFaults(levels: [Mission['escalation'][number], string][]): MissionFault[] {
  return levels.flatMap(([step, path], i) =>
    i === 0 || step.level > (levels[i - 1]?.[0].level ?? 0)
      ? []
      : [
          {
            path: `${path}/level`,
            message: `level ${step.level} does not rise above the one before`,
            remedy: 'List the ladder from the lowest level up.',
          },
        ],
  );
}
