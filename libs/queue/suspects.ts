/** Work that a process was lost with is tried one piece at a time: whichever ends the process again is known by that. */
import { setTimeout as pause } from 'node:timers/promises';

/** How long work that was tried alone before waits for what was not, and is being fetched after the same loss. */
const othersFirstMs = 1_000;

interface Waiting {
  tries: number;
  go: () => void;
}

export class Suspects {
  private busy = false;
  private readonly waiting: Waiting[] = [];

  /**
   * @param still brings all other work of this process to rest, and gives back what lets it go on: what was tried
   * alone before and is still owed may well end the process, and nothing else should be lost with it
   */
  constructor(private readonly still: () => Promise<() => void>) {}

  /**
   * What has been tried the fewest times comes first, so that nobody waits behind what ends processes.
   * @param tries how often it was tried alone before, from 0
   */
  async tryAlone(tries: number, attempt: () => Promise<void>): Promise<void> {
    await new Promise<void>((go) => {
      this.waiting.push({ tries, go });
      if (!this.busy) void this.next();
    });
    const goOn = tries > 0 ? await this.still() : null;
    try {
      await attempt();
    } finally {
      goOn?.();
      this.busy = false;
      if (this.waiting.length > 0) void this.next();
    }
  }

  private async next(): Promise<void> {
    this.busy = true;
    if (this.waiting.every(({ tries }) => tries > 0)) await pause(othersFirstMs);
    const first = this.waiting.reduce((least, one) => (one.tries < least.tries ? one : least));
    this.waiting.splice(this.waiting.indexOf(first), 1);
    first.go();
  }
}
