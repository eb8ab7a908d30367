/** The scripts of `deploy/`, run as far as that goes without containers. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type AddressInfo, createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { readOwnTls, servedWith } from '#host/own-tls.js';
import { readRedisAddress } from '#queue/redis-address.js';
import { freePort } from '../../apps/standalone/stores/child.js';
import { makeAuthority } from '../setup/certificates.js';
import { redisServer } from '../setup/servers.js';
import { tlsRedis } from '../setup/tls-servers.js';

interface Compose {
  services: Record<string, { secrets?: string[]; healthcheck?: { test: string[] } }>;
}

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'linewatch-deploy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openssl = spawnSync('openssl', ['version']).status === 0;
const withOpenssl = openssl ? describe : describe.skip;
withOpenssl(`deploy/certificates.sh${openssl ? '' : ' (skipped: no openssl on PATH)'}`, () => {
  const read = (name: string) => new X509Certificate(readFileSync(join(folder, `${name}.pem`)));

  it('makes certificates for each service that shows one, by an authority whose key is gone; and again', () => {
    const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
    const shown = Object.entries(services).flatMap(([service, { secrets = [] }]) =>
      secrets.flatMap((secret) => (/^(?!tls)(\w+)_certificate$/.test(secret) ? [[service, secret] as const] : [])),
    );
    expect(shown.map(([service]) => service).sort()).toEqual(
      Object.keys(services)
        .filter((service) => /^(postgres|redis|sentinel)-\d$|^objects$|^api$/.test(service))
        .sort(),
    );
    for (let time = 0; time < 2; time++) {
      execFileSync(resolve('deploy/certificates.sh'), { cwd: folder, stdio: 'pipe' });
      const authority = read('inside_ca');
      expect(authority.ca).toBe(true);
      for (const [service, secret] of shown) {
        const certificate = read(secret);
        expect(certificate.verify(authority.publicKey) && certificate.checkIssued(authority)).toBe(true);
        expect([service, certificate.checkHost(service)]).toEqual([service, service]);
        expect(certificate.ca).toBe(false);
        const key = join(folder, `${secret.replace('certificate', 'key')}.pem`);
        expect(statSync(key).mode & 0o777).toBe(0o600);
        expect(readFileSync(key, 'utf8')).toMatch(/^-----BEGIN (EC )?PRIVATE KEY-----/);
      }
      execFileSync('chmod', ['444', ...shown.map(([, secret]) => join(folder, `${secret}.pem`))]);
    }
    expect(read('redis_certificate').checkHost('postgres-1')).toBeUndefined();
  });

  it('makes what an api serves with, which its health check believes, and nobody else', async () => {
    execFileSync(resolve('deploy/certificates.sh'), { cwd: folder, stdio: 'pipe' });
    const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
    const [, node, option, script = ''] = services['api']!.healthcheck!.test;
    expect([node, option]).toEqual(['node', '-e']);
    const healthy = async (kind: string): Promise<boolean> => {
      const file = (what: string) => join(folder, `${kind}_${what}.pem`);
      const tls = servedWith(readOwnTls({ certificate: file('certificate'), key: file('key') }));
      const server = createServer(tls, (_request, answer) => answer.end('{}'));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      const asked = script
        .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
        .replace('/run/secrets/inside_ca', join(folder, 'inside_ca.pem'));
      const child = spawn(process.execPath, ['-e', asked], { stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number];
      server.closeAllConnections();
      await once(server.close(), 'close');
      return code === 0;
    };
    expect([await healthy('api'), await healthy('redis')]).toEqual([true, false]);
  });
});

const given = tlsRedis ? describe : describe.skip;
given(`the scripts of Redis${tlsRedis ? '' : ' (skipped: no redis-server or valkey-server with TLS on PATH)'}`, () => {
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  });

  it('start a master, a replica and a Sentinel that speak TLS alone, and find each other', async () => {
    const authority = makeAuthority('inside');
    const { certificate, key } = authority.issue('127.0.0.1');
    const secrets = { redis_password: 'word', inside_ca: authority.certificate };
    for (const [name, text] of Object.entries({ ...secrets, redis_certificate: certificate, redis_key: key }))
      writeFileSync(join(folder, name), text);
    const [master, replica, sentinel] = [await freePort(), await freePort(), await freePort()];
    /** The script with places and names of this machine in place of those of a container. */
    const start = (script: string, own: number, ...args: string[]) => {
      const place = join(folder, String(own));
      mkdirSync(place);
      const text = readFileSync(script, 'utf8')
        .replace('exec redis-server', `exec ${redisServer}`)
        .replaceAll('/tmp', place)
        .replaceAll('/run/secrets', folder)
        .replaceAll('dir /data', `dir ${place}`)
        .replaceAll('redis-1', '127.0.0.1')
        .replace('tls-port 6379', `tls-port ${own}`)
        .replace('tls-port 26379', `tls-port ${own}`)
        .replace(/(?<!2)6379/g, String(master))
        .replace(`${master} 2\n`, `${master} 1\n`);
      children.push(spawn('sh', ['-c', text, script, ...args], { stdio: 'ignore' }));
    };
    start('deploy/redis/server.sh', master, '127.0.0.1');
    start('deploy/redis/server.sh', replica, '127.0.0.1', '127.0.0.1');
    start('deploy/redis/sentinel.sh', sentinel);
    const address = `rediss+sentinel://:word@127.0.0.1:${sentinel}/mymaster`;
    const end = performance.now() + 25_000;
    // The client keeps a clock of two seconds for each Sentinel that refused it, past its own end.
    for (const port of [master, replica, sentinel])
      while (!(await hears(port))) {
        if (performance.now() > end) throw new Error(`Nobody hears at ${port}`);
        await pause(20);
      }
    const redis = readRedisAddress(address, authority.certificate).open({ maxRetriesPerRequest: null });
    while (!(await redis.info('replication')).includes(`slave0:ip=127.0.0.1,port=${replica},`)) {
      if (performance.now() > end) throw new Error(await redis.info('replication'));
      await pause(50);
    }
    const ended = once(redis, 'end');
    redis.disconnect();
    await ended;
    // Whoever comes without is heard by none of them.
    for (const port of [master, replica, sentinel]) expect(await answerInTheClear(port)).not.toContain('PONG');
  }, 60_000);
});

async function hears(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  const heard = await new Promise<boolean>((resolve) =>
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
  );
  socket.destroy();
  return heard;
}

async function answerInTheClear(port: number): Promise<string> {
  const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\nPING\r\n'));
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString())).on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}
