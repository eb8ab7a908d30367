import { api } from '../api/client.js';
import { ApiProblem, isProblem } from '../api/problem.js';
import type { OutboxItem } from './kept.js';
import { fieldStore, keepReceipt } from './store.js';
import { uploadFile } from './upload.js';

/** Trouble that passes by itself: the report stays and is sent again. All else is an answer about this report. */
const passing = ['unreachable', 'unavailable', 'too_many_requests', 'internal', 'storage_full', 'not_understood'];
const firstWaitMs = 5_000;
const longestWaitMs = 120_000;

/**
 * Sends what waits, oldest first, one at a time, as long as a page is open: at once when something was added or the
 * network came back, else with growing pauses. Only what this account entered.
 */
export class Outbox {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waitMs = firstWaitMs;
  private running: Promise<void> | null = null;
  private stopped = false;
  private readonly wake = (): void => void this.send();

  constructor(private readonly accountId: string) {
    addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    void this.send();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
  }

  /** Resolves when nothing more can be sent now. */
  send(): Promise<void> {
    // Two tabs must not send the same report side by side; it would only be the same receipt, but twice the bytes.
    this.running ??= navigator.locks
      .request(`linewatch-outbox-${this.accountId}`, () => this.round())
      .finally(() => (this.running = null));
    return this.running;
  }

  private async round(): Promise<void> {
    clearTimeout(this.timer);
    for (;;) {
      const item = await this.next();
      if (!item || this.stopped) return;
      if (!(await this.sendOne(item))) break;
      this.waitMs = firstWaitMs;
    }
    if (this.stopped) return;
    this.timer = setTimeout(this.wake, this.waitMs);
    this.waitMs = Math.min(longestWaitMs, this.waitMs * 2);
  }

  /** `sending` is also what a page that was closed in the middle has left. */
  private async next(): Promise<OutboxItem | undefined> {
    const waiting = await (await fieldStore()).outbox.where('state').anyOf('waiting', 'sending').sortBy('id');
    return waiting.find(({ accountId }) => accountId === this.accountId);
  }

  /** False where it must be tried again later. */
  private async sendOne(item: OutboxItem): Promise<boolean> {
    await (await fieldStore()).outbox.update(item.id, { state: 'sending' });
    try {
      for (const file of await (await fieldStore()).files.where('reportId').equals(item.id).sortBy('id'))
        await uploadFile(file);
      const { data } = await api.POST('/v1/reports', { body: item.report! });
      await keepReceipt(item.id, data!.receipt);
      return true;
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : new ApiProblem('internal', 0, String(error));
      const { code, detail, said, faults } = problem;
      // Not signed in any more: it waits for the next sign-in.
      if (isProblem(problem, ...passing, 'not_signed_in')) {
        await (
          await fieldStore()
        ).outbox.update(item.id, { state: 'waiting', problem: { code, detail, said, faults } });
        return false;
      }
      await (await fieldStore()).outbox.update(item.id, { state: 'refused', problem: { code, detail, said, faults } });
      return true;
    }
  }
}
