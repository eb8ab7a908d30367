import { say } from '#core/said.js';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { dutyOf, requireDone, type Duty } from '#core/access/duties.js';
import { requireRepeat } from '#core/access/device-messages.js';
import { requireAction, type Action } from '#core/access/policy.js';
import { resolveSessions, type SignedIn } from '#core/access/sessions.js';
import { Problem } from '#core/errors.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { ACCEPTS, ACTION, DESPITE, PUBLIC, bodyTypes, type BodyKind } from './action.js';
import { identify } from './credentials.js';
import { Gathered } from './gathered.js';
import { RateLimit } from './rate.js';
import type { ApiRequest } from './request.js';

/** Tokens looked up by one read. */
const mostTogether = 200;

/**
 * Lets through what is public, and otherwise those who have done what every account must first, and whose role the
 * policy table names for the route's action.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly perAddress: RateLimit;
  private readonly perActor: RateLimit;
  private readonly perParty: RateLimit;
  private readonly sessions: Gathered<string, SignedIn | Problem>;

  constructor(
    @Inject(RUNTIME) private readonly runtime: ApiRuntime,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {
    const { addressPerMinute, actorPerMinute, partyPerMinute } = runtime.config;
    this.perAddress = this.limit('address', addressPerMinute);
    this.perActor = this.limit('actor', actorPerMinute);
    this.perParty = this.limit('party', partyPerMinute);
    this.sessions = new Gathered((tokens) => resolveSessions(runtime.deps, tokens), mostTogether);
  }

  private limit(name: string, perMinute: number): RateLimit {
    const { deps, sharedCounts, logger } = this.runtime;
    const onAlone = (why: Error | null): void => {
      if (why) logger.warn({ limit: name, err: why }, 'requests are counted by this process alone');
      else logger.info({ limit: name }, 'requests are counted by all processes together again');
    };
    return new RateLimit(deps.clock, perMinute, sharedCounts ? { name, counts: sharedCounts, onAlone } : null);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const route = context.getHandler();
    // PostgreSQL refuses NUL in any text, SQLite does not: nobody has use for it.
    if (/%00/.test(request.url)) throw new Problem('invalid_input', say`An address may not hold the character U+0000.`);
    const kind = this.reflector.get<BodyKind | undefined>(ACCEPTS, route) ?? 'json';
    requireBodyType(request, kind);
    if (this.reflector.get<boolean | undefined>(PUBLIC, route)) {
      this.perAddress.take(request.ip);
      return true;
    }
    const action = this.reflector.get<Action | undefined>(ACTION, route);
    if (!action) throw new Error(`the route ${request.routeOptions.url} names no action`);
    try {
      request.caller = await identify(this.runtime.deps, request, (token) => this.sessions.one(token));
    } catch (error) {
      // Only who cannot say who they are share the address's allowance: many people may sit behind one.
      this.perAddress.take(request.ip);
      throw error;
    }
    this.perActor.take(request.caller.actor.id);
    // Many accounts and devices of one party together have no more of the door than those of another.
    const { party } = request.caller.actor.scope;
    if (party !== null) this.perParty.take(party);
    const { account } = request.caller;
    const despite = this.reflector.get<Duty[] | undefined>(DESPITE, route) ?? [];
    if (account) requireDone(dutyOf(account, this.runtime.secondFactorRule), despite);
    requireAction(request.caller.actor, action);
    // Which records a stream brings is known only to whoever reads it.
    if (request.caller.standing === 'used' && kind !== 'ndjson')
      await requireRepeat(this.runtime.deps, request.caller.actor, idsIn(request));
    return true;
  }
}

/** Ids of the records that a device's request brings. */
function idsIn(request: ApiRequest): string[] {
  const inBody = (request.body as { id?: unknown } | null | undefined)?.id;
  return [inBody, request.headers['linewatch-evidence-id']].filter((id): id is string => typeof id === 'string');
}

/** @throws Problem unsupported_media where the body is not of the kind the route takes */
function requireBodyType(request: ApiRequest, kind: BodyKind): void {
  if (request.body === undefined || request.body === null) return;
  const given = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (given !== bodyTypes[kind]) throw new Problem('unsupported_media', say`Send ${bodyTypes[kind]}.`);
}
