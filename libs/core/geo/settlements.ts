import Flatbush from 'flatbush';
import type { Position, Settlement } from '../mission/types.js';
import { windName } from './compass.js';
import { inverse } from './geodesic.js';
import { nearestIn } from './nearest.js';

/** "4 km WNW of X" per language; names stay in the form the pack gives them, whatever the grammar would ask. */
const phrases: Record<string, (name: string, distance: string, wind: string) => string> = {
  en: (name, distance, wind) => `${distance} ${wind} of ${name}`,
  uk: (name, distance, wind) => `${name}, ${distance} на ${wind}`,
  ru: (name, distance, wind) => `${name}, ${distance} на ${wind}`,
  tr: (name, distance, wind) => `${name}, ${distance} ${wind}`,
  ar: (name, distance, wind) => `${name}، ${distance} ${wind}`,
};
const units: Record<string, { metres: string; kilometres: string }> = {
  en: { metres: 'm', kilometres: 'km' },
  uk: { metres: 'м', kilometres: 'км' },
  ru: { metres: 'м', kilometres: 'км' },
  tr: { metres: 'm', kilometres: 'km' },
  ar: { metres: 'م', kilometres: 'كم' },
};

/** Letters that Unicode does not take apart into a base letter and a mark. */
const plain: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ё: 'е', ß: 'ss', æ: 'ae', œ: 'oe' };

/**
 * What two spellings of one name share: case, accents, apostrophes, hyphens and spaces do not count. Marks that make
 * another letter (й, ї) or a vowel (Indic scripts) are kept; marks on Latin, Greek, Arabic and Hebrew letters and
 * stress marks on Cyrillic ones are not.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ıłøđёßæœ]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu, '$1')
    .replace(/[\u0300\u0301]/g, '')
    .normalize('NFC')
    .replace(/['’‘ʼʹ`´"]/g, '')
    .replace(/[\s\p{Pd}]+/gu, ' ')
    .trim();
}

/** Settlements made searchable once. */
export class SettlementIndex {
  private readonly byName = new Map<string, Settlement[]>();
  private readonly byId: Map<string, Settlement>;
  private readonly index: Flatbush | null;

  constructor(private readonly settlements: Settlement[]) {
    this.byId = new Map(settlements.map((s) => [s.id, s]));
    this.index = settlements.length > 0 ? new Flatbush(settlements.length) : null;
    for (const settlement of settlements) {
      this.index?.add(settlement.lon, settlement.lat, settlement.lon, settlement.lat);
      for (const key of new Set(Object.values(settlement.name).map(nameKey))) {
        this.byName.set(key, [...(this.byName.get(key) ?? []), settlement]);
      }
    }
    this.index?.finish();
  }

  get(id: string): Settlement | null {
    return this.byId.get(id) ?? null;
  }

  /** All settlements that bear this name in any language. */
  named(name: string): Settlement[] {
    return this.byName.get(nameKey(name)) ?? [];
  }

  /** The nearest settlement, how far it is and in which direction the place lies seen from it; null if there is none. */
  nearest(position: Position): { settlement: Settlement; metres: number; bearing: number } | null {
    if (!this.index) return null;
    const at = (i: number) => this.settlements[i] ?? position;
    const found = nearestIn(this.index, position, (i) => inverse(position, at(i)).metres);
    const settlement = this.settlements[found.item];
    if (!settlement) return null;
    return { settlement, metres: found.metres, bearing: inverse(settlement, position).bearing };
  }

  /**
   * "4 km WNW of X": whole kilometres, hundreds of metres below one, the name alone inside the settlement. Degrees where the
   * pack has no settlement. A language without a phrase here gets the English one around its own name.
   */
  describe(position: Position, language: string): string {
    const near = this.nearest(position);
    if (!near) return `${position.lat.toFixed(4)}, ${position.lon.toFixed(4)}`;
    const name = near.settlement.name[language] ?? near.settlement.name['en'] ?? near.settlement.id;
    if (near.metres <= near.settlement.radiusMetres || near.metres < 50) return name;
    const phrase = phrases[language] ? language : 'en';
    const unit = units[phrase] ?? { metres: 'm', kilometres: 'km' };
    const hundreds = Math.max(1, Math.round(near.metres / 100)) * 100;
    const distance =
      hundreds < 1000 ? `${hundreds} ${unit.metres}` : `${Math.round(near.metres / 1000)} ${unit.kilometres}`;
    return phrases[phrase]?.(name, distance, windName(near.bearing, phrase)) ?? name;
  }
}
