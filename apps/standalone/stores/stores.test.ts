import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openBus } from '#queue/bus.js';
import { redisServer, randomName } from '../../../test/setup/servers.js';
import { provideQueueStore, type ProvidedStore } from './provide.js';

const withRedis = process.env['PATH'] ?? '';
const kinds: [string, string, boolean][] = [
  ['Redis', withRedis, redisServer !== null],
  ['PostgreSQL', '/nonexistent', true],
];

describe('the queue store', () => {
  it('is the Redis that was given, told without its password', async () => {
    const redisUrl = 'redis://mission:secret@queue.example:6380';
    const store = await provideQueueStore({ redisUrl, dataDir: '/nonexistent', path: withRedis });
    expect(store.connection).toEqual({ redis: redisUrl, ca: null });
    expect(store.description).toBe('Redis at redis://queue.example:6380');
    await store.stop();
  });
});

for (const [kind, path, present] of kinds) {
  const given = present ? describe : describe.skip;
  given(`a private ${kind}${present ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
    let dataDir: string;
    const places: string[] = [];
    beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'linewatch-stores-'))));
    afterEach(async () => {
      // As root PostgreSQL keeps its data where its own user gets at it, and notes where.
      const note = join(dataDir, 'postgres-queue', 'place');
      if (existsSync(note)) places.push(readFileSync(note, 'utf8'));
      for (const place of [dataDir, ...places.splice(0)]) await rm(place, { recursive: true, force: true });
    });

    it('carries a queue, keeps it over a restart, and is gone after stop', async () => {
      const prefix = randomName();
      const work = { id: 'a.fuse', job: 'fuse', epoch: 0, subjectId: 's', carrier: null };
      let store = await provideQueueStore({ dataDir, path });
      expect(store.description).toContain(`private ${kind}`);
      let bus = await openBus(store.connection, prefix);
      await bus.add([work]);
      await bus.close();
      await store.stop();
      expect(await answers(store)).toBe(false);
      store = await provideQueueStore({ dataDir, path });
      bus = await openBus(store.connection, prefix);
      expect(await bus.forgotten([work])).toEqual([]);
      await bus.close();
      await store.stop();
    });

    it('is not shared with a second Linewatch on the same folder', async () => {
      const store = await provideQueueStore({ dataDir, path });
      await expect(provideQueueStore({ dataDir, path })).rejects.toThrow(`Process ${process.pid} already runs on`);
      await store.stop();
    });

    it('ends with its Linewatch, also when that is killed', async () => {
      const parent = await parentOf(dataDir, path);
      expect(alive(parent.server)).toBe(true);
      parent.process.kill('SIGKILL');
      await until(() => !alive(parent.server));
    });

    it('that outlived Linewatch and watcher is ended by the next start', async () => {
      const parent = await parentOf(dataDir, path);
      const watcher = Number(readFileSync(`/proc/${parent.server}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
      // The whole group of the watcher but the server: what a machine short of memory might kill.
      for (const pid of childrenOf(watcher)) if (pid !== parent.server) process.kill(pid, 'SIGKILL');
      process.kill(watcher, 'SIGKILL');
      parent.process.kill('SIGKILL');
      await pause(300);
      expect(alive(parent.server)).toBe(true);
      const store = await provideQueueStore({ dataDir, path });
      expect(alive(parent.server)).toBe(false);
      await store.stop();
    });
  });
}

/** A process that provides a store and waits. */
async function parentOf(dataDir: string, path: string): Promise<{ process: ChildProcess; server: number }> {
  execFileSync(process.execPath, ['apps/standalone/setup/build.mjs']);
  const code = `
    import { provideQueueStore } from './dist/apps/standalone/stores/provide.js';
    const store = await provideQueueStore(${JSON.stringify({ dataDir, path })});
    console.log(/process (\\d+)/.exec(store.description)[1]);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) return { process: child, server: Number(line) };
  throw new Error('The parent ended before its store was up');
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function answers(store: ProvidedStore): Promise<boolean> {
  if ('redis' in store.connection) {
    const bus = await openBus(store.connection, randomName());
    const answer = await bus.progress().then(
      () => true,
      () => false,
    );
    await bus.close();
    return answer;
  }
  const client = new pg.Client({ connectionString: store.connection.postgres });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

async function until(reached: () => boolean, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!reached()) {
    if (performance.now() > end) throw new Error(`Not reached within ${withinMs} ms`);
    await pause(20);
  }
}
