import { say } from '#core/said.js';
import { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Res, StreamableFile, type BeforeApplicationShutdown } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { holderOf, isTold, type Change } from '#core/access/changes.js';
import { Problem } from '#core/errors.js';
import { Action } from '../http/action.js';
import { From, type ApiReply, type Caller } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { Tail } from './tail.js';

const eventStream = 'text/event-stream';
/** Proxies end what is silent for a minute; the session is looked at again as often. */
const beatMs = 20_000;
/** Browser windows of one account, at all processes together, and connections of all accounts at this one. */
const perAccount = 8;
const together = 500;
const windows = 'windows';

@ApiTags('live')
@Controller('v1/live')
export class LiveController implements BeforeApplicationShutdown {
  private readonly tail: Tail;
  private readonly open = new Map<string, number>();
  private isStopping = false;

  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {
    const { deps, logger } = runtime;
    this.tail = new Tail(deps, (error) => logger.warn({ message: String(error) }, 'the journal could not be followed'));
  }

  /**
   * Server-sent events: what has changed, as far as the reader may read it. `change` holds kinds and ids, nothing else;
   * its id is a position of the journal, with which a client that was cut off goes on (`Last-Event-ID`). `behind` says
   * that it was away for too long: ask for everything again. The stream ends with its session.
   */
  @Action('live.read')
  @ApiProduces(eventStream)
  @Get()
  async follow(
    @From() caller: Caller,
    @Res({ passthrough: true }) reply: ApiReply,
    @Headers('last-event-id') last?: string,
  ): Promise<StreamableFile> {
    const { id } = caller.actor;
    const mine = this.open.get(id) ?? 0;
    const all = [...this.open.values()].reduce((sum, count) => sum + count, 0);
    const window = this.runtime.deps.ids.next();
    if (mine >= perAccount || all >= together || !(await this.hold(id, window))) {
      throw new Problem('too_many_requests', say`Too many windows follow changes: close some.`, [], {
        retryAfterSeconds: 60,
      });
    }
    const position = /^\d{1,15}$/.test(last ?? '') ? Number(last) : null;
    // The server's limit for a connection ends what takes longer, however often something is sent on it.
    reply.raw.socket?.setTimeout(0);
    const gone = new AbortController();
    // A window that is closed frees its place at once, not when it would next have been told something.
    reply.raw.once('close', () => gone.abort());
    return new StreamableFile(Readable.from(this.events(caller, window, position, gone.signal)), { type: eventStream });
  }

  /** Ends all streams, so that a stop need not wait for them. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
    this.tail.wake();
  }

  /** A place among the account's windows for a minute. While nobody can be asked, this process's own count must do. */
  private async hold(account: string, window: string): Promise<boolean> {
    const { sharedCounts } = this.runtime;
    if (!sharedCounts) return true;
    return sharedCounts.hold(windows, account, window, perAccount).catch(() => true);
  }

  private async *events(
    caller: Caller,
    window: string,
    last: number | null,
    gone: AbortSignal,
  ): AsyncGenerator<string> {
    const { id } = caller.actor;
    this.open.set(id, (this.open.get(id) ?? 0) + 1);
    try {
      const newest = await this.tail.open();
      try {
        yield* this.following(caller, window, last, newest, gone);
      } finally {
        this.tail.close();
      }
    } finally {
      const left = this.open.get(id)! - 1;
      if (left > 0) this.open.set(id, left);
      else this.open.delete(id);
      // A place that could not be given back is free after a minute.
      await this.runtime.sharedCounts?.release(windows, id, window).catch(() => undefined);
    }
  }

  private async *following(
    caller: Caller,
    window: string,
    last: number | null,
    newest: number,
    gone: AbortSignal,
  ): AsyncGenerator<string> {
    const { deps } = this.runtime;
    let position = newest;
    // The browser waits this long before it comes back.
    yield 'retry: 3000\n';
    if (last !== null) {
      if (this.tail.since(last)) position = last;
      else yield 'event: behind\ndata: {}\n';
    }
    yield `id: ${position}\n: here\n\n`;
    let { actor } = caller;
    let beatAt = performance.now();
    while (!this.isStopping && !gone.aborted) {
      const found = this.tail.since(position);
      if (!found) yield `id: ${(position = this.tail.end)}\nevent: behind\ndata: {}\n\n`;
      else if (found.next !== position) {
        position = found.next;
        const told = distinct(found.changes.filter((change) => isTold(actor, change)));
        yield told.length > 0
          ? `id: ${position}\nevent: change\ndata: ${JSON.stringify({ changes: told })}\n\n`
          : `id: ${position}\n\n`;
      }
      const now = performance.now();
      if (now - beatAt >= beatMs) {
        beatAt = now;
        const { session } = caller;
        const holder = session && (await deps.uow.read((reads) => holderOf(reads, session, deps.clock.now())));
        if (!holder) return;
        actor = holder;
        await this.hold(actor.id, window);
        yield ': beat\n\n';
      }
      await this.tail.wait(beatMs / 4, gone);
    }
  }
}

function distinct(changes: Change[]): { kind: string; id: string }[] {
  return [...new Map(changes.map(({ kind, id }) => [`${kind} ${id}`, { kind, id }])).values()];
}
