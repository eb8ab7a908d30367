import { SaxesParser } from 'saxes';
import { Problem } from '#core/errors.js';

/** One point of a track with its time; GPX times are UTC. */
export interface TrackFix {
  lat: number;
  lon: number;
  at: string;
}

/** Nothing that a patrol records in a week is deeper or longer. */
const deepest = 32;
const longestText = 100;

/**
 * Reads the track points (trkpt with a time) of a GPX 1.0 or 1.1 file as it streams in, in the order of their times.
 * A document type declaration is refused before anything is parsed from it, so that no entity is ever expanded.
 * Points without a time are counted in `untimed`.
 * @throws Problem invalid_input for what is no well-formed GPX; too_large for more than `most` points
 */
export async function readGpx(
  bytes: AsyncIterable<Uint8Array>,
  most: number,
): Promise<{ fixes: TrackFix[]; untimed: number }> {
  const reader = new GpxReader(most);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const part of bytes) reader.write(decoder.decode(part, { stream: true }));
    reader.write(decoder.decode());
    return reader.end();
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw refused(code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'It is not UTF-8.' : message);
  }
}

class GpxReader {
  private readonly parser = new SaxesParser();
  private readonly fixes: TrackFix[] = [];
  private readonly path: string[] = [];
  private untimed = 0;
  private point: { lat: number; lon: number } | null = null;
  private time: string | null = null;
  private seenRoot = false;

  constructor(private readonly most: number) {
    this.parser.on('error', (error) => {
      throw refused(error.message);
    });
    this.parser.on('doctype', () => {
      throw refused('A document type declaration is not accepted.');
    });
    this.parser.on('opentag', ({ name, attributes }) => this.open(localName(name), attributes));
    this.parser.on('closetag', ({ name }) => this.close(localName(name)));
    this.parser.on('text', (text) => this.text(text));
  }

  write(text: string): void {
    // Before the root element there is nothing long; a declaration is refused as soon as it begins.
    if (!this.seenRoot && /<!DOCTYPE|<!ENTITY/i.test(text))
      throw refused('A document type declaration is not accepted.');
    this.parser.write(text);
  }

  end(): { fixes: TrackFix[]; untimed: number } {
    this.parser.close();
    this.fixes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return { fixes: this.fixes, untimed: this.untimed };
  }

  private open(name: string, attributes: Record<string, string>): void {
    if (!this.seenRoot && name !== 'gpx') throw refused(`It begins with <${name.slice(0, 40)}>, not <gpx>.`);
    this.seenRoot = true;
    this.path.push(name);
    if (this.path.length > deepest) throw refused('It is nested too deeply.');
    if (name !== 'trkpt') return;
    const [lat, lon] = [Number(attributes['lat']), Number(attributes['lon'])];
    const given = attributes['lat'] !== undefined && attributes['lon'] !== undefined;
    if (!given || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180))
      throw refused(`Point ${this.fixes.length + this.untimed + 1} has no valid lat and lon.`);
    this.point = { lat, lon };
    this.time = null;
  }

  private text(text: string): void {
    if (this.point === null || this.path.at(-1) !== 'time' || this.path.at(-2) !== 'trkpt') return;
    this.time = (this.time ?? '') + text;
    if (this.time.length > longestText) throw refused('A time is not a time.');
  }

  private close(name: string): void {
    this.path.pop();
    if (name !== 'trkpt' || this.point === null) return;
    if (this.time === null) this.untimed += 1;
    else {
      const at = instantOf(this.time.trim());
      if (at === null) throw refused(`"${this.time.trim().slice(0, 40)}" is not an instant.`);
      if (this.fixes.length >= this.most) throw new Problem('too_large', `A track has at most ${this.most} points.`);
      this.fixes.push({ ...this.point, at });
    }
    this.point = null;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** XML Schema dateTime; without an offset GPX means UTC. */
function instantOf(text: string): string | null {
  const parts = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const at = parts ? Date.parse(parts[1] === undefined ? `${text}Z` : text) : NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function refused(why: string): Problem {
  const detail = `This is not a GPX track: ${why.replace(/\s+/g, ' ').slice(0, 300)}`;
  return new Problem('invalid_input', detail, [{ pointer: '', detail }]);
}
