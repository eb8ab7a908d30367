import { say } from '#core/said.js';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '#core/errors.js';
import type { DeviceMessage } from '#core/access/devices.js';
import type { Standing } from '#core/access/device-messages.js';
import type { Account, Actor as CoreActor, Session } from '#core/access/types.js';

/** What the guard found out about a request. */
export interface Caller {
  actor: CoreActor;
  /** Of a person. */
  session?: Session;
  account?: Account;
  /** Of a device: what it signed, and whether the number was used before. */
  message?: DeviceMessage;
  standing?: Standing;
}

export interface ApiRequest extends FastifyRequest {
  caller?: Caller;
  /** The body's bytes as they came, where they were parsed. */
  rawBytes?: Buffer;
}
export type ApiReply = FastifyReply;

/** The caller of a route that is not public. */
export function callerOf(request: ApiRequest): Caller {
  if (!request.caller) throw new Problem('not_signed_in', say`Sign in first.`);
  return request.caller;
}

/** Who acts. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return callerOf(context.switchToHttp().getRequest<ApiRequest>()).actor;
});

/** Who acts, with the session or the device message behind it. */
export const From = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return callerOf(context.switchToHttp().getRequest<ApiRequest>());
});
