import { createHash } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Problem } from '#core/errors.js';
import type { OutgoingMessage } from '#core/escalation/types.js';
import { canonicalJson } from '#core/journal/canonical.js';

export interface Call {
  content: string;
  type: string;
  keyId: string;
  /** Ed25519 over the UTF-8 bytes, base64url. */
  sign: (text: string) => string;
}

/** In all, milliseconds; and of an answer, which nobody reads, bytes. */
const longest = 15_000;
const mostBytes = 65_536;

/** What the signature of a call is over; receivers make it again from the headers and the body's bytes. */
export function signedText(call: { id: string; timestamp: string; content: string }): string {
  const contentSha256 = createHash('sha256').update(call.content, 'utf8').digest('hex');
  return canonicalJson({ contentSha256, id: call.id, timestamp: call.timestamp });
}

/**
 * Posts to one listed address. Redirects are not followed; addresses of private, local and reserved networks are refused
 * unless the contact allows them, by what the name resolves to at that moment and not by the name.
 * @throws Problem not_allowed (refused address), not_possible (redirect); Error for anything else that is no 2xx answer
 */
export async function post(message: OutgoingMessage, call: Call): Promise<void> {
  const url = new URL(message.address);
  const { id, sentAt: timestamp, privateAllowed } = message;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && privateAllowed))
    throw new Problem('not_allowed', `Only https goes out, not ${url.protocol}`);
  // A host that is an address is never looked up.
  if (isIP(host) && !privateAllowed && !isPublic(host)) throw refused(host);
  const body = Buffer.from(call.content, 'utf8');
  const status = await new Promise<number>((done, fail) => {
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(
      url,
      {
        method: 'POST',
        lookup: privateAllowed ? undefined : publicOnly,
        signal: AbortSignal.timeout(longest),
        agent: false,
        headers: {
          'content-type': call.type,
          'content-length': body.length,
          'user-agent': 'linewatch',
          'linewatch-message-id': id,
          'linewatch-timestamp': timestamp,
          'linewatch-key-id': call.keyId,
          'linewatch-signature': call.sign(signedText({ id, timestamp, content: call.content })),
        },
      },
      (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostBytes) request.destroy();
        });
        response.on('error', fail);
        response.on('close', () => done(response.statusCode ?? 0));
      },
    );
    request.on('error', fail);
    request.end(body);
  });
  if (status >= 300 && status < 400)
    throw new Problem('not_possible', `The address answered ${status}: redirects are not followed; list the new one.`);
  if (status < 200 || status >= 300) throw new Error(`The address answered ${status}`);
}

/** Resolves as usual and refuses the whole name where any of its addresses is not public. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const inside = addresses.find(({ address }) => !isPublic(address));
    if (inside) return callback(refused(inside.address), '', 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first!.address, first!.family);
  });
};

/** Whether an IP address is one of the open internet; an IPv4 address inside an IPv6 one counts as itself. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

function refused(address: string): Problem {
  return new Problem(
    'not_allowed',
    `${address} is not an address of the open internet; the contact does not allow it.`,
  );
}
