import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiExtension } from '@nestjs/swagger';
import type { Duty } from '#core/access/duties.js';
import type { Action as ActionId } from '#core/access/policy.js';

export const ACTION = 'linewatch:action';
export const PUBLIC = 'linewatch:public';
export const DESPITE = 'linewatch:despite';
export const ACCEPTS = 'linewatch:accepts';

/** Content types of request bodies; everything but JSON reaches its handler as a stream. */
export const bodyTypes = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  bytes: 'application/octet-stream',
} as const;
export type BodyKind = keyof typeof bodyTypes;

/** The row of the policy table that this route needs. Every route has this or `Public`. */
export const Action = (id: ActionId): MethodDecorator =>
  applyDecorators(SetMetadata(ACTION, id), ApiExtension('x-action', id), ApiBearerAuth());

/**
 * Possible also while the person still has one of these to do; without it a route is closed until all is done. It is
 * for saying who one is, doing what is to be done, and leaving.
 */
export const Despite = (...duties: Duty[]): MethodDecorator =>
  applyDecorators(SetMetadata(DESPITE, duties), ApiExtension('x-despite', duties));

/** Open to anybody: nothing but health, keys, the API's description and signing in. */
export const Public = (): MethodDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiExtension('x-action', 'public'));

/** The body is a stream of this kind instead of JSON. */
export const Accepts = (kind: BodyKind): MethodDecorator =>
  applyDecorators(SetMetadata(ACCEPTS, kind), ApiConsumes(bodyTypes[kind]));
