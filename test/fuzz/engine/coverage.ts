import { Session } from 'node:inspector';

interface Range {
  startOffset: number;
  endOffset: number;
  count: number;
}
interface Script {
  url: string;
  functions: { ranges: Range[] }[];
}

/** Sources whose coverage guides: ours, compiled; never those of packages or of the fuzzing itself. */
const isOurs = (url: string): boolean =>
  url.startsWith('file:') && /\/(libs|apps)\//.test(url) && !url.includes('node_modules') && !url.includes('/test/');

/**
 * Which characters of our compiled sources have run, by V8's own block counts (precise coverage of the inspector):
 * nothing is instrumented, so that times stay those of the real code.
 */
export class Coverage {
  private readonly session = new Session();
  private readonly seen = new Map<string, Uint8Array>();

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Characters that ran since the last look and never before; they are noted, or left for whoever looks next. */
  look({ note }: { note: boolean }): number {
    let found = 0;
    this.session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      for (const script of result as Script[]) if (isOurs(script.url)) found += this.newIn(script, note);
    });
    return found;
  }

  /** Characters that have run. */
  get covered(): number {
    let sum = 0;
    for (const marks of this.seen.values()) for (const mark of marks) sum += mark;
    return sum;
  }

  close(): void {
    this.session.disconnect();
  }

  private newIn({ url, functions }: Script, note: boolean): number {
    let found = 0;
    const longest = Math.max(0, ...functions.map(({ ranges }) => ranges[0]?.endOffset ?? 0));
    const marks = this.marksOf(url, longest);
    for (const { ranges } of functions) {
      const [whole] = ranges;
      if (!whole || whole.count === 0) continue;
      // Ranges are nested, the inner ones later: what they say holds.
      const ran = new Uint8Array(whole.endOffset - whole.startOffset);
      for (const { startOffset, endOffset, count } of ranges)
        ran.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
      for (let i = 0; i < ran.length; i++) {
        const at = whole.startOffset + i;
        if (ran[i] === 1 && marks[at] === 0) {
          if (note) marks[at] = 1;
          found++;
        }
      }
    }
    return found;
  }

  private marksOf(url: string, length: number): Uint8Array {
    const known = this.seen.get(url);
    if (known && known.length >= length) return known;
    const marks = new Uint8Array(Math.max(length, 1));
    if (known) marks.set(known);
    this.seen.set(url, marks);
    return marks;
  }
}
