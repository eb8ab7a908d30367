import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { pino } from 'pino';
import { readOwnTls, servedWith } from '#host/own-tls.js';
import { type Issued, makeAuthority } from '../../test/setup/certificates.js';
import { keepRenewed } from './certificate.js';
import { processEnvironment } from './environment.js';
import { readOptions } from './options.js';

const authority = makeAuthority('the mission');

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'linewatch-renewed-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const files = () => ({ certificate: join(folder, 'server.pem'), key: join(folder, 'key.pem') });
const write = ({ certificate, key }: Issued) => {
  writeFileSync(files().certificate, certificate);
  writeFileSync(files().key, key, { mode: 0o600 });
};

describe('a renewed certificate', () => {
  it('is served to whoever connects next, and not before both files fit; who is connected stays so', async () => {
    const [before, after] = [authority.issue('127.0.0.1'), authority.issue('127.0.0.1')];
    write(before);
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const first = readOwnTls(files());
    const server = createServer(servedWith(first), (socket) => socket.pipe(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const open = async () => {
      const socket = connect({ port, host: '127.0.0.1', ca: authority.certificate });
      await once(socket, 'secureConnect');
      return socket;
    };
    const shown = async () => {
      const socket = await open();
      const certificate = socket.getPeerX509Certificate()!;
      socket.destroy();
      return certificate.serialNumber;
    };
    const serial = ({ certificate }: Issued) => new X509Certificate(certificate).serialNumber;
    const look = keepRenewed(server, first, log);
    try {
      const standing = await open();
      look();
      expect(await shown()).toBe(serial(before));
      writeFileSync(files().certificate, after.certificate);
      look();
      look();
      expect(await shown()).toBe(serial(before));
      expect(lines.filter((line) => line.includes('does not belong to'))).toHaveLength(1);
      write(after);
      look();
      expect(await shown()).toBe(serial(after));
      standing.write('still there');
      expect(String((await once(standing, 'data'))[0])).toBe('still there');
      standing.destroy();
    } finally {
      server.close();
      await once(server, 'close');
    }
  });
});

describe('where TLS is required inside', () => {
  const given = (env: Record<string, string>, ...argv: string[]) => {
    const before = { ...process.env };
    // What the tests are told by the environment is nothing that the program knows.
    const bare = Object.entries(before).filter(([name]) => !/^LINEWATCH_|^(DATABASE|REDIS|EVIDENCE)_URL$/.test(name));
    process.env = { ...Object.fromEntries(bare), LINEWATCH_INSIDE_TLS: 'required', ...env };
    try {
      return processEnvironment(readOptions(argv)).environment;
    } finally {
      process.env = before;
    }
  };
  const everybody = { LINEWATCH_HOST: '0.0.0.0' };

  it('nobody is served in the clear from another machine, be it a proxy', () => {
    expect(() => given(everybody)).toThrow(/LINEWATCH_HOST=0\.0\.0\.0 is reached from other machines without TLS/);
    write(authority.issue('reports.example'));
    const own = { LINEWATCH_TLS_CERTIFICATE: files().certificate, LINEWATCH_TLS_KEY: files().key };
    expect(given({ ...everybody, ...own }).ownTls).toMatchObject({ names: ['reports.example'] });
    expect(given({}).host).toBe('127.0.0.1');
    // Who does not listen needs no certificate.
    expect(given(everybody, '--migrate-only').plainInside).toEqual([]);
  });

  it('and where it is offered, it is said', () => {
    expect(given({ ...everybody, LINEWATCH_INSIDE_TLS: 'offered' }).plainInside).toEqual(['LINEWATCH_HOST']);
  });
});
