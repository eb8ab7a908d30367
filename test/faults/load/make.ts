import { createHash } from 'node:crypto';
import { canonicalSha256 } from '#core/journal/canonical.js';
import type { Mission } from '#core/mission/types.js';
import type { Random } from '#core/simulation/random.js';

/** A report or observation as a client sends it. */
export type Body = Record<string, unknown> & { id: string };

/** A file as a client sends it, in parts. */
export interface FileBody {
  id: string;
  bytes: Buffer;
  parts: Buffer[];
  sha256: string;
  mediaType: string;
}

const dayMs = 86_400_000;

/** Operations from a seed: the same seed makes the same ones, for the same day. */
export class Maker {
  private made = 0;

  /** @param today start of the day (UTC) that ids and times count from, milliseconds since 1970 */
  constructor(
    private readonly random: Random,
    private readonly mission: Mission,
    private readonly today: number,
  ) {}

  /** A sighting somewhere in the last three weeks; its text holds its own id, so that a second copy cannot hide. */
  sighting(by: 'person' | 'machine', evidence: string[] = []): Body {
    const { random, mission } = this;
    const id = random.uuid(this.today + this.made++);
    const start = Math.floor(this.today - random.between(0.2, 21) * dayMs);
    const place = random.pick(mission.settlements);
    const kind = random.pick(mission.eventKinds.filter((k) => k.category === 'ceasefire'));
    return {
      id,
      kind: kind.id,
      means: random.pick(mission.means.filter((m) => m.by === by).slice(0, 2)).id,
      start: new Date(start).toISOString(),
      end: new Date(start + 30_000).toISOString(),
      place: {
        type: 'fix',
        lat: round(place.lat + random.between(-0.08, 0.08)),
        lon: round(place.lon + random.between(-0.08, 0.08)),
        precisionMetres: 60,
      },
      text: textOf(id),
      ...(by === 'machine' && { platformId: `mast-${Math.floor(random.between(1, 200))}` }),
      ...(evidence.length > 0 && { evidence }),
    };
  }

  /** One the server must refuse: a kind that no pack has. */
  wrong(): Body {
    return { ...this.sighting('person'), kind: 'no-such-kind' };
  }

  file(size: number, partCount: number): FileBody {
    const id = this.random.uuid(this.today + this.made++);
    const bytes = Buffer.alloc(size);
    bytes.set([0xff, 0xd8, 0xff, 0xe0]);
    for (let at = 4; at + 4 <= size; at += 4) bytes.writeUInt32LE(Math.floor(this.random.next() * 2 ** 32), at);
    const length = Math.ceil(size / partCount);
    const parts = Array.from({ length: partCount }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
    return { id, bytes, parts, sha256: sha256(bytes), mediaType: 'image/jpeg' };
  }
}

export function textOf(id: string): string {
  return `Sent as ${id}.`;
}

/** What the server is to store of a sighting, as API.md defines it: the content with its type. */
export function contentSha256(body: Body, type: 'report' | 'observation'): string {
  return canonicalSha256({ ...body, type });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
