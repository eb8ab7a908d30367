/** The api speaks TLS itself: real sockets, certificates made for this run. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createConnection } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { pino } from 'pino';
import { argon2Hasher } from '#host/hasher.js';
import { servedWith } from '#host/own-tls.js';
import { totp } from '#host/second-factor.js';
import { makeAuthority } from '../../../test/setup/certificates.js';
import { startApi } from '../bootstrap.js';
import { exampleReport } from '../intake/example.fixture.js';
import { defaultConfig } from '../runtime.js';
import { goodPassword, startTestApi, type TestApi } from '../testing/api.js';

const own = makeAuthority('the mission');
const other = makeAuthority('somebody');
type Served = Awaited<ReturnType<typeof startApi>>;

let plain: TestApi;
let served: Served;
let port: number;

/** Another api on the same records, that speaks TLS. */
const serve = (): Promise<Served> =>
  startApi(
    {
      deps: plain.deps,
      hasher: argon2Hasher,
      secondFactor: totp,
      secondFactorRule: 'offered',
      demo: false,
      config: defaultConfig,
      logger: pino({ level: 'silent' }),
      probe: plain.probe,
      checkRecords: () => Promise.reject(new Error('not asked')),
      readiness: {},
      tls: servedWith(own.issue('127.0.0.1')),
    },
    { host: '127.0.0.1', port: 0 },
  );

beforeAll(async () => {
  plain = await startTestApi();
  served = await serve();
  port = Number(new URL(served.address).port);
});
afterAll(async () => {
  await served.close();
  await plain.close();
});

interface Asking {
  token?: string;
  body?: unknown;
  ca?: string;
}

/** @throws Error where the server is not believed */
async function ask(method: string, path: string, { token, body, ca = own.certificate }: Asking = {}) {
  const asked = request(new URL(path, served.address), {
    method,
    ca,
    agent: false,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, headers: answer.headers, text };
}

/** What is agreed on in a handshake. @throws Error where it fails */
async function handshake(options: ConnectionOptions) {
  const socket = connect({ port, host: '127.0.0.1', ca: own.certificate, ...options });
  try {
    await once(socket, 'secureConnect');
    return { protocol: socket.getProtocol(), cipher: socket.getCipher().name };
  } finally {
    socket.destroy();
  }
}

describe('an api that speaks TLS itself', () => {
  it('takes a report in from whoever knows its authority, at an address with https', async () => {
    expect(served.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const { token } = await plain.person('monitor');
    const answer = await ask('POST', '/v1/reports', { token, body: exampleReport(plain) });
    expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('"receipt"')]);
  });

  it('is not believed by whoever knows another', async () => {
    await expect(ask('GET', '/health/live', { ca: other.certificate })).rejects.toThrow(/unable to (verify|get)/);
  });

  it('promises TLS for a year, and gives a browser its cookie for TLS alone', async () => {
    const { loginName } = await plain.person('monitor');
    const body = { loginName, password: goodPassword, delivery: 'cookie' };
    const { status, headers } = await ask('POST', '/v1/sessions', { body });
    expect(status).toBe(201);
    expect(String(headers['set-cookie'])).toMatch(/^__Host-linewatch=.*; Secure/);
    expect(headers['strict-transport-security']).toMatch(/max-age=31536000/);
  });

  it('gives nothing to whoever comes in the clear', async () => {
    const socket = createConnection(port, '127.0.0.1', () =>
      socket.write('GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'),
    );
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString('latin1'))).on('error', () => undefined);
    await once(socket, 'close');
    expect(heard).not.toMatch(/HTTP|live|journal/i);
  });

  it('speaks TLS 1.3, or 1.2 with keys for this one connection, and nothing older or weaker', async () => {
    expect((await handshake({})).protocol).toBe('TLSv1.3');
    const second = await handshake({ maxVersion: 'TLSv1.2' });
    expect(second).toEqual({ protocol: 'TLSv1.2', cipher: expect.stringMatching(/^ECDHE-.*(GCM|POLY1305)/) });
    const all = { ciphers: 'ALL:@SECLEVEL=0' };
    await expect(handshake({ ...all, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).rejects.toThrow();
    await expect(handshake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow();
  });

  it('is held up in its stop by nobody who only connected, with or without a handshake', async () => {
    const one = await serve();
    const at = { port: Number(new URL(one.address).port), host: '127.0.0.1' };
    const server = one.app.getHttpServer();
    const arrived = once(server, 'connection');
    const mute = createConnection(at).on('error', () => undefined);
    await arrived;
    const shaken = once(server, 'secureConnection');
    const idle = connect({ ...at, ca: own.certificate }).on('error', () => undefined);
    await shaken;
    const gone = [once(mute, 'close'), once(idle, 'close')];
    await one.close();
    await Promise.all(gone);
  });
});
