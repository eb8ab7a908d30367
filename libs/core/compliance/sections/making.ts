import type { Geography } from '../../ports.js';
import type { Localised, Mission, Position } from '../../mission/types.js';
import type { WeekIncident } from '../edition-record.js';
import type { EditionSource, WeekCounts } from '../edition-source.js';
import type { Block, Column, Paragraph, Table, Value } from '../edition-types.js';
import type { Figures } from '../figures.js';
import { isTold, type View } from '../redaction.js';

/** What every section is made from. One function per section; each takes what it needs and nothing else knows how. */
export interface Making {
  source: EditionSource;
  mission: Mission;
  view: View;
  figures: Figures;
  /** Incidents that this variant may tell of one by one. */
  told: WeekIncident[];
  /** Words for a place in every language of the mission. */
  describe(position: Position): Localised;
}

export type SectionMaker = (making: Making) => Block[];

export function makingOf(parts: Omit<Making, 'told' | 'describe'> & { geography: Geography }): Making {
  const { geography, mission, ...rest } = parts;
  const known = new Map<string, Localised>();
  return {
    ...rest,
    mission,
    told: parts.source.cases.filter((one) => isTold(one, parts.view)),
    describe({ lat, lon }) {
      const key = `${lat} ${lon}`;
      const before = known.get(key);
      if (before) return before;
      const words = Object.fromEntries(
        [...new Set(['en', ...mission.languages])].map((tag) => [tag, geography.describe({ lat, lon }, tag)]),
      );
      known.set(key, words);
      return words;
    },
  };
}

export function paragraph(
  id: string,
  values: Record<string, Value> = {},
  level: Paragraph['level'] = 'normal',
): Paragraph {
  return { type: 'paragraph', id, text: { type: 'message', key: id, values }, level };
}

export function table(id: string, columns: Column[], rows: Value[][], totals: Value[][] = []): Table {
  return { type: 'table', id, captionValues: {}, columns, rows, totals };
}

export const column = (id: string, holds: Column['holds'] = 'figure'): Column => ({ id, holds });

/** A column headed by the message of a word. */
export const wordColumn = (key: string): Column => column(`word:${key}`);

/** Of the weeks before, those of which anything is on record: the others are unknown, not quiet. */
export const knownBefore = ({ before }: Pick<EditionSource, 'before'>): WeekCounts[] => before.filter((w) => w.known);
