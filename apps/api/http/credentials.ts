import { say } from '#core/said.js';
import { createHash } from 'node:crypto';
import { verifyDeviceMessage } from '#core/access/device-messages.js';
import type { DeviceMessage } from '#core/access/devices.js';
import type { SignedIn } from '#core/access/sessions.js';
import { Problem } from '#core/errors.js';
import type { Deps } from '#core/ports.js';
import type { ApiRequest, Caller } from './request.js';

/** Host-bound cookie of browsers (RFC 6265bis): only over TLS or on this machine, never read by scripts. */
export const sessionCookie = '__Host-linewatch';

/** Header that a browser sends only from our own pages, since other sites would need leave (no CORS here). */
const ownPageHeader = 'linewatch-request';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who sent this request: a device (signature headers), a client with a bearer token, or a browser. `signedIn` says who
 * is behind a token.
 * @throws Problem not_signed_in, not_allowed (a browser's request that may come from another site)
 */
export async function identify(
  deps: Deps,
  request: ApiRequest,
  signedIn: (token: string) => Promise<SignedIn | Problem>,
): Promise<Caller> {
  if (request.headers['linewatch-device'] !== undefined) {
    const message = messageOf(request);
    return { ...(await verifyDeviceMessage(deps, message)), message };
  }
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer ([0-9a-f]{64})$/i.exec(authorization)?.[1];
    return personOf(await signedIn(token?.toLowerCase() ?? ''));
  }
  const cookie = request.cookies[sessionCookie];
  if (cookie === undefined) throw new Problem('not_signed_in', say`Sign in first.`);
  if (!safeMethods.has(request.method)) requireOwnPage(request);
  return personOf(await signedIn(cookie));
}

function personOf(found: SignedIn | Problem): Caller {
  if (found instanceof Problem) throw found;
  return { actor: found.actor, session: found.session, account: found.account };
}

function requireOwnPage(request: ApiRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (request.headers[ownPageHeader] !== undefined && (site === undefined || site === 'same-origin')) return;
  throw new Problem(
    'not_allowed',
    say`A browser must send this from our own page, with the header Linewatch-Request: 1.`,
  );
}

/** The signed message behind a device's request. A streamed body is checked against its hash while it is read. */
function messageOf(request: ApiRequest): DeviceMessage {
  const header = (name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const declared = header('linewatch-content-sha256');
  const isStream = request.rawBytes === undefined && request.body !== undefined && request.body !== null;
  return {
    deviceId: header('linewatch-device'),
    method: request.method,
    path: request.url,
    bodySha256: isStream
      ? declared
      : createHash('sha256')
          .update(request.rawBytes ?? '')
          .digest('hex'),
    sequence: Number(header('linewatch-sequence')),
    timestamp: header('linewatch-timestamp'),
    signature: header('linewatch-signature'),
  };
}

/** Passes a stream on and fails at its end where a device signed another content. @throws Problem invalid_input */
export async function* asSigned(caller: Caller, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (caller.message && caller.message.bodySha256 !== hash.digest('hex')) {
    throw new Problem('invalid_input', say`The content is not the one that the device signed.`);
  }
}

/** The whole of a stream that a device signed. @throws Problem invalid_input, too_large (over `limit` bytes) */
export async function readSigned(caller: Caller, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of asSigned(caller, bytes)) {
    size += chunk.byteLength;
    if (size > limit) throw new Problem('too_large', say`A signed stream may have ${limit} bytes: send it in parts.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
