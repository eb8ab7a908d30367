import type { WeekIncident } from '../edition-record.js';
import type { Value } from '../edition-types.js';
import { nothing, ref, total, word } from '../figures.js';
import { shownPlace, shownTime } from '../redaction.js';
import { accessKinds } from './restrictions.js';
import { column, paragraph, table, type Making, type SectionMaker } from './making.js';

/** Place of an incident in words and figures, as coarse as the variant. */
function placeOf(one: WeekIncident, { view, describe }: Making): Value {
  const shown = shownPlace(one, view);
  return { type: 'place', ...shown, words: describe(shown) };
}

/** How many of a list are not told of one by one yet; they are in the totals. */
function heldBack(making: Making, id: string, wanted: (one: WeekIncident) => boolean) {
  const all = making.source.cases.filter(wanted).length;
  const told = making.told.filter(wanted).length;
  const put = (name: string, n: number) =>
    making.figures.put(`${id}.${name}`, n, 'incidents', 'week.incidents', { of: name, variant: making.view.variant });
  return paragraph(`${id}.held_back`, { told: put('told', told), held: put('held', all - told), all: put('all', all) });
}

/**
 * Ceasefire violations in the manner of the OSCE monitoring mission's annex: position of the observer, place of the event,
 * means, count, observation, description, weapon, date and time.
 */
export const violationsAnnex: SectionMaker = (making) => {
  const { mission, view } = making;
  const kinds = new Set(mission.eventKinds.filter((k) => k.category === 'ceasefire').map((k) => k.id));
  const wanted = (one: WeekIncident) => kinds.has(one.kind) && one.standing !== 'set_aside';
  const rows = making.told.filter(wanted).map((one): Value[] => [
    // Where somebody stood says who it was: only the mission itself sees it.
    view.rule === null && one.observer
      ? { type: 'place', ...one.observer, uncertaintyMetres: 0, words: making.describe(one.observer) }
      : word('withheld'),
    placeOf(one, making),
    one.means.length === 0 ? nothing : ref('means', one.means[0] ?? null),
    one.count === null ? nothing : { type: 'number', value: one.count, unit: null },
    ref('kind', one.kind),
    word(`standing.${one.standing}`),
    one.weapon === null ? nothing : ref('weapon', one.weapon),
    shownTime(one, view),
    ref('party', one.party),
    ref('sector', one.sector),
    ...(view.rule === null || view.rule.reasons ? [reason(one)] : []),
  ]);
  return [
    heldBack(making, 'annex_violations', wanted),
    table(
      'annex_violations',
      [
        column('position', 'place'),
        column('event_place', 'place'),
        column('means', 'ref'),
        column('count', 'number'),
        column('observation', 'ref'),
        column('description', 'text'),
        column('weapon', 'ref'),
        column('time', 'time'),
        column('party', 'ref'),
        column('sector', 'ref'),
        ...(view.rule === null || view.rule.reasons ? [column('reason', 'text')] : []),
      ],
      rows,
    ),
  ];
};

function reason(one: WeekIncident): Value {
  return one.outcomeReason === null ? nothing : { type: 'verbatim', text: one.outcomeReason, language: null };
}

/** Every restriction told of; the crossing, the condition and what was said there only inside the mission. */
export const restrictionsAnnex: SectionMaker = (making) => {
  const { view } = making;
  const kinds = new Set(accessKinds(making));
  const wanted = (one: WeekIncident) => kinds.has(one.kind) && one.standing !== 'set_aside';
  const verbatim = (text: string | null | undefined): Value =>
    text ? { type: 'verbatim', text, language: null } : nothing;
  const inside = view.rule === null;
  return [
    heldBack(making, 'annex_restrictions', wanted),
    table(
      'annex_restrictions',
      [
        column('event_place', 'place'),
        column('observation', 'ref'),
        column('type', 'text'),
        column('minutes', 'number'),
        column('imposed_by', 'ref'),
        column('description', 'text'),
        column('time', 'time'),
        column('party', 'ref'),
        column('sector', 'ref'),
        ...(inside ? [column('crossing', 'text'), column('condition', 'text'), column('words', 'text')] : []),
      ],
      making.told.filter(wanted).map((one): Value[] => {
        const [first] = one.restrictions;
        return [
          placeOf(one, making),
          ref('kind', one.kind),
          word(`restriction.${first?.type ?? 'unsaid'}`),
          first?.minutes == null ? nothing : { type: 'number', value: first.minutes, unit: null },
          ref('party', first?.imposedBy ?? 'none'),
          word(`standing.${one.standing}`),
          shownTime(one, view),
          ref('party', one.party),
          ref('sector', one.sector),
          ...(inside ? [verbatim(first?.crossing), verbatim(first?.condition), verbatim(first?.words)] : []),
        ];
      }),
    ),
  ];
};

/** What the week rests on: sightings by means, by person or machine, and by who provided them, never by name. */
export const sourcesAnnex: SectionMaker = ({ source, mission, figures }) => {
  const of = (id: string, rows: typeof source.sightings, params: Record<string, string>) =>
    figures.put(
      id,
      total(rows, (r) => r.sightings),
      'sightings',
      'rollups.sightings',
      params,
    );
  const means = [...new Set(source.sightings.map((s) => s.means))];
  const known = mission.means.map((m) => m.id).filter((id) => means.includes(id));
  const ids = [...known, ...means.filter((id) => !known.includes(id)).sort()];
  const providers = [...new Set(source.sightings.map((s) => s.provider))].sort();
  const all = of('sources.all', source.sightings, {});
  return [
    table(
      'annex_sources',
      [column('means', 'ref'), column('reports'), column('observations'), column('sightings')],
      ids.map((id) => {
        const mine = source.sightings.filter((s) => s.means === id);
        return [
          ref('means', id),
          of(
            `sources.${id}.report`,
            mine.filter((s) => s.type === 'report'),
            { means: id, type: 'report' },
          ),
          of(
            `sources.${id}.observation`,
            mine.filter((s) => s.type === 'observation'),
            { means: id, type: 'observation' },
          ),
          of(`sources.${id}.all`, mine, { means: id }),
        ];
      }),
      [
        [
          word('total'),
          of(
            'sources.reports',
            source.sightings.filter((s) => s.type === 'report'),
            { type: 'report' },
          ),
          of(
            'sources.observations',
            source.sightings.filter((s) => s.type === 'observation'),
            { type: 'observation' },
          ),
          all,
        ],
      ],
    ),
    table(
      'annex_providers',
      [column('provider', 'text'), column('sightings')],
      providers.map((p) => [
        word(`provider.${p}`),
        of(
          `sources.provider.${p}`,
          source.sightings.filter((s) => s.provider === p),
          { provider: p },
        ),
      ]),
      [[word('total'), all]],
    ),
  ];
};
