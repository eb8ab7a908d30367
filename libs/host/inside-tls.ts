/** TLS between the mission's own servers: what an address says of it, before any connection is opened (docs/adr/0027). */
import { X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** `required`: no plain connection to another machine. `offered`: TLS where an address asks for it. */
export type InsideTls = 'required' | 'offered';

/** Addresses of servers by the names of their settings; null where there is none. */
export type InsideAddresses = Record<string, string | null>;

/** What a PostgreSQL address may say of TLS. Any other mode leaves out the server's name, or all of it, in some driver. */
const sslModes = ['verify-full', 'disable'];
/** These would decide by themselves whom or what is trusted, or which server is spoken to. */
const notTaken = ['ssl', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat', 'host', 'hostaddr'];

const remedies: Record<string, string> = {
  DATABASE_URL: 'put ?sslmode=verify-full behind it',
  REDIS_URL: 'begin it with rediss in place of redis',
  EVIDENCE_URL: 'begin it with s3+https://',
  LINEWATCH_SMTP_URL: 'begin it with smtps://',
};

/** Settings whose addresses lead to another machine without TLS. Whatever answers on this machine needs none. */
export function plainAmong(addresses: InsideAddresses): string[] {
  return Object.entries(addresses).flatMap(([name, address]) =>
    address !== null && !isTls(address) && !staysHere(address) ? [name] : [],
  );
}

/** Faults of addresses where TLS is required; a password in an address is not repeated. */
export function faultsOfPlain(addresses: InsideAddresses): string[] {
  return plainAmong(addresses).map(
    (name) => `LINEWATCH_INSIDE_TLS=required, but ${name} leads to another machine without TLS: ${remedies[name]}`,
  );
}

/** Whether an api on this host is reached in the clear from other machines, be it by the proxy in front of it. */
export function isServedPlain({ host, ownTls }: { host: string; ownTls: object | null }): boolean {
  return ownTls === null && !isLoopback(host);
}

/** What would weaken TLS without a word, whether it is required or not. */
export function faultsOfTls(env: Record<string, string | undefined>, addresses: InsideAddresses): string[] {
  const faults: string[] = [];
  if (env['NODE_TLS_REJECT_UNAUTHORIZED']?.trim() === '0')
    faults.push('NODE_TLS_REJECT_UNAUTHORIZED=0 would believe every certificate: remove it, name your CA instead');
  if (env['PGSSLMODE']?.trim())
    faults.push('PGSSLMODE is not read: remove it, and put ?sslmode=verify-full behind DATABASE_URL');
  const database = queryOf(addresses['DATABASE_URL'] ?? null);
  const mode = database.getAll('sslmode');
  if (mode.length > 1 || !mode.every((one) => sslModes.includes(one)))
    faults.push(
      `DATABASE_URL has sslmode=${mode.join(', ')}, which not every driver takes as a check of certificate and name: say sslmode=verify-full`,
    );
  for (const name of notTaken)
    if (database.has(name))
      faults.push(
        `DATABASE_URL has ?${name}, which is not taken: sslmode=verify-full asks for TLS, LINEWATCH_INSIDE_CA names a CA of your own`,
      );
  for (const name of queryOf(addresses['LINEWATCH_SMTP_URL'] ?? null).keys())
    if (/^(tls\.|ignoretls|opportunistictls)/i.test(name))
      faults.push(`LINEWATCH_SMTP_URL has ?${name}, which would weaken TLS: remove it`);
  return faults;
}

/**
 * The certificates of authorities in a PEM text, as it was given.
 * @throws Error that says what is wrong with it
 */
export function readAuthorities(pem: string): string {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error('holds no certificate in PEM form');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw new Error('holds a private key: keep that elsewhere');
  for (const block of blocks) {
    const certificate = parsed(block);
    if (!certificate.ca && !certificate.checkIssued(certificate))
      throw new Error(`holds a certificate of a server, not of who issued it: ${certificate.subject}`);
  }
  return blocks.join('\n');
}

function parsed(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw new Error('holds a certificate that cannot be read');
  }
}

function isTls(address: string): boolean {
  if (address.startsWith('postgres')) return queryOf(address).get('sslmode') === 'verify-full';
  return /^(rediss(\+\w+)?|s3\+https|smtps):/.test(address);
}

/** An address with several hosts as one address for each. */
export function eachHost(address: string): string[] {
  const [, head = '', hosts = '', rest = ''] = /^([^/]*\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s.exec(address) ?? [];
  return hosts.split(',').map((host) => head + host + rest);
}

/** Whether every host is this machine by a name or number that cannot be another. */
function staysHere(address: string): boolean {
  // Readers of addresses differ in what they make of a "#": nothing is concluded from one that has it.
  if (address.includes('#')) return false;
  return eachHost(address.replace(/^s3\+/, '')).every((one) => {
    if (!URL.canParse(one)) return false;
    const host = new URL(one).hostname;
    // The last is a folder of Unix sockets.
    return isLoopback(host) || /^%2f/i.test(host);
  });
}

function isLoopback(host: string): boolean {
  return /^(localhost|\[?::1\]?)$/.test(host) || (isIPv4(host) && host.startsWith('127.'));
}

function queryOf(address: string | null): URLSearchParams {
  return new URLSearchParams(/\?([^#]*)/.exec(address ?? '')?.[1] ?? '');
}
