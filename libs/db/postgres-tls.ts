import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/**
 * Takes what the address of one server says of TLS out of it, so that the driver does not read it in its own way: some of
 * its modes check no name, others nothing at all.
 * @param ca authorities (PEM) that alone are trusted, null for those of Node.js
 * @returns the address without it, and options of TLS that check certificate and name; `false` for none
 * @throws TypeError where it asks for anything but `sslmode=verify-full` (with `sslcert` and `sslkey`, files of a client's own
 *   certificate) or `sslmode=disable`; Error of the file system
 */
export function takeTls(address: string, ca: string | null): { url: string; ssl: ConnectionOptions | false } {
  const url = new URL(address);
  const take = (name: string): string | null => {
    const value = url.searchParams.get(name);
    url.searchParams.delete(name);
    return value;
  };
  const mode = take('sslmode') ?? 'disable';
  const [cert, key] = [take('sslcert'), take('sslkey')];
  const left = [...url.searchParams.keys()].filter((name) => /ssl|^host/i.test(name));
  if (left.length > 0 || !['verify-full', 'disable'].includes(mode))
    throw new TypeError(`A database address may say sslmode=verify-full of TLS, not ${[...left, mode].join(', ')}`);
  if (mode === 'disable') return { url: url.href, ssl: false };
  return {
    url: url.href,
    ssl: {
      rejectUnauthorized: true,
      ...(ca !== null && { ca }),
      ...(cert !== null && { cert: readFileSync(cert, 'utf8') }),
      ...(key !== null && { key: readFileSync(key, 'utf8') }),
    },
  };
}
