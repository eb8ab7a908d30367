import { connect } from 'node:net';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { pino } from 'pino';
import type { Action as ActionId } from '#core/access/policy.js';
import { argon2Hasher } from '#host/hasher.js';
import { totp } from '#host/second-factor.js';
import { makeApi } from '../bootstrap.js';
import { defaultConfig, type ApiRuntime } from '../runtime.js';
import { routes } from '../access-matrix.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';
import { registerDevice } from '../testing/device.js';
import { Action, Public } from './action.js';

@Controller('undeclared')
class UndeclaredController {
  @Get()
  open(): string {
    return 'everything';
  }
}

@Controller('misnamed')
class MisnamedController {
  @Action('no.such.action' as ActionId)
  @Get()
  one(): string {
    return 'a';
  }

  @Public()
  @Action('mission.read')
  @Post()
  two(): string {
    return 'b';
  }
}

@Module({ controllers: [UndeclaredController, MisnamedController] })
class CarelessModule {}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    config: { ...defaultConfig, actorPerMinute: 20, addressPerMinute: 30 },
  });
});
afterAll(() => api.close());

it('does not start with a route that says neither who may use it nor that it is public', async () => {
  const runtime: ApiRuntime = {
    deps: api.deps,
    hasher: argon2Hasher,
    secondFactor: totp,
    secondFactorRule: 'offered',
    demo: false,
    config: defaultConfig,
    logger: pino({ level: 'silent' }),
    probe: api.probe,
    checkRecords: async () => ({ ok: true, rows: 0, faults: [], found: 0 }),
    readiness: {},
  };
  await expect(makeApi(runtime, [{ module: CarelessModule }])).rejects.toThrow(
    /UndeclaredController.open, MisnamedController.one, MisnamedController.two/,
  );
});

it('lets one actor who floods wait, and nobody else', async () => {
  const one = await api.person('monitor');
  const two = await api.person('monitor');
  const answers = [];
  for (let i = 0; i < 25; i++) answers.push(await api.ask('GET', '/v1/me', { token: one.token }));
  const limited = answers.filter((a) => a.status === 429);
  expect(limited.length).toBeGreaterThan(0);
  expect(Number(limited[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.ask('GET', '/v1/me', { token: two.token })).status).toBe(200);
});

it('lets an address that sends bad tokens wait, while those who signed in from it go on', async () => {
  const one = await api.person('monitor');
  const statuses = [];
  for (let i = 0; i < 40; i++)
    statuses.push((await api.ask('GET', '/v1/me', { token: `${i}`.padStart(64, '0') })).status);
  expect(statuses[0]).toBe(401);
  expect(statuses.at(-1)).toBe(429);
  expect((await api.ask('GET', '/v1/me', { token: one.token })).status).toBe(200);
});

describe('a party that floods', () => {
  it('closes the door to itself and to nobody else, however many accounts and devices it has', async () => {
    const still = await startTestApi(
      { config: { ...defaultConfig, actorPerMinute: 20, partyPerMinute: 50 } },
      { now: () => new Date('2026-11-22T05:00:00.000Z') },
    );
    const [one, two] = still.deps.mission.parties.map(({ id }) => id) as [string, string];
    const statuses = [];
    for (let account = 0; account < 3; account++) {
      const { token } = await still.person('party_liaison', { party: one });
      for (let i = 0; i < 18; i++) statuses.push((await still.ask('GET', '/v1/me', { token })).status);
    }
    // None of them reached its own limit of 20, together they reached 50.
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    const others = [await still.person('party_liaison', { party: two }), await still.person('monitor')];
    for (const { token } of others) expect((await still.ask('GET', '/v1/me', { token })).status).toBe(200);
    await still.close();
  });

  it('is limited alike whichever party it is', async () => {
    const counts = [];
    for (const { id } of api.deps.mission.parties) {
      const still = await startTestApi(
        { config: { ...defaultConfig, partyPerMinute: 10 } },
        { now: () => new Date('2026-11-22T05:00:00.000Z') },
      );
      const { token } = await still.person('party_liaison', { party: id });
      const answers = [];
      for (let i = 0; i < 15; i++) answers.push((await still.ask('GET', '/v1/me', { token })).status);
      counts.push(answers.filter((status) => status === 200).length);
      await still.close();
    }
    expect(counts).toEqual(counts.map(() => 10));
  });
});

it('has the limit on every route that is not public, intake of every kind included', async () => {
  const still = await startTestApi(
    { config: { ...defaultConfig, actorPerMinute: 3 } },
    { now: () => new Date('2026-11-22T05:00:00.000Z') },
  );
  const monitor = await still.person('monitor');
  const device = await registerDevice(still);
  for (let i = 1; i <= 3; i++) {
    await still.ask('GET', '/v1/me', { token: monitor.token });
    await device.ask('GET', '/v1/me', i);
  }
  const open = [];
  let sequence = 10;
  for (const { method, path } of routes) {
    const address = path.replace(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000');
    const byPerson = await still.ask(method, address, { token: monitor.token });
    const byDevice = await device.ask(method, address, ++sequence);
    if (byPerson.status !== 429 || byDevice.status !== 429) open.push(`${method} ${path}`);
  }
  await still.close();
  expect(open).toEqual([]);
  expect(routes.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/v1/reports', '/v1/observations', '/v1/intake', '/v1/evidence', '/v1/watches']),
  );
});

it('believes no address that a client names itself', async () => {
  const still = await startTestApi(
    { config: { ...defaultConfig, addressPerMinute: 5 } },
    { now: () => new Date('2026-11-22T05:00:00.000Z') },
  );
  const statuses = [];
  for (let i = 0; i < 8; i++) {
    const headers = { 'x-forwarded-for': `192.0.2.${i}`, 'x-real-ip': `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` };
    statuses.push((await still.ask('GET', '/v1/me', { headers })).status);
  }
  await still.close();
  // Signing in the first administrator took one of the five.
  expect(statuses).toEqual([401, 401, 401, 401, 429, 429, 429, 429]);
});

describe('bodies that come drop by drop', () => {
  /** Begins a request whose body never ends; resolves with the time until the server hung up, ms. */
  const drip = (address: string): Promise<number> =>
    new Promise((resolve) => {
      const began = performance.now();
      const socket = connect(Number(new URL(address).port), '127.0.0.1');
      const drops = setInterval(() => socket.write(' '), 50);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(drops);
        resolve(performance.now() - began);
      });
      socket.write(
        'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n',
      );
    });

  it('are cut off, and do not hold up the stop', async () => {
    const slow = await startTestApi({ config: { ...defaultConfig, bodySeconds: 1, stopSeconds: 1 } });
    expect(await drip(slow.address)).toBeGreaterThan(900);
    await slow.close();

    const stopping = await startTestApi({ config: { ...defaultConfig, bodySeconds: 600, stopSeconds: 1 } });
    const held = drip(stopping.address);
    expect((await stopping.ask('GET', '/health/live')).status).toBe(200);
    await stopping.close();
    expect(await held).toBeLessThan(8000);
  });

  it('a connection that was opened ahead and never used does not hold up the stop', async () => {
    const api = await startTestApi({ config: { ...defaultConfig, stopSeconds: 600 } });
    const socket = connect(Number(new URL(api.address).port), '127.0.0.1');
    const ended = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    // The server has taken it once it answers somebody who came later.
    await new Promise((resolve) => socket.once('connect', resolve));
    expect((await api.ask('GET', '/health/live')).status).toBe(200);
    await api.close();
    await ended;
  });
});
