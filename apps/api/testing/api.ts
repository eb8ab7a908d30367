import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import { addAccount, ensureFirstAdministrator } from '#core/access/accounts.js';
import type { Actor, Role, Scope } from '#core/access/types.js';
import { makeGeography } from '#core/geo/geography.js';
import { imageReader } from '#host/images.js';
import type { Clock, Deps } from '#core/ports.js';
import { openDiskBlobs } from '#db/blobs/disk.js';
import type { Candidate } from '#db/lead.js';
import { openDatabase } from '#db/open.js';
import { layTemplate } from '#db/testing/databases.js';
import { checkRecords } from '#db/seal-check.js';
import { loadMission } from '#formats/pack/load.js';
import { systemClock } from '#host/clock.js';
import { argon2Hasher } from '#host/hasher.js';
import { makeIds } from '#host/ids.js';
import { totp } from '#host/second-factor.js';
import { openSigner } from '#host/signer.js';
import { startApi } from '../bootstrap.js';
import { describeApi } from '../openapi.js';
import { defaultConfig, type ApiRuntime } from '../runtime.js';
import { checkAnswer } from './answers/check.js';

/** An answer with its body read: JSON where it is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Tests look into answers of every shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

export interface Asking {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The API on a free port over a real SQLite file in a folder of its own. */
export interface TestApi {
  address: string;
  deps: Deps;
  /** For a worker beside it: it leads alone. */
  candidate(): Candidate;
  probe: ApiRuntime['probe'];
  log: string[];
  ask(method: string, path: string, asking?: Asking): Promise<Answer>;
  /** Adds an account of this role and signs it in. */
  person(role: Role, scope?: Partial<Scope>): Promise<{ id: string; loginName: string; token: string }>;
  administrator: { id: string; token: string };
  /** What Nest knows of the routes, for the description. */
  describe(): OpenAPIObject;
  close(): Promise<void>;
}

export const goodPassword = 'seven quiet bridges over the delta';

export async function startTestApi(
  { unchecked = false, ...change }: Partial<Omit<ApiRuntime, 'deps'>> & { unchecked?: boolean } = {},
  clock: Clock = systemClock,
): Promise<TestApi> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-api-'));
  const ids = makeIds(clock);
  const file = join(folder, 'linewatch.sqlite');
  await layTemplate(file);
  const database = await openDatabase({ type: 'sqlite', file }, { clock, ids });
  await database.migrate();
  const mission = await loadMission('missions/two-valleys');
  const deps: Deps = {
    uow: database.uow,
    clock,
    ids,
    signer: await openSigner(join(folder, 'keys', 'mission.pem')),
    blobs: await openDiskBlobs(join(folder, 'blobs')),
    mission,
    geography: makeGeography(mission),
    images: imageReader,
  };
  const log: string[] = [];
  const runtime: ApiRuntime = {
    hasher: argon2Hasher,
    secondFactor: totp,
    secondFactorRule: 'offered',
    demo: false,
    config: defaultConfig,
    logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    probe: database.reader.options,
    checkRecords: () => database.snapshot(checkRecords),
    readiness: {},
    ...change,
    deps,
  };
  const first = await ensureFirstAdministrator(deps, argon2Hasher);
  if (!first) throw new Error('the store was not empty');
  await asOwnChoice(deps, first.loginName);
  const api = await startApi(runtime, { host: '127.0.0.1', port: 0 });

  const close = async () => {
    await api.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  const ask: TestApi['ask'] = async (method, path, { token, body, headers } = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(api.address + path, {
      method,
      headers: {
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const json = /[/+]json/.test(type) ? JSON.parse(text) : undefined;
    if (json !== undefined && !unchecked) checkAnswer(method, path, response.status, type, json);
    return { status: response.status, headers: response.headers, text, json };
  };
  const signIn = async (loginName: string, password: string) => {
    const answer = await ask('POST', '/v1/sessions', { body: { loginName, password, delivery: 'bearer' } });
    if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
    return { id: answer.json.account.id as string, loginName, token: answer.json.token as string };
  };
  const administrator = await signIn(first.loginName, first.password).catch(async (error: unknown) => {
    // Nobody else could: an open server keeps the test run from ending.
    await close();
    throw error;
  });
  const actor: Actor = {
    id: administrator.id,
    role: 'administrator',
    scope: { sectors: [], party: null },
    type: 'person',
  };
  let people = 0;
  return {
    address: api.address,
    deps,
    candidate: () => database.candidate({ name: 'test', onTrouble: () => undefined }),
    probe: database.reader.options,
    log,
    ask,
    administrator,
    describe: () => describeApi(api.app),
    async person(role, scope = {}) {
      const loginName = `${role.replaceAll('_', '-')}-${++people}`;
      const full = { sectors: [], party: null, ...scope };
      await addAccount(deps, runtime, actor, {
        loginName,
        role,
        scope: full,
        password: goodPassword,
        secondFactor: false,
      });
      await asOwnChoice(deps, loginName);
      return signIn(loginName, goodPassword);
    },
    close,
  };
}

/** As if the owner had chosen the password, without the time that each hash takes. */
async function asOwnChoice({ uow }: Pick<Deps, 'uow'>, loginName: string): Promise<void> {
  await uow.run(async (tx) => {
    const account = await tx.accounts.byLoginName(loginName);
    await tx.write.account({ ...account!, passwordExpiresAt: null });
  });
}
