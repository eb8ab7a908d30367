import type { EditionContent } from '#core/compliance/edition-types.js';

/** What a form of an edition needs of its content; the rest is left out while it is read, and so costs no memory. */
export interface Needs {
  /** Rows of each table, from the first; Infinity = all. A table that is cut says in `left` how many it lacks. */
  rows: number;
  /** Whether the incidents are needed one by one, and those that the maps show. */
  features: boolean;
  points: boolean;
}

/** Containers of the content down to a table's rows: content, sections, section, blocks, block, rows. */
const deepest = 6;

/**
 * The content of an edition from its JSON, without what is not needed: a week of 20,000 incidents is a text of tens of
 * megabytes, of which a page shows a few hundred rows.
 * @throws SyntaxError where the text is no JSON
 */
export async function partOfContent(json: AsyncIterable<Uint8Array>, needs: Needs): Promise<EditionContent> {
  const cutter = new Cutter(needs);
  for await (const chunk of json) cutter.push(chunk);
  return JSON.parse(cutter.kept()) as EditionContent;
}

/** Copies JSON byte by byte and leaves out the ends of the lists that are not needed. */
class Cutter {
  private readonly parts: Uint8Array[] = [];
  private depth = 0;
  /** Key under which each open container stands; '' in a list. */
  private readonly names: string[] = [];
  private readonly isList: boolean[] = [];
  private inString = false;
  private isEscaped = false;
  private wantsKey = false;
  private readsKey = false;
  private key = '';
  /** Depth inside the list that is limited, 0 = in none; elements begun and kept at most. */
  private limited = 0;
  private begun = 0;
  private most = 0;
  private skips = false;

  constructor(private readonly needs: Needs) {}

  kept(): string {
    return Buffer.concat(this.parts).toString('utf8');
  }

  push(chunk: Uint8Array): void {
    let from = this.skips ? -1 : 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (this.inString) {
        i = this.inside(chunk, i);
        continue;
      }
      if (this.limited > 0 && this.begun === 0 && byte > 0x20 && byte !== 0x5d) {
        this.begun = 1;
        if (this.most === 0) [this.skips, from] = [true, this.keep(chunk, from, i)];
      }
      if (byte === 0x22) this.open();
      else if (byte === 0x7b || byte === 0x5b) this.enter(byte === 0x5b);
      else if (byte === 0x7d || byte === 0x5d) {
        if (this.limited > 0 && this.depth === this.limited && byte === 0x5d) from = this.leave(i, from);
        this.depth--;
        this.wantsKey = false;
      } else if (byte === 0x3a) this.wantsKey = false;
      else if (byte === 0x2c) {
        this.wantsKey = !this.isList[this.depth - 1];
        if (this.limited > 0 && this.depth === this.limited && ++this.begun === this.most + 1 && !this.skips)
          [this.skips, from] = [true, this.keep(chunk, from, i)];
      }
    }
    this.keep(chunk, from, chunk.length);
  }

  /** @returns -1: nothing is being kept */
  private keep(chunk: Uint8Array, from: number, to: number): number {
    if (from >= 0 && to > from) this.parts.push(chunk.slice(from, to));
    return -1;
  }

  private open(): void {
    this.inString = true;
    this.readsKey = this.wantsKey && !this.skips && this.depth < deepest;
    if (this.readsKey) this.key = '';
  }

  /** @returns where the string ends, or the last place of the chunk */
  private inside(chunk: Uint8Array, at: number): number {
    let i = at;
    for (; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === 0x5c) this.isEscaped = true;
      else if (byte === 0x22) {
        this.inString = false;
        break;
      }
    }
    if (this.readsKey) this.key += Buffer.from(chunk.subarray(at, i)).toString('latin1');
    return i;
  }

  private enter(isList: boolean): void {
    this.names[this.depth] = this.depth > 0 && this.isList[this.depth - 1] ? '' : this.key;
    this.isList[this.depth] = isList;
    this.depth++;
    this.wantsKey = !isList;
    const most = isList && this.limited === 0 ? this.mostHere() : Infinity;
    if (most === Infinity) return;
    this.limited = this.depth;
    this.most = most;
    this.begun = 0;
  }

  /** The list ends; where it was cut, its table says how many rows it lacks. @returns where keeping goes on */
  private leave(at: number, from: number): number {
    const name = this.names[this.depth - 1];
    this.limited = 0;
    if (!this.skips) return from;
    this.skips = false;
    const left = name === 'rows' ? `,"left":${this.begun - this.most}` : '';
    this.parts.push(Buffer.from(`]${left}`));
    return at + 1;
  }

  private mostHere(): number {
    if (this.depth > deepest) return Infinity;
    const path = this.names.slice(1, this.depth).join('/');
    if (path === 'features') return this.needs.features ? Infinity : 0;
    if (path === 'sections//blocks//points') return this.needs.points ? Infinity : 0;
    return path === 'sections//blocks//rows' ? this.needs.rows : Infinity;
  }
}
