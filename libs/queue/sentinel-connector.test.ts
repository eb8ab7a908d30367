import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { privateRedis, redisServer, type PrivateRedis } from '../../test/setup/servers.js';
import { readRedisAddress } from './redis-address.js';

const bulk = (...texts: string[]) =>
  `*${texts.length}\r\n${texts.map((text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`).join('')}`;

/** Speaks as a Sentinel does, and takes its time when told to. */
class SlowSentinel {
  readonly server: Server;
  private readonly listeners = new Set<Socket>();
  private readonly held: (() => void)[] = [];
  private holding = false;

  constructor(private readonly masterPort: string) {
    this.server = createServer((socket) => {
      socket.on('error', () => undefined).on('close', () => this.listeners.delete(socket));
      socket.on('data', (bytes) => this.answer(socket, bytes.toString().toLowerCase()));
    }).listen(0, '127.0.0.1');
  }

  get asked(): number {
    return this.held.length;
  }

  hold(): void {
    this.holding = true;
  }

  release(): void {
    this.holding = false;
    for (const answer of this.held.splice(0)) answer();
  }

  sayMasterMoved(): void {
    for (const socket of this.listeners) socket.write(bulk('message', '+switch-master', 'mymaster'));
  }

  private answer(socket: Socket, said: string): void {
    for (const [command] of said.matchAll(/get-master-addr-by-name|\bsentinels\b|subscribe|setinfo/g)) {
      if (command === 'setinfo') socket.write('+OK\r\n');
      else if (command === 'sentinels') socket.write('*0\r\n');
      else if (command === 'subscribe') {
        this.listeners.add(socket);
        socket.write('*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n');
      } else if (this.holding) this.held.push(() => socket.write(bulk('127.0.0.1', this.masterPort)));
      else socket.write(bulk('127.0.0.1', this.masterPort));
    }
  }

  get listening(): number {
    return this.listeners.size;
  }
}

const given = redisServer ? describe : describe.skip;
given(`a connection by Sentinels${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let master: PrivateRedis;
  let sentinel: SlowSentinel;
  let redis: Redis;

  beforeEach(async () => {
    master = await privateRedis();
    await master.start();
    sentinel = new SlowSentinel(new URL(master.url).port);
    await once(sentinel.server, 'listening');
    const { port } = sentinel.server.address() as { port: number };
    redis = readRedisAddress(`redis+sentinel://127.0.0.1:${port}/mymaster`).open({ retryStrategy: () => 20 }) as Redis;
    redis.on('error', () => undefined);
    await once(redis, 'ready');
    await until(() => sentinel.listening === 1);
  });
  afterEach(async () => {
    redis.disconnect();
    await new Promise((resolve) => sentinel.server.close(resolve));
    await master.remove();
  });
  // The library watches each ended connection for two seconds more.
  afterAll(() => pause(2_100));

  it('is made anew where the word that the master moved comes while it is asked for', async () => {
    sentinel.hold();
    await redis.client('KILL', 'TYPE', 'normal', 'SKIPME', 'no').catch(() => undefined);
    await until(() => sentinel.asked === 1);
    sentinel.sayMasterMoved();
    await pause(100);
    sentinel.release();
    await once(redis, 'ready');
    expect(await redis.ping()).toBe('PONG');
  });

  it('is made anew where a master that answers no more is said to have moved, each time', async () => {
    for (let turn = 0; turn < 3; turn++) {
      sentinel.sayMasterMoved();
      await once(redis, 'ready');
      expect(await redis.ping()).toBe('PONG');
      await until(() => sentinel.listening === 1);
    }
  });
});

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await pause(10);
}
