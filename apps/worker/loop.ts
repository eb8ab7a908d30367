import type { Logger } from 'pino';

export interface LoopOptions {
  name: string;
  /** One round; 'more' asks for the next one at once. */
  round: () => Promise<'more' | 'idle'>;
  /** Pause after an idle round, milliseconds. */
  idleMs: number;
  /** First pause after a failed round, milliseconds; doubles up to 5 s. */
  errorMs: number;
  log: Pick<Logger, 'error' | 'info'>;
}

/**
 * Runs rounds one after the other until stopped. A failed round is logged and tried again: the loops
 * carry nothing that is not in the database, so a round that failed has lost nothing.
 */
export class Loop {
  private running: Promise<void> | null = null;
  private stopping = false;
  private wake: () => void = () => undefined;
  private failures = 0;

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Ends the pause, if one is running. */
  kick(): void {
    this.wake();
  }

  /** Resolves once the round under way has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.kick();
    await this.running;
  }

  private async run(): Promise<void> {
    const { name, round, idleMs, errorMs, log } = this.options;
    while (!this.stopping) {
      let pause = 0;
      try {
        if ((await round()) === 'idle') pause = idleMs;
        if (this.failures > 0) log.info({ loop: name, failures: this.failures }, 'loop works again');
        this.failures = 0;
      } catch (error) {
        this.failures += 1;
        pause = Math.min(5_000, errorMs * 2 ** Math.min(10, this.failures - 1));
        log.error({ loop: name, failures: this.failures, err: error }, 'loop round failed, will try again');
      }
      if (pause > 0 && !this.stopping) await this.pause(pause);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
