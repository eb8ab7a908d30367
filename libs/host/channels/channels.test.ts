import { createServer, type IncomingMessage, type Server } from 'node:http';
import { SMTPServer } from 'smtp-server';
import type { CapAlert, OutgoingMessage } from '#core/escalation/types.js';
import { canonicalJson } from '#core/journal/canonical.js';
import { signatureHolds } from '#core/journal/signature.js';
import { generateKeyPairSync, sign } from 'node:crypto';
import { makeChannels } from './channels.js';
import { isPublic, signedText } from './web.js';

const alert: CapAlert = {
  identifier: 'id-1',
  sender: 'two-valleys',
  sent: '2026-11-22T05:00:00.123Z',
  scope: 'Restricted',
  restriction: 'For those named.',
  language: 'fr',
  event: 'Niveau 2',
  urgency: 'Immediate',
  severity: 'Severe',
  certainty: 'Observed',
  effective: '2026-11-22T05:00:00.000Z',
  expires: '2026-11-22T06:00:00.000Z',
  senderName: 'Mission "A" & B',
  headline: '<script>alert(1)</script> & ]]> 🌍',
  description: 'Ligne 1\r\nligne 2 \u0000\ud800 fin',
  areaDesc: 'Île',
};
const message = (given: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: '019a0000-0000-7000-8000-000000000001',
  channel: 'webhook',
  address: 'https://example.org/hook',
  privateAllowed: false,
  language: 'fr',
  subject: 'Niveau 2 : é',
  text: 'Quoi : explosion.',
  sentAt: '2026-11-22T05:00:01.000Z',
  alert,
  ...given,
});
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = {
  keyId: 'key-1',
  publicKey: publicKey.export({ format: 'jwk' }).x!,
  sign: (text: string) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url'),
};
const capDocument = (given: CapAlert) => `<alert>${given.identifier}</alert>`;
const channelsTo = (url: string | null) =>
  makeChannels({ mail: url === null ? null : { url, from: 'watch@mission.example' }, signer, capDocument });
const failure = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return 'was sent';
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  }
};

describe('web calls', () => {
  let server: Server;
  let address: string;
  const calls: { headers: IncomingMessage['headers']; body: string }[] = [];
  let answer = (_path: string): { status: number; headers?: Record<string, string> } => ({ status: 204 });
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        calls.push({ headers: request.headers, body });
        const { status, headers } = answer(request.url!);
        response.writeHead(status, headers).end('ok');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(() => {
    calls.length = 0;
    answer = () => ({ status: 204 });
  });

  it('carry a signature over the very bytes, the id and the time', async () => {
    const sent = message({ address, privateAllowed: true });
    await channelsTo(null).send(sent);
    const [{ headers, body }] = calls as [(typeof calls)[number]];
    expect(body).toBe(canonicalJson(JSON.parse(body)));
    expect(JSON.parse(body)).toMatchObject({ id: sent.id, subject: sent.subject, text: sent.text });
    const text = (content: string) =>
      signedText({
        id: String(headers['linewatch-message-id']),
        timestamp: String(headers['linewatch-timestamp']),
        content,
      });
    const signature = String(headers['linewatch-signature']);
    expect(headers['linewatch-key-id']).toBe('key-1');
    expect(signatureHolds(signer.publicKey, text(body), signature)).toBe(true);
    expect(signatureHolds(signer.publicKey, text(`${body} `), signature)).toBe(false);
  });

  it('bring CAP alerts as such', async () => {
    await channelsTo(null).send(message({ channel: 'cap', address, privateAllowed: true }));
    expect(calls[0]!.headers['content-type']).toMatch(/^application\/cap\+xml/);
    expect(calls[0]!.body).toBe('<alert>id-1</alert>');
  });

  it('follow no redirect, and fail for the queue to try again where the other side fails', async () => {
    answer = () => ({ status: 302, headers: { location: address } });
    expect(await failure(channelsTo(null).send(message({ address, privateAllowed: true })))).toBe('not_possible');
    expect(calls).toHaveLength(1);
    answer = () => ({ status: 503 });
    expect(await failure(channelsTo(null).send(message({ address, privateAllowed: true })))).toBe(
      'The address answered 503',
    );
  });

  it('go to no private address unless the contact allows it, whatever the name', async () => {
    const port = new URL(address).port;
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '10.0.0.1',
      '169.254.169.254',
      '0.0.0.0',
    ])
      expect([host, await failure(channelsTo(null).send(message({ address: `https://${host}:${port}/` })))]).toEqual([
        host,
        'not_allowed',
      ]);
    expect(await failure(channelsTo(null).send(message({ address: `http://example.org:${port}/` })))).toBe(
      'not_allowed',
    );
    expect(calls).toEqual([]);
    const ranges = [
      '192.168.1.1',
      '172.16.0.1',
      '100.64.0.1',
      'fd00::1',
      'fe80::1',
      '64:ff9b::7f00:1',
      '224.0.0.1',
      'nonsense',
    ];
    expect(ranges.filter(isPublic)).toEqual([]);
    expect(['93.184.216.34', '2606:2800:220:1::1'].filter(isPublic)).toHaveLength(2);
  });
});

describe('mail', () => {
  const mails: { from: string; to: string[]; source: string }[] = [];
  let server: SMTPServer;
  let url: string;
  let refuse = false;
  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        let source = '';
        stream.on('data', (chunk: Buffer) => (source += chunk.toString('utf8')));
        stream.on('end', () => {
          if (refuse) return done(Object.assign(new Error('busy'), { responseCode: 451 }));
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((r) => r.address), source });
          done();
        });
      },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`;
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));

  it('reaches one recipient with a stable id, twice if sent twice', async () => {
    const channels = channelsTo(url);
    const sent = message({ channel: 'email', address: 'duty@guarantor.example' });
    await channels.send(sent);
    await channels.send(sent);
    channels.close();
    expect(mails.map(({ from, to }) => [from, to])).toEqual([
      ['watch@mission.example', ['duty@guarantor.example']],
      ['watch@mission.example', ['duty@guarantor.example']],
    ]);
    for (const { source } of mails) expect(source).toContain(`Message-ID: <${sent.id}@mission.example>`);
    expect(mails[0]!.source).toContain('application/cap+xml');
  });

  it('lets no text make another header', async () => {
    mails.length = 0;
    const channels = channelsTo(url);
    const subject = 'Niveau 2\r\nBcc: other@else.example\r\n\r\nbody';
    await channels.send(message({ channel: 'email', address: 'duty@guarantor.example', subject }));
    channels.close();
    expect(mails[0]!.to).toEqual(['duty@guarantor.example']);
    expect(mails[0]!.source).not.toMatch(/^Bcc:/m);
  });

  it('a server that is busy, and no server at all', async () => {
    refuse = true;
    const channels = channelsTo(url);
    const sent = message({ channel: 'email', address: 'duty@guarantor.example' });
    expect(await failure(channels.send(sent))).not.toBe('was sent');
    channels.close();
    expect(await failure(channelsTo(null).send(sent))).toBe('not_possible');
  });
});
