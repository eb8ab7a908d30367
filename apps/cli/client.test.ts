import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../../test/setup/certificates.js';
import { Client } from './client.js';
import { SessionFile } from './session-file.js';

it('says how to name the authority of a server whose certificate this machine does not believe', async () => {
  const { certificate, key } = makeAuthority('the mission').issue('127.0.0.1');
  const server = createServer({ cert: certificate, key }, (_request, answer) => answer.end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-client-'));
  try {
    const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asked = new Client(address, new SessionFile(folder)).json({ method: 'GET', path: '/v1/me' });
    await expect(asked).rejects.toThrow(/UNABLE_TO_VERIFY.*NODE_EXTRA_CA_CERTS=FILE/);
  } finally {
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  }
});
