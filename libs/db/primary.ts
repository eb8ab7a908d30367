import { callbackify } from 'node:util';
import pg from 'pg';
import { Problem } from '#core/errors.js';
import { takeTls } from './postgres-tls.js';

/** How soon a server must answer that it takes writes, and how often the one in use is looked at, milliseconds. */
const answerWithinMs = 3_000;
const lookEveryMs = 5_000;

interface Host {
  host: string;
  port: number;
}

/**
 * The one of several PostgreSQL servers that takes writes (what libpq calls target_session_attrs=read-write).
 * Connections go to the one found; where it is gone or has become a standby, the others are asked, and
 * connections still open to the old one are broken: they would hang where its machine is simply off.
 */
export class Primary {
  /** For a pool: connects to whichever server takes writes at that moment. */
  readonly Client: typeof pg.Client;
  private readonly urls: readonly string[];
  private readonly ssl: pg.ClientConfig['ssl'];
  private readonly hosts: readonly Host[];
  private readonly open = new Set<{ at: Host; client: pg.Client }>();
  private found: Host | null = null;
  private search: Promise<Host> | null = null;
  private readonly timer: NodeJS.Timeout | null;

  /**
   * @param address may name several hosts, parted by commas; asks for TLS by `sslmode=verify-full`
   * @param ca authorities (PEM) that alone are trusted, null for those of Node.js
   * @throws TypeError where the address asks for TLS in any other way
   */
  constructor(address: string, ca: string | null = null) {
    const read = eachHost(address).map((url) => takeTls(url, ca));
    this.urls = read.map(({ url }) => url);
    this.ssl = read[0]!.ssl;
    this.hosts = this.urls.map(hostOf);
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const primary = this;
    this.Client = class extends pg.Client {
      constructor(config?: string | pg.ClientConfig) {
        super({
          ...(config as pg.ClientConfig),
          ssl: primary.ssl,
          keepAlive: true,
          connectionTimeoutMillis: answerWithinMs,
        });
      }

      override connect(): Promise<this>;
      override connect(callback: (error: Error) => void): void;
      override connect(callback?: (error: Error) => void): Promise<this> | void {
        const connected = primary.connect(this, () => super.connect() as unknown as Promise<unknown>).then(() => this);
        if (!callback) return connected;
        callbackify(() => connected)(callback as (error: NodeJS.ErrnoException | null) => void);
      }
    } as typeof pg.Client;
    this.timer = this.urls.length > 1 ? setInterval(() => void this.look(), lookEveryMs).unref() : null;
  }

  /** Everything but host and port is taken from it. */
  get url(): string {
    return this.urls[0]!;
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** What it was told or found out: the server in use does not take writes any more. */
  forget(): void {
    this.found = null;
  }

  private async connect(client: pg.Client, open: () => Promise<unknown>): Promise<void> {
    const at = await this.find();
    Object.assign(client, { host: at.host, port: at.port });
    try {
      await open();
    } catch (error) {
      this.forget();
      throw error;
    }
    const known = { at, client };
    this.open.add(known);
    client.once('end', () => this.open.delete(known));
    if (this.hosts.length > 1 && (await isStandby(client))) {
      this.forget();
      await client.end();
      throw new Problem('unavailable', 'The database server has just become a standby');
    }
  }

  private find(): Promise<Host> {
    if (this.hosts.length === 1) return Promise.resolve(this.hosts[0]!);
    if (this.found) return Promise.resolve(this.found);
    this.search ??= this.ask().finally(() => (this.search = null));
    return this.search;
  }

  private async ask(): Promise<Host> {
    const asked = this.hosts.map(async (host, i) => {
      await this.takesWrites(this.urls[i]!);
      return host;
    });
    try {
      this.found = await Promise.any(asked);
    } catch (error) {
      const { errors } = error as AggregateError;
      const each = this.hosts.map(({ host, port }, i) => `${host}:${port} ${(errors[i] as Error).message}`);
      throw new Problem('unavailable', `None of the database servers takes writes now (${each.join('; ')})`);
    }
    for (const { at, client } of this.open) {
      if (at !== this.found) (client as unknown as Wired).connection.stream.destroy(new Error('Another server leads'));
    }
    return this.found;
  }

  /** @throws Error where it does not answer in time or is a standby */
  private async takesWrites(url: string): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      ssl: this.ssl,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
    });
    client.on('error', () => undefined); // the call in hand throws it as well
    try {
      await client.connect();
      if (await isStandby(client)) throw new Error('a standby');
    } finally {
      // Not waited for: it would wait for a server that has stopped answering.
      void client.end().catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const { found } = this;
    if (!found) return;
    try {
      await this.takesWrites(this.urls[this.hosts.indexOf(found)]!);
    } catch {
      this.forget();
      await this.find().catch(() => undefined); // whoever needs a connection is told
    }
  }
}

interface Wired {
  connection: { stream: { destroy(error: Error): void } };
}

async function isStandby(client: pg.Client): Promise<boolean> {
  return (await client.query('SELECT pg_is_in_recovery() AS standby')).rows[0].standby as boolean;
}

function hostOf(url: string): Host {
  const { hostname, port } = new URL(url);
  // Written with %2F it is a folder of Unix sockets.
  return { host: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''), port: Number(port || '5432') };
}

/** `postgres://me@a:5432,b:5433/db` as one address for each server. What libpq would be told about the choice is left out. */
function eachHost(address: string): string[] {
  const [, head = '', hosts = '', rest = ''] = /^([^/]*\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s.exec(address) ?? [];
  return hosts.split(',').map((host) => {
    const url = new URL(head + host + rest);
    url.searchParams.delete('target_session_attrs');
    return url.href;
  });
}
