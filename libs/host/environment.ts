import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { eachHost, faultsOfPlain, faultsOfTls, type InsideTls, plainAmong, readAuthorities } from './inside-tls.js';
import { type OwnTls, readOwnTls } from './own-tls.js';

/** Everything that the process takes from its environment, parsed once at start. */
export interface Environment {
  /** Folder of everything this instance keeps (database, blobs, keys, queue store). Absolute. */
  dataDir: string;
  /** Folder of the mission pack. Absolute. */
  missionDir: string;
  /** Private key of the mission (PKCS #8, PEM); made on first use. Absolute. */
  keyFile: string;
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** TLS that the api itself speaks; null means that it is reached in the clear, or behind a proxy. */
  ownTls: OwnTls | null;
  /** PostgreSQL, of several hosts the one that takes writes; null means SQLite in `dataDir`. */
  databaseUrl: string | null;
  /** Redis, also behind Sentinels or as a cluster; null means a private queue store. */
  redisUrl: string | null;
  /** S3-compatible evidence store; null means files in `dataDir`. */
  evidenceUrl: string | null;
  /** Mail server; null means that no mail is sent. */
  smtpUrl: string | null;
  /** Sender of mail, one plain address; null exactly where `smtpUrl` is. */
  mailFrom: string | null;
  /** Whether PostgreSQL, Redis, evidence store and mail server on other machines must be reached by TLS. */
  insideTls: InsideTls;
  /** Authorities (PEM) that alone are trusted for PostgreSQL, Redis and evidence store; null trusts those of Node.js. */
  insideCa: string | null;
  /** Settings whose addresses lead to another machine without TLS; none where it is required. */
  plainInside: string[];
  /** Prefix of everything in the queue store; a hash tag keeps it on one node of a Redis cluster. */
  queuePrefix: string;
  workerConcurrency: number;
  /** Reverse proxies in front, exactly; 0 means none. */
  trustedProxies: number;
  /** Whether an account may do anything without a second factor: not on PostgreSQL, unless it is said otherwise. */
  secondFactor: 'required' | 'offered';
  /** Base map of the console (PMTiles). Absolute; null means land and sea alone. */
  mapTiles: string | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

export class EnvironmentFaults extends Error {
  constructor(readonly faults: string[]) {
    super(`The environment has ${faults.length} fault(s):\n${faults.map((f) => `  - ${f}`).join('\n')}`);
    this.name = 'EnvironmentFaults';
  }
}

const known = [
  'LINEWATCH_DATA',
  'LINEWATCH_MISSION',
  'LINEWATCH_KEY_FILE',
  'LINEWATCH_INSIDE_TLS',
  'LINEWATCH_INSIDE_CA',
  'LINEWATCH_HOST',
  'LINEWATCH_PORT',
  'LINEWATCH_TLS_CERTIFICATE',
  'LINEWATCH_TLS_KEY',
  'LINEWATCH_QUEUE_PREFIX',
  'LINEWATCH_WORKER_CONCURRENCY',
  'LINEWATCH_TRUSTED_PROXIES',
  'LINEWATCH_SECOND_FACTOR',
  'LINEWATCH_LOG',
  'LINEWATCH_MAP_TILES',
  'LINEWATCH_SMTP_URL',
  'LINEWATCH_SMTP_URL_FILE',
  'LINEWATCH_MAIL_FROM',
];
/** Read elsewhere: by the command line tool and by the tests. */
const elsewhere = /^LINEWATCH_(SERVER|TOKEN|CONFIG|TEST_.*)$/;
const redisSchemes = ['redis', 'rediss', 'redis+sentinel', 'rediss+sentinel', 'redis+cluster', 'rediss+cluster'];
/** Schemes whose address may name several hosts, parted by commas. */
const ofSeveral = ['postgres', 'postgresql', ...redisSchemes.slice(2)];
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/**
 * Parses the variables that docs/operator-guide.md lists. A secret may come from a file: for
 * `DATABASE_URL`, `REDIS_URL`, `EVIDENCE_URL` and `LINEWATCH_SMTP_URL`, the variable with `_FILE` behind it names the file.
 * @throws EnvironmentFaults listing every fault at once, among them unknown LINEWATCH_ names
 */
export function readEnvironment(env: Record<string, string | undefined>, cwd: string): Environment {
  const faults: string[] = [];
  const text = (name: string, otherwise: string): string => env[name]?.trim() || otherwise;
  const whole = (name: string, otherwise: number, min: number, max: number): number => {
    const raw = env[name]?.trim();
    if (!raw) return otherwise;
    const value = Number(raw);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    faults.push(`${name} must be a whole number from ${min} to ${max}, not "${raw}"`);
    return otherwise;
  };
  const address = (name: string, schemes: string[]): string | null => {
    const raw = secret(name);
    if (!raw) return null;
    const scheme = /^([a-z0-9+]+):\/\//.exec(raw)?.[1];
    const hosts = eachHost(raw);
    // The value may hold a password: it is not repeated.
    if (!scheme || !schemes.includes(scheme) || !hosts.every((one) => URL.canParse(one))) {
      faults.push(`${name} must be an address that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`);
      return null;
    }
    if (hosts.length > 1 && !ofSeveral.includes(scheme)) {
      faults.push(`${name} names ${hosts.length} hosts; an address that begins with ${scheme}:// has one`);
      return null;
    }
    return raw;
  };
  const secret = (name: string): string | null => {
    const file = env[`${name}_FILE`]?.trim();
    const direct = env[name]?.trim();
    if (file && direct) faults.push(`${name} and ${name}_FILE are both set: keep one`);
    if (direct) return direct;
    if (!file) return null;
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      faults.push(`${name}_FILE names a file that cannot be read: ${file} (${(error as NodeJS.ErrnoException).code})`);
      return null;
    }
  };
  const authorities = (): string | null => {
    const file = text('LINEWATCH_INSIDE_CA', '');
    if (file === '') return null;
    try {
      return readAuthorities(readFileSync(resolve(cwd, file), 'utf8'));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      faults.push(`LINEWATCH_INSIDE_CA names a file that ${code ? `cannot be read: ${file} (${code})` : message}`);
      return null;
    }
  };
  const ownTls = (): OwnTls | null => {
    const [certificate, key] = [text('LINEWATCH_TLS_CERTIFICATE', ''), text('LINEWATCH_TLS_KEY', '')];
    if (certificate === '' && key === '') return null;
    try {
      if (certificate === '' || key === '')
        throw new Error('LINEWATCH_TLS_CERTIFICATE and LINEWATCH_TLS_KEY are set both or not at all');
      return readOwnTls({ certificate: resolve(cwd, certificate), key: resolve(cwd, key) });
    } catch (error) {
      faults.push((error as Error).message);
      return null;
    }
  };
  for (const name of Object.keys(env)) {
    if (name.startsWith('LINEWATCH_') && !known.includes(name) && !elsewhere.test(name)) {
      faults.push(`${name} is not a setting; there are ${known.join(', ')}`);
    }
  }
  const dataDir = resolve(cwd, text('LINEWATCH_DATA', '.data'));
  const level = text('LINEWATCH_LOG', 'info');
  if (!levels.some((l) => l === level))
    faults.push(`LINEWATCH_LOG must be one of ${levels.join(', ')}, not "${level}"`);
  const prefix = text('LINEWATCH_QUEUE_PREFIX', '{linewatch}');
  if (prefix.includes(':')) faults.push('LINEWATCH_QUEUE_PREFIX must not contain ":"');
  const redisUrl = address('REDIS_URL', redisSchemes);
  if (redisUrl && /^rediss?\+sentinel:/.test(redisUrl) && !/^[^/]+\/\/[^/]+\/[^/?]+(\?|$)/.test(redisUrl))
    faults.push('REDIS_URL must end with the name of the master that the Sentinels watch, as …/mymaster');
  if (redisUrl && /^rediss?\+cluster:/.test(redisUrl) && !/\{[^{}]+\}/.test(prefix))
    faults.push(
      'LINEWATCH_QUEUE_PREFIX must have a part in braces, as {linewatch}: it keeps a queue on one node of the cluster',
    );
  const databaseUrl = address('DATABASE_URL', ['postgres', 'postgresql']);
  const evidenceUrl = address('EVIDENCE_URL', ['s3+https', 's3+http']);
  const smtpUrl = address('LINEWATCH_SMTP_URL', ['smtp', 'smtps']);
  const mailFrom = text('LINEWATCH_MAIL_FROM', '') || null;
  if (smtpUrl !== null && mailFrom === null) faults.push('LINEWATCH_SMTP_URL needs LINEWATCH_MAIL_FROM, the sender');
  if (mailFrom !== null && !/^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,190}$/.test(mailFrom))
    faults.push(`LINEWATCH_MAIL_FROM must be one plain mail address, not "${mailFrom}"`);
  const insideTls = text('LINEWATCH_INSIDE_TLS', 'offered');
  if (insideTls !== 'required' && insideTls !== 'offered')
    faults.push(`LINEWATCH_INSIDE_TLS must be required or offered, not "${insideTls}"`);
  const inside = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    EVIDENCE_URL: evidenceUrl,
    LINEWATCH_SMTP_URL: smtpUrl,
  };
  faults.push(...faultsOfTls(env, inside), ...(insideTls === 'required' ? faultsOfPlain(inside) : []));
  // One laptop or a demo may do without; what many people reach may not.
  const secondFactor = text('LINEWATCH_SECOND_FACTOR', databaseUrl === null ? 'offered' : 'required');
  if (secondFactor !== 'required' && secondFactor !== 'offered')
    faults.push(`LINEWATCH_SECOND_FACTOR must be required or offered, not "${secondFactor}"`);
  const environment: Environment = {
    dataDir,
    missionDir: resolve(cwd, text('LINEWATCH_MISSION', 'missions/ukraine-line')),
    keyFile: resolve(cwd, text('LINEWATCH_KEY_FILE', resolve(dataDir, 'keys/mission.pem'))),
    host: text('LINEWATCH_HOST', '127.0.0.1'),
    port: whole('LINEWATCH_PORT', 8080, 0, 65_535),
    ownTls: ownTls(),
    databaseUrl,
    redisUrl,
    evidenceUrl,
    smtpUrl,
    mailFrom: smtpUrl === null ? null : mailFrom,
    insideTls: insideTls as InsideTls,
    insideCa: authorities(),
    plainInside: plainAmong(inside),
    queuePrefix: prefix,
    workerConcurrency: whole('LINEWATCH_WORKER_CONCURRENCY', 32, 1, 1_000),
    trustedProxies: whole('LINEWATCH_TRUSTED_PROXIES', 0, 0, 10),
    secondFactor: secondFactor as Environment['secondFactor'],
    mapTiles: text('LINEWATCH_MAP_TILES', '') ? resolve(cwd, text('LINEWATCH_MAP_TILES', '')) : null,
    logLevel: level as Environment['logLevel'],
  };
  if (faults.length > 0) throw new EnvironmentFaults(faults);
  return environment;
}
