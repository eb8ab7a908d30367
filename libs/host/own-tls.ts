/** TLS of the api itself: its certificate and key, read and checked before anybody is served with them (docs/adr/0027). */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

/** PEM files: the server's certificate with those that lead to its authority behind it, and its key. Absolute. */
export interface TlsFiles {
  certificate: string;
  key: string;
}

export interface OwnTls {
  files: TlsFiles;
  /** PEM, as the files have it. */
  certificate: string;
  key: string;
  /** Whom the certificate names: host names without wildcards, and addresses. */
  names: string[];
  validTo: Date;
  /** Whether everybody on this machine may read the key. */
  keyIsOpen: boolean;
}

/** TLS 1.2 with an ephemeral key and an authenticated cipher, or 1.3. */
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  ...['AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-GCM-SHA256'].flatMap((one) => [
    `ECDHE-ECDSA-${one}`,
    `ECDHE-RSA-${one}`,
  ]),
].join(':');

/** What a server needs to serve with it, at its start and when it is renewed. */
export function servedWith({ certificate, key }: Pick<OwnTls, 'certificate' | 'key'>): SecureContextOptions {
  return { cert: certificate, key, ciphers, minVersion: 'TLSv1.2', honorCipherOrder: true };
}

/**
 * Reads both files.
 * @param now instant that the certificate must be good at, milliseconds since 1970
 * @throws Error that names the setting and says what is wrong; it repeats nothing of the key
 */
export function readOwnTls(files: TlsFiles, now = Date.now()): OwnTls {
  const certificate = textOf('LINEWATCH_TLS_CERTIFICATE', files.certificate);
  const key = textOf('LINEWATCH_TLS_KEY', files.key);
  // The first is the server's own, as RFC 8446 has it; the others lead to an authority that clients know.
  const own = certificatesOf(files.certificate, certificate)[0]!;
  const secret = keyOf(files.key, key);
  const wrong = (what: string) => new Error(`LINEWATCH_TLS_CERTIFICATE: ${files.certificate} ${what}`);
  if (!own.checkPrivateKey(secret))
    throw new Error(
      `LINEWATCH_TLS_KEY: ${files.key} does not belong to the first certificate in ${files.certificate} (${own.subject.replaceAll('\n', ', ')})`,
    );
  if (Date.parse(own.validTo) <= now) throw wrong(`ran out at ${own.validTo}: renew it`);
  if (Date.parse(own.validFrom) > now)
    throw wrong(`is good only from ${own.validFrom} on: is the clock of this machine right?`);
  const names = namesOf(own);
  if (names === null) throw wrong('names no server (subjectAltName): no browser would believe it');
  try {
    createSecureContext(servedWith({ certificate, key }));
  } catch (error) {
    throw wrong(`cannot be served with: ${(error as Error).message}`);
  }
  return { files, certificate, key, names, validTo: new Date(own.validTo), keyIsOpen: isOpen(files.key) };
}

/** Address at which a client believes the certificate: `address` where it is named, else the first name that is. */
export function believedAt(address: string, { names }: Pick<OwnTls, 'names'>): string {
  const url = new URL(address);
  const [name] = names;
  if (name !== undefined && !names.includes(url.hostname.replace(/^\[|\]$/g, '')))
    url.hostname = isIP(name) === 6 ? `[${name}]` : name;
  return url.origin;
}

function textOf(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${setting} names a file that cannot be read: ${file} (${code ?? message})`, { cause: error });
  }
}

function certificatesOf(file: string, pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw new Error(`LINEWATCH_TLS_CERTIFICATE: ${file} holds no certificate in PEM form`);
  return blocks.map((block, at) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw new Error(`LINEWATCH_TLS_CERTIFICATE: certificate ${at + 1} in ${file} cannot be read`, { cause: error });
    }
  });
}

function keyOf(file: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const why = /^-.*ENCRYPTED/m.test(pem) ? 'is locked by a passphrase' : 'holds no private key in PEM form';
    throw new Error(`LINEWATCH_TLS_KEY: ${file} ${why}`, { cause: error });
  }
}

/** Whether file and folder let everybody on this machine in; Windows has other means that are not looked at. */
function isOpen(file: string): boolean {
  const others = (path: string, right: number) => (statSync(path).mode & right) !== 0;
  return process.platform !== 'win32' && others(file, 0o004) && others(dirname(file), 0o001);
}

/** Null where there is none at all; a certificate of wildcards alone has no name that could be told. */
function namesOf(certificate: X509Certificate): string[] | null {
  const all = [...(certificate.subjectAltName ?? '').matchAll(/(?:^|, )(DNS|IP Address):([^,]+)/g)];
  if (all.length === 0) return null;
  return all.flatMap(([, , name = '']) => (name.includes('*') ? [] : [name.trim().toLowerCase()]));
}
