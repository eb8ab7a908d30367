import type { Incident } from '../fusion/types.js';
import type { Evidence, Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import type { Neighbourhood, Reads } from '../ports.js';
import { justAfter } from './around.js';
import { checkDuplicates, type Comparable } from './checks/duplicates.js';
import { evidenceOf } from './files.js';
import { differingBits, hasFeatures } from './images/likeness.js';
import type { CheckResult } from './result.js';
import type { ImageHash } from './types.js';

/** A picture that went round the world matches very many; a person needs to see that it did, not every copy. */
const mostAlike = 50;
/** Of a crowd, the first so many are compared with: an original comes before its copies. */
const mostNear = 200;

/** Compares with sightings nearby at the same time, with whatever the own ones quote, and with images that look the same. */
export async function duplicatesOf(
  reads: Reads,
  { verification: { images: limits } }: Pick<Mission, 'verification'>,
  incident: Incident,
  sightings: Sighting[],
  evidence: Map<string, Evidence>,
  images: readonly ImageHash[],
): Promise<CheckResult> {
  const own = new Set(sightings.map((s) => s.id));
  const ownHashes = new Set(sightings.flatMap((s) => hashesOf(s, evidence)));
  const cells5 = [...new Set(sightings.map((s) => s.cell5))];
  const near = await reads.sightings.startingAt(cells5, [...new Set(sightings.map((s) => s.start))], mostNear);
  const quoted = sightings.flatMap((s) => s.quotes ?? []);
  // The same file may have come with another time: only where there are files is the whole interval looked through.
  if (ownHashes.size > 0) {
    const box = { cells5, from: incident.start, to: justAfter(incident.end) };
    quoted.push(...(await holdingAny(reads, box, ownHashes, own)));
  }
  const alike = await lookingAlike(reads, images, own, limits);
  const further = [...new Set([...quoted, ...alike.map((i) => i.sightingId)])];
  const found = [...near, ...(further.length > 0 ? await reads.sightings.getMany(further) : [])];
  const looks = imagesBySighting([...images, ...alike]);
  // Only what could be the original of a copy is worth asking where it belongs.
  const ownTimes = new Set(sightings.map((s) => `${s.start} ${s.end}`));
  const comparable = (s: Sighting, hashes: string[]): boolean =>
    further.includes(s.id) || ownTimes.has(`${s.start} ${s.end}`) || hashes.some((h) => ownHashes.has(h));
  const elsewhere = [...new Map(found.map((s) => [s.id, s])).values()].filter((s) => !own.has(s.id));
  const files = await evidenceOf(reads, elsewhere);
  const copied = elsewhere
    .map((sighting) => ({ sighting, hashes: hashesOf(sighting, files) }))
    .filter(({ sighting, hashes }) => comparable(sighting, hashes));
  const homes = new Map(
    (await reads.links.activeOfMany(copied.map((c) => c.sighting.id))).map((l) => [l.sightingId, l.incidentId]),
  );
  const others: Comparable[] = copied.flatMap(({ sighting, hashes }) => {
    const incidentId = homes.get(sighting.id);
    return incidentId === undefined ? [] : [{ sighting, hashes, images: looks.get(sighting.id) ?? [], incidentId }];
  });
  others.sort((a, b) => (a.sighting.id < b.sighting.id ? -1 : 1));
  return checkDuplicates(
    sightings.map((sighting) => ({
      sighting,
      hashes: hashesOf(sighting, evidence),
      images: looks.get(sighting.id) ?? [],
      incidentId: incident.id,
    })),
    others,
    limits,
  );
}

/** Ids of other sightings nearby that hold one of these very files; of them only the files are read, not the rest. */
async function holdingAny(
  reads: Reads,
  box: Neighbourhood,
  hashes: ReadonlySet<string>,
  own: ReadonlySet<string>,
): Promise<string[]> {
  const near = (await reads.sightings.filesNear(box, mostNear)).filter((s) => !own.has(s.id));
  const files = await evidenceOf(reads, near);
  return near.filter((s) => s.evidence.some((id) => hashes.has(files.get(id)?.sha256 ?? ''))).map((s) => s.id);
}

function hashesOf(sighting: Sighting, evidence: Map<string, Evidence>): string[] {
  return sighting.evidence.flatMap((id) => evidence.get(id)?.sha256 ?? []);
}

/** Images of other sightings, of any time and place, that look like one of these. */
async function lookingAlike(
  reads: Reads,
  images: readonly ImageHash[],
  own: ReadonlySet<string>,
  { sameLookBits, fewestBits }: Mission['verification']['images'],
): Promise<ImageHash[]> {
  const found = new Map<string, ImageHash>();
  for (const hash of new Set(images.map((i) => i.hash!)))
    if (hasFeatures(hash, fewestBits))
      for (const other of await reads.images.sharingByte(hash))
        if (!own.has(other.sightingId) && differingBits(hash, other.hash!) <= sameLookBits) found.set(other.id, other);
  return [...found.values()].slice(0, mostAlike);
}

function imagesBySighting(images: readonly ImageHash[]): Map<string, string[]> {
  const looks = new Map<string, string[]>();
  for (const i of images) if (i.hash !== null) looks.set(i.sightingId, [...(looks.get(i.sightingId) ?? []), i.hash]);
  return looks;
}
