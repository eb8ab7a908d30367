import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeTls } from './postgres-tls.js';

const address = 'postgres://me:a%40b@db.example:5433/linewatch';

describe('what a database address says of TLS', () => {
  it('is taken out of it, and leaves the rest', () => {
    expect(takeTls(`${address}?application_name=x&sslmode=verify-full`, 'PEM')).toEqual({
      url: `${address}?application_name=x`,
      ssl: { rejectUnauthorized: true, ca: 'PEM' },
    });
    expect(takeTls(address, 'PEM')).toEqual({ url: address, ssl: false });
    expect(takeTls(`${address}?sslmode=disable`, null)).toEqual({ url: address, ssl: false });
  });

  it("names the files of a client's own certificate", () => {
    const folder = mkdtempSync(join(tmpdir(), 'postgres-tls-'));
    try {
      for (const name of ['cert', 'key']) writeFileSync(join(folder, name), `the ${name}`);
      const query = `sslmode=verify-full&sslcert=${join(folder, 'cert')}&sslkey=${join(folder, 'key')}`;
      const { url, ssl } = takeTls(`${address}?${query}`, null);
      expect(url).toBe(address);
      expect(ssl).toEqual({ rejectUnauthorized: true, cert: 'the cert', key: 'the key' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(['sslmode=require', 'sslmode=verify-full&sslrootcert=/x', 'ssl=true', 'sslnegotiation=direct', 'host=other'])(
    'is nothing else: %s',
    (query) => expect(() => takeTls(`${address}?${query}`, null)).toThrow(TypeError),
  );
});
