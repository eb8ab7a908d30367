import { connect } from 'node:net';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { pino } from 'pino';
import type { Action as ActionId } from '#core/access/policy.js';
import { argon2Hasher } from '#host/hasher.js';
import { totp } from '#host/second-factor.js';
import { makeApi } from '../bootstrap.js';
import { defaultConfig, type ApiRuntime } from '../runtime.js';
import { startTestApi, type TestApi } from '../testing/api.js';
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
  api = await startTestApi({ config: { ...defaultConfig, actorPerMinute: 20, addressPerMinute: 30 } });
});
afterAll(() => api.close());

it('does not start with a route that says neither who may use it nor that it is public', async () => {
  const runtime: ApiRuntime = {
    deps: api.deps,
    hasher: argon2Hasher,
    secondFactor: totp,
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
