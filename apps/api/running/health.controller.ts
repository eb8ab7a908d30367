import { Controller, Get, HttpStatus, Inject, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { requireAction } from '#core/access/policy.js';
import { dutyOf, requireDone } from '#core/access/duties.js';
import { resolveSession } from '#core/access/sessions.js';
import { Public } from '../http/action.js';
import { identify } from '../http/credentials.js';
import { ApiMetrics, progressOf } from '../http/metrics.js';
import type { ApiReply, ApiRequest } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { askStores, probeName } from './readiness.js';

@ApiTags('running')
@Controller()
export class HealthController {
  constructor(
    @Inject(RUNTIME) private readonly runtime: ApiRuntime,
    @Inject(ApiMetrics) private readonly metrics: ApiMetrics,
    @InjectDataSource(probeName) private readonly probe: { query(text: string): Promise<unknown> },
  ) {}

  /** Alive = what was accepted moves on: measured by the oldest entry without a position, not by a ping. */
  @Public()
  @ApiResponse({ status: 200 })
  @ApiResponse({ status: 503 })
  @Get('health/live')
  async live(@Res({ passthrough: true }) reply: ApiReply) {
    const { journal, owed } = await progressOf(this.runtime.deps);
    const live = journal.oldestSeconds <= this.runtime.config.stuckAfterSeconds;
    if (!live) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return {
      status: live ? 'live' : 'stuck',
      oldestUnprocessedSeconds: Math.round(journal.oldestSeconds),
      oldestOwedWorkSeconds: Math.round(owed.oldestSeconds),
    };
  }

  /** Ready = everything that a request needs answers now. */
  @Public()
  @ApiResponse({ status: 200 })
  @ApiResponse({ status: 503 })
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: ApiReply) {
    const stores = await askStores(this.runtime, this.probe);
    const ready = stores.every((store) => store.ready);
    if (!ready) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return {
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(stores.map((s) => [s.name, s.ready ? ('ready' as const) : ('not ready' as const)])),
    };
  }

  /** Prometheus. From this machine without signing in, from elsewhere for administrators. */
  @Public()
  @ApiProduces('text/plain')
  @Get('metrics')
  async measure(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<string> {
    if (!fromThisMachine(request)) {
      const { deps } = this.runtime;
      const { actor, account } = await identify(deps, request, (token) => resolveSession(deps, token));
      if (account) requireDone(dutyOf(account, this.runtime.secondFactorRule), []);
      requireAction(actor, 'metrics.read');
    }
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}

/** The peer itself, not what a proxy says of it: a proxy on this machine forwards strangers. */
function fromThisMachine(request: ApiRequest): boolean {
  const peer = request.socket.remoteAddress ?? '';
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return !forwarded && (peer === '::1' || /^(::ffff:)?127\./.test(peer));
}
