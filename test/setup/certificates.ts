/** Certificates for servers of tests: made anew for each run, by no program outside. X.509 version 3, P-256, ECDSA. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface Issued {
  /** PEM. */
  certificate: string;
  key: string;
}

export interface Authority {
  /** Its own certificate, PEM. */
  certificate: string;
  /** @param names of the server: host names and IPv4 addresses */
  issue(...names: string[]): Issued;
  /** The same for another time than 2020 to 2049. */
  issueFor(time: Validity, ...names: string[]): Issued;
}

/** Instants as UTCTime has them, for example 200101000000Z. */
export interface Validity {
  from: string;
  to: string;
}

const long: Validity = { from: '200101000000Z', to: '491231235959Z' };

/** An authority that nobody knows but who is given its certificate. */
export function makeAuthority(name: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension('551d13', tlv(0x30, tlv(0x01, Buffer.from([0xff]))));
  return {
    certificate: certificateOf({
      subject: name,
      issuer: name,
      publicKey,
      signer: privateKey,
      extensions: [isAuthority],
      time: long,
    }),
    issue(...names) {
      return this.issueFor(long, ...names);
    },
    issueFor(time, ...names) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const alternatives = names.map((one) =>
        isIPv4(one) ? tlv(0x87, Buffer.from(one.split('.').map(Number))) : tlv(0x82, Buffer.from(one)),
      );
      const extensions = [extension('551d11', tlv(0x30, ...alternatives))];
      return {
        certificate: certificateOf({
          subject: `${name}'s server`,
          issuer: name,
          publicKey: own.publicKey,
          signer: privateKey,
          extensions,
          time,
        }),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      };
    },
  };
}

interface Contents {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signer: KeyObject;
  extensions: Buffer[];
  time: Validity;
}

function certificateOf({ subject, issuer, publicKey, signer, extensions, time }: Contents): string {
  const ecdsaWithSha256 = tlv(0x30, oid('2a8648ce3d040302'));
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    nameOf(issuer),
    tlv(0x30, tlv(0x17, Buffer.from(time.from)), tlv(0x17, Buffer.from(time.to))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(0x30, ...extensions)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, signer));
  const text = tlv(0x30, body, ecdsaWithSha256, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text.trim()}\n-----END CERTIFICATE-----\n`;
}

/** One common name. */
function nameOf(text: string): Buffer {
  return tlv(0x30, tlv(0x31, tlv(0x30, oid('550403'), tlv(0x0c, Buffer.from(text)))));
}

function extension(id: string, value: Buffer): Buffer {
  return tlv(0x30, oid(id), tlv(0x04, value));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

/** Tag, length, value, as DER has it. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
