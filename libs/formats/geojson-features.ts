/** One feature of a GeoJSON text, by its number from 1, or why it is none. */
export type FeatureItem =
  | { number: number; id: string | null; properties: Record<string, unknown>; geometry: unknown }
  | { number: number; fault: string };

/**
 * Reads the features of a FeatureCollection one by one, holding no more than one of them (at most
 * `maxLength` characters); also a single Feature, and features one after another (RFC 8142 text
 * sequences, NDJSON). A feature that is no JSON or too long comes out as a fault, and reading goes on.
 */
export async function* readFeatures(
  source: AsyncIterable<Uint8Array>,
  { maxLength = 8_388_608 }: { maxLength?: number } = {},
): AsyncGenerator<FeatureItem> {
  const decoder = new TextDecoder('utf-8');
  const scan = new Scanner(maxLength);
  let number = 0;
  for await (const chunk of source)
    for (const text of scan.push(decoder.decode(chunk, { stream: true }))) yield featureOf(text, ++number);
  for (const text of scan.push(decoder.decode())) yield featureOf(text, ++number);
  if (scan.open) yield { number: ++number, fault: 'The text ends in the middle of a feature.' };
}

/** Cuts objects out of a stream: those in a top-level "features" array, else the top-level ones. */
class Scanner {
  private depth = 0;
  private quoted = false;
  private escaped = false;
  private inFeatures = false;
  private hadFeatures = false;
  private key = '';
  private keyOpen = false;
  private kept: string[] = [];
  private size = 0;
  private keepFrom = 0;

  constructor(private readonly maxLength: number) {}

  get open(): boolean {
    return this.depth > 0;
  }

  *push(text: string): Generator<string | null> {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (this.quoted) {
        if (this.escaped) this.escaped = false;
        else if (c === 0x5c) this.escaped = true;
        else if (c === 0x22) this.quoted = false;
        if (this.quoted && this.keyOpen && this.key.length < 20) this.key += text[i];
        continue;
      }
      if (c === 0x22) {
        this.quoted = true;
        this.keyOpen = this.depth === 1;
        if (this.keyOpen) this.key = '';
      } else if (c === 0x7b || c === 0x5b) {
        if (c === 0x5b && this.depth === 1 && this.key === 'features') {
          this.inFeatures = true;
          this.hadFeatures = true;
          this.reset();
        } else if (c === 0x7b && this.depth === (this.inFeatures ? 2 : 0)) {
          this.reset();
          from = i;
          this.keepFrom = this.depth + 1;
        }
        this.depth++;
      } else if (c === 0x7d || c === 0x5d) {
        this.depth--;
        if (this.inFeatures && this.depth === 1) this.inFeatures = false;
        else if (c === 0x7d && this.keepFrom > 0 && this.depth === this.keepFrom - 1) {
          this.keep(text.slice(from, i + 1));
          const whole = this.size > this.maxLength ? null : this.kept.join('');
          const collection = this.depth === 0 && this.hadFeatures;
          this.reset();
          if (!collection) yield whole;
          if (this.depth === 0) this.hadFeatures = false;
        }
      }
    }
    if (this.keepFrom > 0) this.keep(text.slice(from));
  }

  private keep(text: string): void {
    this.size += text.length;
    if (this.size <= this.maxLength) this.kept.push(text);
    else this.kept = [];
  }

  private reset(): void {
    this.kept = [];
    this.size = 0;
    this.keepFrom = 0;
  }
}

function featureOf(text: string | null, number: number): FeatureItem {
  if (text === null) return { number, fault: 'The feature is too long.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { number, fault: `Not JSON: ${(error as Error).message}` };
  }
  // JSON has no infinity, but 1e309 is read as one.
  if (holdsInfinity(value)) return { number, fault: 'A number is too large.' };
  const feature = value as { type?: unknown; id?: unknown; properties?: unknown; geometry?: unknown };
  if (feature.type !== 'Feature') return { number, fault: 'Not a GeoJSON Feature.' };
  const { id, properties, geometry } = feature;
  return {
    number,
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : null,
    properties: typeof properties === 'object' && properties !== null ? { ...properties } : {},
    geometry,
  };
}

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
}
