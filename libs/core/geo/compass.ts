import { say } from '../said.js';
import { problemAt } from '../errors.js';

/** The sixteen winds clockwise from north, as the short names that monitors write, per language. */
const winds = {
  en: 'N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW',
  uk: 'Пн ПнПнСх ПнСх СхПнСх Сх СхПдСх ПдСх ПдПдСх Пд ПдПдЗх ПдЗх ЗхПдЗх Зх ЗхПнЗх ПнЗх ПнПнЗх',
  ru: 'С ССВ СВ ВСВ В ВЮВ ЮВ ЮЮВ Ю ЮЮЗ ЮЗ ЗЮЗ З ЗСЗ СЗ ССЗ',
  tr: 'K KKD KD DKD D DGD GD GGD G GGB GB BGB B BKB KB KKB',
  // Written out: Arabic has no short names that are usual.
  ar: 'شمال شمال-شمال-شرق شمال-شرق شرق-شمال-شرق شرق شرق-جنوب-شرق جنوب-شرق جنوب-جنوب-شرق جنوب جنوب-جنوب-غرب جنوب-غرب غرب-جنوب-غرب غرب غرب-شمال-غرب شمال-غرب شمال-شمال-غرب',
};

const windsByLanguage = new Map(Object.entries(winds).map(([language, names]) => [language, names.split(' ')]));
const degreesByName = new Map(
  [...windsByLanguage.values()].flatMap((names) =>
    names.map((name, i) => [name.toUpperCase().replaceAll('-', ''), i * 22.5] as const),
  ),
);

/** Half of one of sixteen winds: a name means its direction ± this many degrees. */
export const windHalfWidthDegrees = 11.25;

/** A direction as said: degrees true in [0, 360) and how wide the saying is (0 for a number). */
export interface Bearing {
  degrees: number;
  /** The true direction lies uniformly within ± this many degrees. */
  halfWidthDegrees: number;
}

/** Degrees into [0, 360). */
export function wrapDegrees(degrees: number): number {
  const wrapped = degrees % 360;
  // `+ 0` turns -0 into 0; a tiny negative number plus 360 rounds to 360 itself.
  const positive = wrapped < 0 ? wrapped + 360 : wrapped + 0;
  return positive >= 360 ? 0 : positive;
}

/**
 * Degrees true (0..360) or a 16-wind name in any case ("SSE", "south-south-east", "ПдСх").
 * @throws Problem invalid_input for anything else
 */
export function parseBearing(said: number | string, pointer = '/place/bearing'): Bearing {
  if (typeof said === 'number') {
    if (said >= 0 && said <= 360) return { degrees: wrapDegrees(said), halfWidthDegrees: 0 };
  } else {
    const letters = said
      .normalize('NFC')
      .toUpperCase()
      .replace(/NORTH|EAST|SOUTH|WEST/g, (word) => word.charAt(0))
      .replace(/[\s-]/g, '');
    const degrees = degreesByName.get(letters);
    if (degrees !== undefined) return { degrees, halfWidthDegrees: windHalfWidthDegrees };
  }
  throw problemAt(
    'invalid_input',
    pointer,
    say`A bearing is a number of degrees from 0 to 360 or one of the 16 winds (N, NNE, … NNW), not "${String(said).slice(0, 40)}".`,
  );
}

/** Name of the wind whose sector (± 11.25°, lower edge included) holds the direction. Unknown language: English. */
export function windName(degrees: number, language = 'en'): string {
  const index = Math.floor(wrapDegrees(degrees + windHalfWidthDegrees) / 22.5) % 16;
  const names = windsByLanguage.get(language) ?? windsByLanguage.get('en');
  return names?.[index]?.replaceAll('-', ' ') ?? 'N';
}
