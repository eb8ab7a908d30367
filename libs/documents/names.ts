import type { Localised, Mission } from '#core/mission/types.js';
import type { SummaryWords } from './summary-words.js';

/** Text in the language asked for, else in English, else in any. */
export function localised(text: Localised, language: string): string {
  return text[language] ?? text['en'] ?? Object.values(text)[0] ?? '';
}

/** Names by id from the pack. An id that the pack (no longer) has is shown as it is. */
export interface Names {
  provision(id: string): string;
  party(id: string): string;
  sector(id: string): string;
  kind(id: string): string;
  means(id: string): string;
  side(id: string | null): string;
}

export function namesOf(mission: Mission, words: SummaryWords, language: string): Names {
  const naming = (items: { id: string; name: Localised }[], none?: string) => {
    const names = new Map(items.map((item) => [item.id, localised(item.name, language)]));
    if (none !== undefined) names.set('none', none);
    return (id: string) => names.get(id) ?? id;
  };
  const provisions = mission.provisions.map(({ id, number, title }) => ({
    id,
    name: Object.fromEntries(Object.entries(title).map(([tag, text]) => [tag, `${number} ${text}`])),
  }));
  const party = naming(mission.parties, words.noParty);
  return {
    provision: naming(provisions, words.noProvision),
    party,
    sector: naming(mission.sectors, words.noSector),
    kind: naming(mission.eventKinds),
    means: naming(mission.means),
    side: (id) => (id === null ? words.anySide : party(id)),
  };
}
