import type { Reads } from '../../ports.js';
import type { QueueLine } from './types.js';

/** Lines held, where not more are undecided: those decided since are forgotten all at once when there are more. */
const usual = 20_000;

/**
 * What a process remembers of the undecided incidents, so that the next look reads only those that have changed: a row
 * of an incident says nothing else as long as its version is the same. What a look gets is what its own snapshot holds,
 * also where others look at the same time.
 */
export class QueueMemory {
  private readonly known = new Map<string, { version: number; line: QueueLine }>();

  /** All undecided incidents of the sectors (null = all), in no order. */
  async lines(reads: Pick<Reads, 'triage'>, sectors: string[] | null): Promise<QueueLine[]> {
    const current = await reads.triage.versions(sectors);
    // Taken at once: while what is missing is read, others may put older or newer versions into the memory.
    const held = current.map(({ id, version }) => {
      const one = this.known.get(id);
      return one?.version === version ? one.line : null;
    });
    const missing = current.filter((_, i) => held[i] === null);
    const read = new Map((await reads.triage.lines(missing.map(({ id }) => id))).map((line) => [line.id, line]));
    if (this.known.size + missing.length > Math.max(usual, 2 * current.length)) this.known.clear();
    for (const { id, version } of missing) {
      const line = read.get(id);
      if (line && (this.known.get(id)?.version ?? 0) < version) this.known.set(id, { version, line });
    }
    return current.flatMap(({ id }, i) => held[i] ?? read.get(id) ?? []);
  }
}
