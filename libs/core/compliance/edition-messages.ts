import { standardsOfProof } from '../mission/types.js';
import { sectionIds, type Block, type EditionContent, type Value } from './edition-types.js';

/**
 * Every message key that an edition's content can ask a language's catalogue for, with the placeholders that its sentence
 * may use. Figures come as numbers with a unit, so that each language can choose its plural form by them.
 */
const paragraphs: Readonly<Record<string, readonly string[]>> = {
  'summary.counts': ['incidents', 'last', 'mean', 'weeks', 'verified'],
  'summary.effort': ['hours', 'lastHours', 'rate', 'lastRate'],
  'summary.party': ['party', 'alleged', 'verified', 'attributed', 'breaches'],
  'summary.casualties': ['killed', 'injured', 'killedTold', 'injuredTold', 'objects'],
  'summary.restrictions': ['restrictions', 'debt'],
  'summary.unwatched': ['lost', 'share'],
  'summary.escalations': ['raised', 'inTime', 'missed'],
  'compliance.how_counted': [],
  'compliance.late': ['incidents', 'week'],
  'compliance.compared': [],
  'registers.how_counted': [],
  'complaints.how_counted': [],
  'notifications.how_counted': [],
  'replies.how_counted': [],
  'casualties.how_counted': [],
  'restrictions.debt': ['debt'],
  'unwatched.sector': ['sector'],
  'unwatched.kept': ['denied', 'jamming', 'mines'],
  'alarms.how_to_read': ['alarms', 'days'],
  'alarms.false_rate': ['false'],
  'alarms.not_judged': ['series'],
  'method.standings': [],
  'method.parties': [],
  'method.rates': [],
  'method.means_of_weeks': ['weeks', 'known'],
  'method.cutoff': ['cutoff'],
  'method.order': [],
  'method.internal': [],
  'method.redaction': ['side', 'delay'],
  'method.sources': [],
  'annex_violations.held_back': ['told', 'held', 'all'],
  'annex_restrictions.held_back': ['told', 'held', 'all'],
};

const tables: Readonly<Record<string, readonly string[]>> = {
  compliance: [],
  compliance_by_party: [],
  compliance_by_provision: [],
  compliance_by_sector: [],
  compared_all: [],
  compared_by_party: [],
  compared_by_sector: [],
  compared: [],
  not_verifiable_causes: [],
  not_verifiable_by_provision: [],
  ceilings: [],
  presence: [],
  presence_by_contributor: [],
  complaints: [],
  late: ['week'],
  casualties: [],
  casualties_by_party: [],
  casualties_by_kind: [],
  weapons: [],
  weapons_by_weapon: [],
  restrictions: [],
  restrictions_by_party: [],
  restrictions_by_type: [],
  access_by_side: [],
  notifications: [],
  notifications_worded: [],
  effort: [],
  watched: [],
  lost_by_cause: [],
  escalations: [],
  escalation_reasons: [],
  replies: [],
  unanswered: [],
  alarms: [],
  alarms_by_sector: [],
  annex_violations: [],
  annex_restrictions: [],
  annex_rulings: [],
  annex_assessments: [],
  annex_sources: [],
  annex_providers: [],
};

const charts: Readonly<Record<string, readonly string[]>> = {
  daily: ['most', 'day'],
  sectors: ['sector', 'most'],
  time_of_day: ['night', 'all'],
  reply_times: ['answered'],
  notice_reply_times: ['answered'],
};

const maps: Readonly<Record<string, readonly string[]>> = { incidents: ['shown'], effort: ['hours'] };

const columns = [
  'provision party sector side means kind role level time day cause reason words position event_place count observation',
  'description weapon result gravity provider method category alleged verified attributed ruled_breach open not_verifiable',
  'set_aside verified_last_week verified_mean rate incidents killed_verified injured_verified killed_told injured_told',
  'objects_verified objects_told restrictions debt notifications matched usable_hours lost_hours share_lost raised in_time',
  'missed waiting asked silent running observed expected false_per_sector_year reports observations sightings',
  'measure this_week last_week mean rate_last_week rate_mean rate_all baseline declared declared_as_of estimate_low',
  'estimate_high estimate_as_of verdict unit_days contributor made made_once against against_once ruled_no_breach seen',
  'type minutes imposed_by crossing condition reached kept_out otherwise_not_reached access_index debt_opened debt_open',
  'inside perhaps outside breaks_silence day_hours night_hours acted act_missed acknowledged answered_in_time',
  'answered_late share_answered median_acknowledge median_reply number reply_by alarms standard',
]
  .join(' ')
  .split(' ');

const words = [
  'total',
  'withheld',
  ...['alleged', 'verified', 'not_verifiable', 'set_aside'].map((s) => `standing.${s}`),
  ...['access', 'time', 'evidence', 'mandate', 'unsaid'].map((c) => `cause.${c}`),
  ...['breach', 'no_breach', 'not_decided'].map((r) => `result.${r}`),
  ...['minor', 'serious', 'grave'].map((g) => `gravity.${g}`),
  ...standardsOfProof.map((s) => `standard.${s}`),
  ...['within', 'above', 'cannot_be_told', 'no_estimate', 'kept', 'below'].map((v) => `verdict.${v}`),
  ...['denied', 'delayed', 'conditional', 'jamming', 'mines', 'unsaid'].map((t) => `restriction.${t}`),
  ...['jamming', 'weather', 'technical', 'access', 'gap', 'other', 'unsaid'].map((l) => `lost.${l}`),
  ...['mission', 'party', 'ally', 'public'].map((p) => `provider.${p}`),
  ...['all', 'verified', 'rate'].map((s) => `series.${s}`),
  ...['ears_c1', 'ears_c2', 'ears_c3', 'cusum', 'scan'].map((m) => `method.${m}`),
  ...['ceasefire', 'weapons', 'access', 'flight', 'mines', 'forces', 'other'].map((c) => `category.${c}`),
  ...['party', 'provision', 'sector', 'zone', 'kind', 'means', 'weapon', 'role'].map((r) => `none.${r}`),
];

const units = [
  'incidents incidents_under_each_provision incidents_per_week incidents_per_100_hours sightings people hours minutes',
  'share notifications escalations replies alarms restrictions complaints tasks weapons unit_days metres',
]
  .join(' ')
  .split(' ');

/** Message keys with their placeholders. `value` of a unit is the number to inflect it by. */
export const editionMessages: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...Object.entries(paragraphs),
  ...sectionIds.flatMap((id) => [
    [`section.${id}`, []],
    [`section.${id}.empty`, []],
  ]),
  ...Object.entries(tables).map(([id, values]) => [`table.${id}`, values]),
  ['table.empty', []],
  ...['ceilings', 'presence', 'lost_by_cause'].map((id) => [`table.${id}.empty`, []]),
  ['table.more', ['rows']],
  ...columns.map((id) => [`column.${id}`, []]),
  ...words.map((key) => [key, []]),
  ...units.map((unit) => [`unit.${unit}`, ['value']]),
  ...Object.entries(charts).flatMap(([id, values]) => [
    [`chart.${id}`, []],
    [`chart.${id}.x`, []],
    [`chart.${id}.y`, []],
    [`chart.${id}.alternative`, values],
  ]),
  ...Object.entries(maps).flatMap(([id, values]) => [
    [`map.${id}`, []],
    [`map.${id}.alternative`, values],
  ]),
]);

/**
 * The keys that a content asks for, with the placeholders it fills. Columns named `kind:<id>` are headed by the name of that
 * kind of event and need no message, `word:<key>` by that message.
 */
export function messagesIn(content: EditionContent): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  const add = (key: string, values: object = {}): void => void keys.set(key, Object.keys(values));
  const value = (v: Value): void => {
    if (v.type === 'word') add(v.key);
    if (v.type === 'ref' && v.id === 'none') add(`none.${v.of}`);
  };
  const block = (b: Block): void => {
    if (b.type === 'paragraph' && b.text.type === 'message') {
      add(b.text.key, b.text.values);
      Object.values(b.text.values).forEach(value);
    }
    if (b.type === 'table') {
      add(`table.${b.id}`, b.captionValues);
      for (const { id } of b.columns) {
        if (id.startsWith('word:')) add(id.slice(5));
        else if (!id.startsWith('kind:')) add(`column.${id}`);
      }
      for (const row of [...b.rows, ...b.totals]) row.forEach(value);
    }
    if (b.type === 'chart') {
      for (const part of ['', '.x', '.y']) add(`chart.${b.id}${part}`);
      add(`chart.${b.id}.alternative`, b.alternativeValues);
      for (const series of b.series) {
        value(series.name);
        add(`unit.${series.unit}`, { value: 0 });
      }
    }
    if (b.type === 'map') {
      add(`map.${b.id}`);
      add(`map.${b.id}.alternative`, b.alternativeValues);
      for (const point of b.points) add(point.word);
    }
  };
  for (const section of content.sections) {
    add(section.blocks.length > 0 ? `section.${section.id}` : `section.${section.id}.empty`);
    section.blocks.forEach(block);
  }
  for (const { unit } of content.figures) add(`unit.${unit}`, { value: 0 });
  return keys;
}
