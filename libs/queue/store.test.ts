import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import { openQueueStore } from './store.js';

/** A message of PostgreSQL: a letter, the length, what it says. */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(letter), length, body]);
}

describe('a PostgreSQL that ends a connection', () => {
  it('in the moment it is made, before anybody could watch it, ends no process of ours', async () => {
    const ended = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
    const said = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I')), message('E', Buffer.from(ended))];
    const server = createServer((socket) => {
      socket.on('error', () => undefined); // the client may be gone first
      socket.once('data', () => socket.end(Buffer.concat(said)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const postgres = `postgres://me@127.0.0.1:${(server.address() as AddressInfo).port}/db`;
    const store = openQueueStore({ postgres }, 'x');
    // As BullMQ makes the one that listens: from what the package exports, and watched only afterwards.
    const client = new pg.Client(postgres);
    await client.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow(/not queryable|terminated|administrator/);
    await store.close();
    server.close();
  });

  it('while it is closed, when nobody watches it any more, ends no process of ours either', async () => {
    const store = openQueueStore({ postgres: 'postgres://me@127.0.0.1:1/db' }, 'x');
    const client = new pg.Client();
    const seen: Error[] = [];
    client.on('error', (error) => seen.push(error));
    client.emit('error', new Error('watched'));
    client.removeAllListeners();
    client.emit('error', new Error('not watched'));
    expect(seen.map(({ message }) => message)).toEqual(['watched']);
    await store.close();
  });
});
