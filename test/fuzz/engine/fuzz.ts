import { Coverage } from './coverage.js';
import { brokenNumber, faultOfThrown } from './judge.js';
import { Mutator } from './mutate.js';
import type { Target } from './target.js';

/**
 * Longest time for one case, ms of processor or of the clock, whichever is less: a busy machine is nobody's fault. Longest
 * case in bytes: large enough for every limit on one record, small enough for 100,000 of them. And bytes that the heap may have grown by at the end. */
const usualMs = 100;
const usualBytes = 65_536;
const mostGrowth = 48 * 1024 * 1024;
/** Cases between two looks at the coverage. */
const [leastBatch, mostBatch] = [50, 1600];
const mostFaults = 20;
/** Longest case that others are made from, bytes. */
const mostRemembered = 8_192;

export interface Fault {
  what: string;
  input: Buffer;
}

export interface Outcome {
  cases: number;
  /** Cases that reached code that none before had reached, beyond the seeds and the kept corpus. */
  fresh: Buffer[];
  /** Characters of our compiled code that ran. */
  covered: number;
  longestMs: number;
  grownBytes: number;
  faults: Fault[];
  seconds: number;
}

/** Runs a target on so many cases made from its seeds and the kept corpus. */
export async function fuzz(
  target: Target,
  { cases, seed, corpus }: { cases: number; seed: number; corpus: readonly Buffer[] },
): Promise<Outcome> {
  const began = performance.now();
  const coverage = new Coverage();
  const { dictionary = [], json = false, longest = usualBytes, mostMs = usualMs } = target;
  const mutator = new Mutator(seed, { dictionary, json, longest });
  const faults = new Map<string, Fault>();
  let longestMs = 0;

  const judge = async (input: Buffer): Promise<string | null> => {
    let fault: string | null = null;
    let ms = await timed(async () => {
      try {
        const broken = brokenNumber(await target.read(input));
        fault = broken === null ? null : `a number that is none: ${broken}`;
      } catch (error) {
        fault = faultOfThrown(error, target.refusals ?? []);
      }
    });
    // A busy machine or the collector is slow once: what is slow by itself is so each time.
    for (let again = 0; again < 2 && ms > mostMs; again++) ms = Math.min(ms, await timed(() => settled(target, input)));
    longestMs = Math.max(longestMs, ms);
    if (ms > mostMs) return `took ${Math.round(ms)} ms`;
    return fault;
  };
  const tell = (what: string | null, input: Buffer): void => {
    if (what === null) return;
    // The same fault by other digits is the same fault.
    const kind = what.replace(/\d+/g, '0').slice(0, 80);
    const known = faults.get(kind);
    if ((!known && faults.size < mostFaults) || (known && known.input.length > input.length))
      faults.set(kind, { what, input });
  };

  const known = [...target.seeds.map((s) => Buffer.from(s)), ...corpus];
  for (const input of known) tell(await judge(input), input);
  coverage.look({ note: true });
  const heapBefore = heap();
  const fresh: Buffer[] = [];
  /** Finds those of the cases, which reach something together, that reach it by themselves. */
  const attribute = async (inputs: readonly Buffer[]): Promise<void> => {
    for (const input of inputs) await settled(target, input);
    const [only] = inputs;
    if (coverage.look({ note: inputs.length === 1 }) === 0 || !only) return;
    if (inputs.length > 1) {
      const middle = inputs.length >> 1;
      await attribute(inputs.slice(0, middle));
      await attribute(inputs.slice(middle));
      return;
    }
    fresh.push(only);
    if (only.length <= mostRemembered) known.push(only);
  };
  let done = 0;
  let batch = leastBatch;
  while (done < cases) {
    const inputs = Array.from({ length: Math.min(batch, cases - done) }, () => mutator.next(known));
    for (const input of inputs) tell(await judge(input), input);
    done += inputs.length;
    const reached = coverage.look({ note: false }) > 0;
    if (reached) await attribute(inputs);
    // A look costs as much as hundreds of cases: the rarer something new is, the rarer it is looked for.
    batch = reached ? leastBatch : Math.min(mostBatch, batch * 2);
  }
  const grownBytes = heap() - heapBefore;
  const covered = coverage.covered;
  coverage.close();
  if (grownBytes > mostGrowth)
    tell(`the heap grew by ${Math.round(grownBytes / 2 ** 20)} MB`, Buffer.from(`after ${done} cases`));
  const seconds = (performance.now() - began) / 1000;
  return { cases: done, fresh, covered, longestMs, grownBytes, faults: [...faults.values()], seconds };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const passed = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return Math.min(passed, (user + system) / 1000);
}

/** Reads a case whatever comes of it: what it throws was judged before. */
async function settled(target: Target, input: Buffer): Promise<void> {
  try {
    await target.read(input);
  } catch {
    // Judged when it was first read.
  }
}

/** Bytes of the heap in use after a collection, where Node was started with --expose-gc. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
