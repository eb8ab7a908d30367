import { createHash } from 'node:crypto';
import { direct, inverse } from '../geo/geodesic.js';
import type { Incident } from '../fusion/types.js';
import type { Sighting } from '../intake/types.js';
import type { Mission, Position } from '../mission/types.js';
import { folded, matcher, wordsOf } from '../mission/wording.js';
import type { Geography } from '../ports.js';
import { sourceOf } from './machine-items.js';

/** Parties' labels for one reviewer and case. */
export interface Relabelling {
  /** Label by party id. */
  labelOf: Record<string, string>;
  partyOf: Record<string, string>;
}

/** A place as metres from the incident's mean: `across` towards the side of label A, `along` to the right of that. */
export interface BlindPlace {
  along: number;
  across: number;
}

export interface BlindSighting {
  type: Sighting['type'];
  kind: string;
  means: string;
  weapon: string | null;
  count: number | null;
  countIsAtLeast: boolean;
  /** Seconds after the incident's start. */
  startsAfter: number;
  endsAfter: number;
  place: BlindPlace;
  sigmaMetres: number;
  /** 'mission', 'ally', 'public' or 'party <label>'. */
  provider: string;
  /** Number of the source within this case: the same number is the same source. */
  source: number;
  sides: Record<string, number>;
  /** Bearing to the origin, degrees from "towards A", clockwise. */
  origin: {
    method: string;
    bearing: number;
    sigmaDegrees: number;
    fromMetres: number | null;
    toMetres: number | null;
    at: BlindPlace;
  } | null;
  text: string | null;
  alleged: string | null;
  casualties: Sighting['casualties'];
  civilianObject: boolean;
  confidence: number | null;
  evidence: number;
}

export interface BlindCase {
  kind: string;
  weapon: string | null;
  count: number | null;
  durationSeconds: number;
  sigmaMetres: number;
  sides: Record<string, number>;
  casualties: Incident['casualties'];
  civilianObject: boolean;
  /** Labels in alphabetical order, then the other hypotheses. */
  hypotheses: string[];
  sightings: BlindSighting[];
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const roundMetres = 50;

/** Labels drawn by the seed: whoever holds the seed, and nobody else, can tell them. */
export function relabel(parties: readonly string[], seed: string): Relabelling {
  const drawn = [...parties]
    .map((id) => ({ id, draw: createHash('sha256').update(`${seed}:${id}`).digest('hex') }))
    .sort((a, b) => (a.draw < b.draw ? -1 : 1));
  const labelOf = Object.fromEntries(drawn.map(({ id }, i) => [id, letters[i]!]));
  return { labelOf, partyOf: Object.fromEntries(Object.entries(labelOf).map(([id, label]) => [label, id])) };
}

/**
 * The case as a blind reviewer sees it: no ids, no absolute place, direction or time, no names. Directions are
 * turned so that the side of label A lies ahead, whichever that is; the order of sightings is that of time.
 */
export function blindCase(
  incident: Incident,
  sightings: readonly Sighting[],
  labels: Relabelling,
  mission: Mission,
  geography: Pick<Geography, 'sideOf'>,
): BlindCase {
  const ahead = towards(incident, labels.partyOf['A']!, geography);
  const mask = maskOf(mission, labels);
  const place = (p: Position): BlindPlace => {
    const { metres, bearing } = inverse(incident.estimate, p);
    const turned = ((bearing - ahead) * Math.PI) / 180;
    return { along: rounded(metres * Math.sin(turned)), across: rounded(metres * Math.cos(turned)) };
  };
  const sides = (side: Record<string, number>) =>
    Object.fromEntries(
      Object.keys(labels.partyOf)
        .sort()
        .map((label) => [label, Number((side[labels.partyOf[label]!] ?? 0).toFixed(3))]),
    );
  const start = Date.parse(incident.start);
  const after = (instant: string) => Math.round((Date.parse(instant) - start) / 1000);
  const inTime = [...sightings].sort((a, b) =>
    a.start === b.start ? (a.id < b.id ? -1 : 1) : a.start < b.start ? -1 : 1,
  );
  const sources = [...new Set(inTime.map(sourceOf))];
  const blind = inTime.map((s): BlindSighting => ({
    type: s.type,
    kind: s.kind,
    means: s.means,
    weapon: s.weapon,
    count: s.count,
    countIsAtLeast: s.countIsAtLeast,
    startsAfter: after(s.start),
    endsAfter: after(s.end),
    place: place(s.estimate),
    sigmaMetres: sigmaOf(s.estimate),
    provider: providerOf(s.provider, labels),
    source: sources.indexOf(sourceOf(s)) + 1,
    sides: sides(s.side),
    origin: s.origin
      ? {
          method: s.origin.method,
          bearing: Math.round((s.origin.bearing - ahead + 720) % 360) % 360,
          sigmaDegrees: s.origin.sigmaDegrees,
          fromMetres: s.origin.fromMetres ?? null,
          toMetres: s.origin.toMetres ?? null,
          at: place(s.origin.at ?? s.estimate),
        }
      : null,
    text: s.text === null ? null : mask(s.text),
    alleged: s.allegedParty === null ? null : (labels.labelOf[s.allegedParty] ?? null),
    casualties: s.casualties,
    civilianObject: s.civilianObject,
    confidence: s.confidence,
    evidence: s.evidence.length,
  }));
  return {
    kind: incident.kind,
    weapon: incident.weapon,
    count: incident.count,
    durationSeconds: after(incident.end),
    sigmaMetres: sigmaOf(incident.estimate),
    sides: sides(incident.side),
    casualties: incident.casualties,
    civilianObject: incident.civilianObject,
    hypotheses: [...Object.keys(labels.partyOf).sort(), 'other', 'accident', 'cannot_tell'],
    sightings: blind,
  };
}

/** Direction, degrees true, in which the side of a party lies: the mean direction of places around, by probability. */
function towards(
  incident: Pick<Incident, 'estimate' | 'start'>,
  party: string,
  geography: Pick<Geography, 'sideOf'>,
): number {
  for (const metres of [2_000, 10_000, 50_000]) {
    let [east, north] = [0, 0];
    for (let degrees = 0; degrees < 360; degrees += 10) {
      const at = direct(incident.estimate, degrees, metres);
      const side = geography.sideOf({ ...at, covEE: 250_000, covEN: 0, covNN: 250_000, method: 'fix' }, incident.start);
      east += (side[party] ?? 0) * Math.sin((degrees * Math.PI) / 180);
      north += (side[party] ?? 0) * Math.cos((degrees * Math.PI) / 180);
    }
    if (Math.hypot(east, north) > 0.5) return (Math.atan2(east, north) * 180) / Math.PI;
  }
  return 0;
}

/**
 * Replaces in a text: parties' names, adjectives and ids by their label, names of places by "[place]", words for
 * directions and numbers like coordinates. A name of five letters or more stands for all its endings. Rather
 * too much is masked than too little.
 */
export function maskOf(mission: Mission, { labelOf }: Relabelling): (text: string) => string {
  const marks = new Map<string, string>();
  const stems = new Map<string, string>();
  const learn = (text: string, mark: string) => {
    for (const word of wordsOf(text)) {
      const plain = folded(word);
      if (plain.length >= 5) stems.set(plain.slice(0, Math.max(4, plain.length - 2)), mark);
      else if (plain.length >= 3) marks.set(plain, mark);
    }
  };
  for (const place of [...mission.settlements, ...mission.sectors, ...mission.zones])
    for (const text of [...Object.values(place.name), place.id]) learn(text, '[place]');
  for (const { id, name, adjective } of mission.parties)
    for (const text of [...Object.values(name), ...Object.values(adjective), id]) learn(text, `[party ${labelOf[id]}]`);
  const direction = matcher(mission.wording?.directions ?? {});
  const longestStem = Math.max(0, ...[...stems.keys()].map((stem) => stem.length));
  const markOf = (word: string): string | null => {
    const plain = folded(word);
    const exact = marks.get(plain);
    if (exact) return exact;
    // The longest stem wins, so that a party's name goes before a place that only begins like it.
    for (let n = Math.min(plain.length, longestStem); n >= 4; n--) {
      const mark = stems.get(plain.slice(0, n));
      if (mark) return mark;
    }
    return direction(word) || compass.test(word) ? '[direction]' : null;
  };
  return (text) =>
    text
      .replace(/[-−]?\d{1,3}[.,]\d{2,}|\d{1,3}\s*°(\s*\d+\s*['′](\s*[\d.,]+\s*["″])?)?\s*[NSEW]?/gu, '[figure]')
      .replace(/[\p{L}\p{M}\p{N}'’-]+/gu, (word) => markOf(word) ?? word)
      .replace(/(\[[^[\]]+\])( \1)+/g, '$1');
}

/** English words for directions; those of other languages are the pack's. */
const compass = /^((north|south|east|west|North|South|East|West)[a-z-]*|[NSEW]{1,3})$/u;

function providerOf(provider: string, { labelOf }: Relabelling): string {
  const [type, id = ''] = provider.split(':');
  return type === 'party' ? `party ${labelOf[id] ?? '?'}` : type!;
}

function sigmaOf({ covEE, covNN }: { covEE: number; covNN: number }): number {
  return rounded(Math.sqrt((covEE + covNN) / 2));
}

function rounded(metres: number): number {
  return Math.round(metres / roundMetres) * roundMetres || 0;
}
