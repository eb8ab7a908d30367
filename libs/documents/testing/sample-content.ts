import { editionFormat, sectionIds } from '#core/compliance/edition-types.js';
import type { Column, EditionContent, Section, Value } from '#core/compliance/edition-types.js';
import { message, number, ref, table } from './sample-blocks.js';
import { geography, name, names, sectors } from './sample-pack.js';
import { days, listedRows, placesOf } from './sample-places.js';

/** What a sample holds: how many incidents, and words of others to put everywhere that words of others can stand. */
export interface Sample {
  incidents?: number;
  words?: string;
  demo?: boolean;
}

type Unit = EditionContent['figures'][number]['unit'];
const parties = ['p2', 'p1'];

/** A whole edition, made up, with every section, every kind of block and names in five languages; the same each time. */
export function sampleContent(sample: Sample = {}): EditionContent {
  const { incidents = 60, words = 'We saw nothing of it.', demo = true } = sample;
  const figures: EditionContent['figures'] = [];
  const figure = (id: string, value: number, unit: Unit = 'incidents', params = {}): Value => {
    if (!figures.some((one) => one.id === id)) {
      figures.push({
        id,
        value,
        unit,
        query: { name: 'facts.counts', params: { week: '2026-W46', cutoff: 4711, ...params } },
      });
    }
    return { type: 'figure', id };
  };
  const places = placesOf(incidents);
  const sections = sectionIds.map((id): Section => ({ id, blocks: [] }));
  const put = (id: Section['id'], ...blocks: Section['blocks']): void => {
    sections.find((one) => one.id === id)?.blocks.push(...blocks);
  };
  put(
    'summary',
    message('summary.counts', {
      incidents: figure('live', incidents),
      last: figure('last', 1),
      mean: figure('mean', 2.5, 'incidents_per_week'),
      weeks: number(3, null),
      verified: figure('verified', 21),
    }),
    {
      type: 'paragraph',
      id: 'edited',
      level: 'normal',
      text: {
        type: 'edited',
        by: 'editor',
        at: '2026-11-16T09:00:00.000Z',
        texts: name(words, words, words, words, words),
      },
    },
  );
  const fire = { provisionId: 'fire' };
  const compliance = sectors.flatMap((sector, s) =>
    parties.map((party, p) => [
      ref('provision', 'fire'),
      ref('sector', sector),
      ref('party', party),
      ...counted.map((column, c) =>
        figure(`c.${sector}.${party}.${column}`, 1000 * s + 10 * p + c, 'incidents', { sector, party, ...fire }),
      ),
    ]),
  );
  put(
    'compliance',
    message(
      'compliance.late',
      { incidents: figure('late', 3), week: { type: 'verbatim', text: '2026-W45', language: null } },
      'warning',
    ),
    table(
      'compliance',
      [
        ['provision', 'ref'],
        ['sector', 'ref'],
        ['party', 'ref'],
        ...counted.map((id): [string, Column['holds']] => [id, 'figure']),
      ],
      compliance,
      [
        [
          { type: 'word', key: 'total' },
          { type: 'nothing' },
          { type: 'nothing' },
          ...counted.map((id, i) => figure(`all.${id}`, 12_345 + i)),
        ],
      ],
    ),
    {
      type: 'chart',
      id: 'daily',
      form: 'daily',
      x: days,
      series: [
        {
          id: 'all',
          name: { type: 'word', key: 'series.all' },
          values: [9, 8, null, 12, 4, 7, 11],
          axis: 'count',
          unit: 'incidents',
        },
        {
          id: 'verified',
          name: { type: 'word', key: 'series.verified' },
          values: [3, 4, null, 6, 1, 2, 5],
          axis: 'count',
          unit: 'incidents',
        },
        {
          id: 'rate',
          name: { type: 'word', key: 'series.rate' },
          values: [0.75, 1.2, null, 2.1, 0.4, 0.8, 1.6],
          axis: 'rate',
          unit: 'incidents_per_100_hours',
        },
      ],
      alternativeValues: {
        most: figure('most', 12),
        day: { type: 'time', from: '2026-11-12T12:00:00.000Z', to: null, precision: 'day' },
      },
    },
    {
      type: 'chart',
      id: 'sectors',
      form: 'multiples',
      x: days,
      series: sectors.map((id, s) => ({
        id,
        name: ref('sector', id),
        values: days.map((_, d) => (s * 3 + d * 5) % 11),
        axis: 'count',
        unit: 'incidents',
      })),
      alternativeValues: { sector: ref('sector', 'south'), most: figure('most.sector', 44) },
    },
    {
      type: 'chart',
      id: 'time_of_day',
      form: 'hours',
      x: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
      series: [
        {
          id: 'all',
          name: { type: 'word', key: 'series.all' },
          values: Array.from({ length: 24 }, (_, h) => (h * 7) % 13),
          axis: 'count',
          unit: 'incidents',
        },
      ],
      alternativeValues: { night: figure('night', 20), all: figure('hours.all', 60) },
    },
    {
      type: 'map',
      id: 'incidents',
      points: places.map(({ standing, ...one }, i) => ({
        ...one,
        ...(i % 2 === 0 && {
          ellipse: { major: one.uncertaintyMetres, minor: one.uncertaintyMetres / 4, bearing: (37 * i) % 180 },
        }),
        word: `standing.${standing}`,
      })),
      shades: [],
      alternativeValues: { shown: figure('shown', incidents) },
    },
  );
  put(
    'casualties',
    table(
      'casualties',
      [
        ['sector', 'ref'],
        ['killed_verified', 'figure'],
      ],
      [[ref('sector', 'south'), { ...figure('killed', 2, 'people') }]],
    ),
  );
  put('unwatched', {
    type: 'map',
    id: 'effort',
    points: [],
    shades: sectors.map((sector, i) => ({
      sector,
      share: i / 3,
      figureId: (figure(`watched.${sector}`, 12.5 * i, 'hours'), `watched.${sector}`),
    })),
    alternativeValues: { hours: figure('watched', 75, 'hours') },
  });
  put('escalations', {
    type: 'chart',
    id: 'reply_times',
    form: 'intervals',
    x: ['1', '2', '3', '4', '5'],
    series: [
      { id: 'level-1', name: ref('role', 'liaison'), values: [12, null, 45, null, 30], axis: 'count', unit: 'minutes' },
      { id: 'level-2', name: ref('role', 'head'), values: [null, 70, null, 15, null], axis: 'count', unit: 'minutes' },
    ],
    alternativeValues: { answered: figure('answered', 5, 'escalations') },
  });
  put(
    'replies',
    ...parties.map((party): Section['blocks'][number] => ({
      type: 'quote',
      party,
      text: words,
      language: 'uk',
      at: '2026-11-14T10:00:00.000Z',
      about: party === 'p1' ? '12' : null,
    })),
  );
  put('method', message('method.cutoff', { cutoff: number(4711, null) }));
  const listed = listedRows(places, words);
  put(
    'annex_violations',
    table(
      'annex_violations',
      [
        ['position', 'place'],
        ['event_place', 'place'],
        ['means', 'ref'],
        ['count', 'number'],
        ['observation', 'ref'],
        ['description', 'text'],
        ['time', 'time'],
        ['party', 'ref'],
        ['reason', 'text'],
      ],
      listed,
    ),
  );
  put(
    'annex_rulings',
    table(
      'annex_rulings',
      [
        ['provision', 'ref'],
        ['result', 'text'],
      ],
      [],
    ),
  );
  return {
    format: editionFormat,
    editionId: '01934a00-0000-7000-8000-000000000001',
    week: '2026-W46',
    version: 1,
    variant: 'public',
    party: null,
    from: '2026-11-08T17:30:00.000Z',
    to: '2026-11-15T17:30:00.000Z',
    timeZone: 'Europe/Kyiv',
    at: '2026-11-16T08:00:00.000Z',
    frozen: true,
    cutoff: 4711,
    treeRoot: 'ab'.repeat(32),
    missionId: 'sample',
    missionName: name('Sample mission', 'Зразкова місія', 'Образцовая миссия', 'Örnek misyon', 'بعثة نموذجية'),
    leadOrganisation: name(
      'Lead organisation',
      'Провідна організація',
      'Ведущая организация',
      'Öncü kuruluş',
      'المنظمة الرائدة',
    ),
    packDigest: 'cd'.repeat(32),
    languages: ['en', 'uk', 'ru', 'tr', 'ar'],
    demo,
    partyOrder: parties,
    names: names(),
    geography: geography(),
    figures,
    sections,
    features: places.map((one, i) => ({ id: String(i + 1), ...one })),
    errata: [
      {
        number: 1,
        at: '2026-11-18T10:00:00.000Z',
        text: name(words, words, words, words, words),
        figures: [{ id: 'live', published: incidents, corrected: incidents + 1 }],
      },
    ],
  };
}

const counted = [
  'alleged',
  'verified',
  'attributed',
  'ruled_breach',
  'open',
  'not_verifiable',
  'set_aside',
  'verified_mean',
];
