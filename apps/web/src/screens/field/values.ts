import type { ReportForm } from '../../offline/kept.js';

/** A direction's spread and a distance's bounds, as one can tell them without instruments. */
export interface Band {
  id: string;
  fromMetres: number;
  toMetres: number;
}

export const bands: readonly Band[] = [
  { id: 'half', fromMetres: 0, toMetres: 500 },
  { id: 'one', fromMetres: 500, toMetres: 1_000 },
  { id: 'two', fromMetres: 1_000, toMetres: 2_000 },
  { id: 'five', fromMetres: 2_000, toMetres: 5_000 },
  { id: 'ten', fromMetres: 5_000, toMetres: 10_000 },
  { id: 'twenty', fromMetres: 10_000, toMetres: 20_000 },
];

/** How sure one is of a direction: one standard deviation in degrees. */
export const sharpness = { compass: 3, pointed: 10, vague: 25 } as const;
export type Sharpness = keyof typeof sharpness;

export interface Position {
  lat: number;
  lon: number;
  precisionMetres: number;
}

export interface RestrictionValues {
  type: 'denied' | 'delayed' | 'conditional' | 'jamming' | 'mines';
  minutes: number | null;
  condition: string;
  crossing: string;
  imposedBy: string | null;
  words: string;
  wordsOf: string;
}

export const emptyRestriction: RestrictionValues = {
  type: 'denied',
  minutes: null,
  condition: '',
  crossing: '',
  imposedBy: null,
  words: '',
  wordsOf: '',
};

/** All that the form holds. Null and '' are what was not said. */
export interface Values {
  kind: string | null;
  means: string | null;
  weapon: string | null;
  count: number | null;
  atLeast: boolean;
  /** ISO instant at which it began. */
  at: string;
  /** Seconds that it lasted. */
  seconds: number;
  position: Position | null;
  placeName: string;
  /** `here`: at the position itself; `away`: in a direction from it. */
  where: 'here' | 'away';
  bearing: number | null;
  sharpness: Sharpness;
  band: string | null;
  text: string;
  killed: number | null;
  injured: number | null;
  civilianObject: boolean;
  patrol: string;
  restriction: RestrictionValues | null;
}

export function emptyValues(now: Date, patrol: string): Values {
  return {
    kind: null,
    means: null,
    weapon: null,
    count: null,
    atLeast: false,
    at: now.toISOString(),
    seconds: 60,
    position: null,
    placeName: '',
    where: 'away',
    bearing: null,
    sharpness: 'pointed',
    band: null,
    text: '',
    killed: null,
    injured: null,
    civilianObject: false,
    patrol,
    restriction: null,
  };
}

/** What still has to be said before it can be sent, as keys of the form's words. */
export function missingOf(values: Values): ('kind' | 'means' | 'place' | 'direction' | 'minutes' | 'condition')[] {
  const { restriction } = values;
  const isAway = values.where === 'away' && restriction === null;
  return [
    ...(values.kind === null ? (['kind'] as const) : []),
    ...(values.means === null ? (['means'] as const) : []),
    ...(values.position === null && values.placeName.trim() === '' ? (['place'] as const) : []),
    ...(isAway && values.position !== null && values.bearing === null ? (['direction'] as const) : []),
    ...(restriction?.type === 'delayed' && !restriction.minutes ? (['minutes'] as const) : []),
    ...(restriction?.type === 'conditional' && restriction.condition.trim() === '' ? (['condition'] as const) : []),
  ];
}

/** As the API takes it. Whether it is a good report the server says. */
export function reportOf(id: string, values: Values, evidence: readonly string[]): ReportForm {
  const start = new Date(values.at);
  const { restriction, killed, injured } = values;
  const given = <K extends string>(key: K, value: string): Partial<Record<K, string>> =>
    value.trim() === '' ? {} : ({ [key]: value.trim() } as Record<K, string>);
  return {
    id,
    kind: values.kind ?? '',
    means: values.means ?? '',
    start: start.toISOString(),
    end: new Date(start.getTime() + values.seconds * 1000).toISOString(),
    place: placeOf(values),
    ...(values.weapon !== null && { weapon: values.weapon }),
    ...(values.count !== null && { count: values.count, countIsAtLeast: values.atLeast }),
    ...given('text', values.text),
    ...given('patrolId', values.patrol),
    ...((killed !== null || injured !== null) && { casualties: { killed: killed ?? 0, injured: injured ?? 0 } }),
    ...(values.civilianObject && { civilianObject: true }),
    ...(evidence.length > 0 && { evidence: [...evidence] }),
    ...(restriction && {
      restriction: {
        type: restriction.type,
        ...(restriction.type === 'delayed' && restriction.minutes !== null && { minutes: restriction.minutes }),
        ...(restriction.type === 'conditional' && given('condition', restriction.condition)),
        ...given('crossing', restriction.crossing),
        ...(restriction.imposedBy !== null && { imposedBy: restriction.imposedBy }),
        ...given('words', restriction.words),
        ...given('wordsOf', restriction.wordsOf),
      },
    }),
  } as ReportForm;
}

function placeOf(values: Values): ReportForm['place'] {
  const { position, bearing } = values;
  if (!position) return { type: 'place_name', name: values.placeName.trim() };
  if (values.restriction || values.where === 'here' || bearing === null) return { type: 'fix', ...position };
  const band = bands.find(({ id }) => id === values.band);
  return {
    type: 'bearing_range',
    observer: position,
    bearing,
    bearingSigmaDegrees: sharpness[values.sharpness],
    ...(band && { distanceFromMetres: band.fromMetres, distanceToMetres: band.toMetres }),
  };
}
