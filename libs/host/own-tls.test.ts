import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../../test/setup/certificates.js';
import { readEnvironment } from './environment.js';
import { isServedPlain } from './inside-tls.js';
import { believedAt } from './own-tls.js';

const authority = makeAuthority('the mission');
const right = authority.issue('reports.example', '10.1.2.3');

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'linewatch-own-tls-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const locked = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush' },
}).privateKey;

function start(certificate: string | null, key: string | null, mode = 0o600) {
  const env: Record<string, string> = {};
  if (certificate !== null) env['LINEWATCH_TLS_CERTIFICATE'] = 'server.pem';
  if (key !== null) env['LINEWATCH_TLS_KEY'] = 'key.pem';
  if (certificate) writeFileSync(join(folder, 'server.pem'), certificate);
  if (key) writeFileSync(join(folder, 'key.pem'), key);
  if (key) chmodSync(join(folder, 'key.pem'), mode);
  return readEnvironment(env, folder).ownTls;
}

describe('TLS of the api itself', () => {
  it('is none unless both files are named, and takes a certificate with those that lead to its authority', () => {
    expect(start(null, null)).toBeNull();
    expect(start(right.certificate + authority.certificate, right.key)).toMatchObject({
      certificate: right.certificate + authority.certificate,
      key: right.key,
      names: ['reports.example', '10.1.2.3'],
      keyIsOpen: false,
    });
  });

  it.each([
    ['one file of two', right.certificate, null, 'are set both or not at all'],
    ['the other of two', null, right.key, 'are set both or not at all'],
    ['no such certificate', '', right.key, 'LINEWATCH_TLS_CERTIFICATE names a file that cannot be read'],
    ['no such key', right.certificate, '', 'LINEWATCH_TLS_KEY names a file that cannot be read'],
    ['no certificate in it', 'words', right.key, 'holds no certificate in PEM form'],
    [
      'a broken certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      right.key,
      'certificate 1 in',
    ],
    ['no key in it', right.certificate, 'words', 'holds no private key in PEM form'],
    ['a locked key', right.certificate, locked, 'is locked by a passphrase'],
    ["somebody else's key", right.certificate, authority.issue('x').key, 'does not belong to the first certificate'],
    [
      'the authority in front',
      authority.certificate + right.certificate,
      right.key,
      'does not belong to the first certificate',
    ],
  ])('is refused at the start, with a word that helps: %s', (_what, certificate, key, words) => {
    expect(() => start(certificate, key)).toThrow(words);
    const secret = key?.split('\n')[1];
    if (secret) expect(() => start(certificate, key)).not.toThrow(secret);
  });

  it.each([
    [{ from: '200101000000Z', to: '210101000000Z' }, 'ran out at Jan  1 00:00:00 2021 GMT: renew it'],
    [{ from: '480101000000Z', to: '490101000000Z' }, 'is good only from Jan  1 00:00:00 2048 GMT on'],
  ])('is refused at the start where the certificate is not good now: %j', (time, words) => {
    const { certificate, key } = authority.issueFor(time, 'reports.example');
    expect(() => start(certificate, key)).toThrow(words);
  });

  it('says that everybody on the machine may read the key, unless its folder keeps them out', () => {
    if (process.platform === 'win32') return;
    expect(start(right.certificate, right.key, 0o644)).toMatchObject({ keyIsOpen: false });
    chmodSync(folder, 0o755);
    expect(start(right.certificate, right.key, 0o644)).toMatchObject({ keyIsOpen: true });
    expect(start(right.certificate, right.key, 0o640)).toMatchObject({ keyIsOpen: false });
  });

  it('is told at an address that the certificate names', () => {
    const { names } = start(right.certificate, right.key)!;
    expect(believedAt('https://10.1.2.3:8080', { names })).toBe('https://10.1.2.3:8080');
    expect(believedAt('https://127.0.0.1:8080', { names })).toBe('https://reports.example:8080');
    expect(believedAt('https://127.0.0.1:8080', { names: [] })).toBe('https://127.0.0.1:8080');
  });
});

describe('an api in the clear', () => {
  it.each(['127.0.0.1', '127.9.9.9', 'localhost', '::1'])('is nobody else’s on %s', (host) => {
    expect(isServedPlain({ host, ownTls: null })).toBe(false);
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'reports.example', '127.0.0.1.example'])('is heard by others on %s', (host) => {
    expect(isServedPlain({ host, ownTls: null })).toBe(true);
    expect(isServedPlain({ host, ownTls: {} })).toBe(false);
  });
});
