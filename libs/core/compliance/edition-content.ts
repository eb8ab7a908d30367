import type { Mission } from '../mission/types.js';
import type { Geography } from '../ports.js';
import type { EditionSource } from './edition-source.js';
import {
  editionFormat,
  sectionIds,
  type Block,
  type EditionContent,
  type Section,
  type SectionId,
} from './edition-types.js';
import { Figures } from './figures.js';
import { shownPlace, type View } from './redaction.js';
import { restrictionsAnnex, sourcesAnnex, violationsAnnex } from './sections/annexes.js';
import { alarmsSection, repliesSection } from './sections/answers.js';
import { casualtiesSection, weaponsSection } from './sections/cases.js';
import { complianceSection } from './sections/compliance.js';
import { escalationsSection, notificationsSection } from './sections/conduct.js';
import { mapsOf } from './sections/pictures.js';
import { makingOf, type Making, type SectionMaker } from './sections/making.js';
import { restrictionsSection } from './sections/restrictions.js';
import { rulingsAnnex } from './sections/rulings.js';
import { unwatchedSection } from './sections/unwatched.js';
import { methodSection, summarySection } from './sections/words.js';

/** Sections, or first parts of them, that are the same in every variant. */
const shared: Readonly<Partial<Record<SectionId, SectionMaker>>> = {
  compliance: complianceSection,
  casualties: casualtiesSection,
  weapons: weaponsSection,
  restrictions: restrictionsSection,
  unwatched: unwatchedSection,
  replies: repliesSection,
  alarms: alarmsSection,
};

/** What depends on who it is for, and what quotes it. The summary quotes figures of the others, so it is made last. */
const own: readonly (readonly [SectionId, SectionMaker])[] = [
  ['compliance', mapsOf],
  ['notifications', notificationsSection],
  ['escalations', escalationsSection],
  ['method', methodSection],
  ['annex_violations', violationsAnnex],
  ['annex_restrictions', restrictionsAnnex],
  ['annex_rulings', rulingsAnnex],
  ['annex_sources', sourcesAnnex],
  ['summary', summarySection],
];

interface Shared {
  blocks: ReadonlyMap<SectionId, Block[]>;
  figures: Figures;
}

/** What was made for one variant of a source is taken for the others. */
const madeFor = new WeakMap<EditionSource, Shared>();

function sharedOf(source: EditionSource, mission: Mission, geography: Geography, view: View): Shared {
  const known = madeFor.get(source);
  if (known) return known;
  const figures = new Figures(source);
  const making = makingOf({ source, mission, geography, view, figures });
  const blocks = new Map<SectionId, Block[]>();
  for (const id of sectionIds) blocks.set(id, shared[id]?.(making) ?? []);
  const made = { blocks, figures };
  madeFor.set(source, made);
  return made;
}

/**
 * The content of an edition as one variant shows it. A pure function of its input: the same source gives the same bytes.
 * What a variant may not show never enters it.
 */
export function contentOf(
  source: EditionSource,
  mission: Mission,
  geography: Geography,
  view: View,
  frozen: boolean,
): EditionContent {
  const common = sharedOf(source, mission, geography, view);
  const figures = new Figures(source, common.figures);
  const making = makingOf({ source, mission, geography, view, figures });
  const made = new Map(common.blocks);
  for (const [id, maker] of own) made.set(id, [...(made.get(id) ?? []), ...maker(making)]);
  const sections = sectionIds.map((id) => withEdits({ id, blocks: made.get(id) ?? [] }, source));
  return {
    format: editionFormat,
    editionId: source.edition.id,
    week: source.edition.week,
    version: source.edition.version,
    variant: view.variant,
    party: view.party,
    from: source.from,
    to: source.to,
    timeZone: mission.calendar.timeZone,
    at: view.at,
    frozen,
    cutoff: source.cutoff,
    treeRoot: source.treeRoot,
    missionId: mission.id,
    missionName: mission.name,
    leadOrganisation: mission.leadOrganisation,
    packDigest: mission.digest,
    languages: mission.languages,
    demo: source.demo,
    partyOrder: source.order,
    names: namesOf(mission),
    geography: geographyOf(mission, source),
    figures: figures.all(),
    sections,
    features: featuresOf(making),
    errata: [],
  };
}

/** What the editor wrote stands in place of the message; its figures stay figures of the edition. */
function withEdits(section: Section, source: EditionSource): Section {
  const edits = new Map(source.texts.map((t) => [t.paragraphId, t]));
  return {
    ...section,
    blocks: section.blocks.map((block) => {
      const edit = block.type === 'paragraph' ? edits.get(block.id) : undefined;
      if (block.type !== 'paragraph' || !edit?.texts) return block;
      return { ...block, text: { type: 'edited', texts: edit.texts, by: 'editor', at: edit.at } };
    }),
  };
}

function namesOf(mission: Mission): EditionContent['names'] {
  const named = (items: { id: string; name: EditionContent['missionName'] }[]) =>
    Object.fromEntries(items.map(({ id, name }) => [id, { name }]));
  return {
    party: named(mission.parties),
    provision: Object.fromEntries(mission.provisions.map((p) => [p.id, { name: p.title, number: p.number }])),
    sector: named(mission.sectors),
    zone: named(mission.zones),
    kind: named(mission.eventKinds),
    means: named(mission.means),
    weapon: named(mission.weapons),
    role: named(mission.escalation),
  };
}

/** The line in force at the end of the week, sectors and zones. */
function geographyOf(mission: Mission, source: EditionSource): EditionContent['geography'] {
  const dated = mission.lines.filter((l) => l.effectiveFrom < source.to);
  const newest = dated.reduce((max, l) => (l.effectiveFrom > max ? l.effectiveFrom : max), '');
  return {
    lines: dated
      .filter((l) => l.effectiveFrom === newest)
      .map(({ coordinates, sigmaMetres, illustrative, left, right }) => ({
        coordinates,
        sigmaMetres,
        illustrative,
        left,
        right,
      })),
    sectors: mission.sectors.map(({ id, polygons }) => ({ id, polygons })),
    zones: mission.zones.map(({ id, kind, polygons }) => ({ id, kind, polygons })),
  };
}

function featuresOf({ told, view }: Making): EditionContent['features'] {
  return told.map((one, i) => ({
    // A running number: the incident's own id would lead to what the variant leaves out.
    id: view.rule === null ? one.id : String(i + 1),
    ...shownPlace(one, view),
    kind: one.kind,
    sector: one.sector,
    party: one.party,
    standing: one.standing,
    day: one.day,
  }));
}
