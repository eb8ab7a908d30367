import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noteDeviceMessage } from '#core/access/device-messages.js';
import type { DeviceMessage } from '#core/access/devices.js';
import type { ApiRuntime } from '../runtime.js';
import { tellProblem } from './problem.filter.js';

/**
 * After what a device brought is stored, and before it is told so, its sequence number counts as used. Where that fails,
 * the device is told of it instead, and sends again.
 */
export async function noteThenSend(
  runtime: ApiRuntime,
  message: DeviceMessage,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  try {
    await noteDeviceMessage(runtime.deps, message);
    return payload;
  } catch (error) {
    (payload as Readable | null)?.destroy?.();
    reply.removeHeader('Content-Length');
    return tellProblem(error, request, reply, runtime.logger);
  }
}
