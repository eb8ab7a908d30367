import { generateSync } from 'otplib';
import { ensureFirstAdministrator } from '#core/access/accounts.js';
import { argon2Hasher } from '#host/hasher.js';
import { bodies, routes } from '../access-matrix.fixture.js';
import { goodPassword, startTestApi, type Answer, type TestApi } from '../testing/api.js';
import { registerDevice } from '../testing/device.js';

/** A clock that the test moves. It begins at the present: devices sign with the time of the machine. */
let now = Date.now();
const hours = (n: number): void => void (now += n * 3600_000);
const clock = { now: () => new Date(now) };
const another = 'five slow barges under the moon';
const missing = '01900000-0000-7000-8000-000000000000';
const everywhere = { sectors: [], party: null };

const signIn = (api: TestApi, loginName: string, password: string, code?: string): Promise<Answer> =>
  api.ask('POST', '/v1/sessions', {
    body: { loginName, password, delivery: 'bearer', ...(code !== undefined && { code }) },
  });
const codeOf = (address: string): string =>
  generateSync({ secret: new URL(address).searchParams.get('secret')!, epoch: Math.floor(now / 1000) });
const begin = (api: TestApi, token: string, current = goodPassword): Promise<Answer> =>
  api.ask('POST', '/v1/me/second-factor', { token, body: { current } });
const confirm = (api: TestApi, token: string, code: string): Promise<Answer> =>
  api.ask('POST', '/v1/me/second-factor/confirm', { token, body: { code } });

/** Sets a second factor up, as its owner does; its address. */
async function enrol(api: TestApi, token: string, current = goodPassword): Promise<string> {
  const address = (await begin(api, token, current)).json.secondFactorAddress as string;
  expect((await confirm(api, token, codeOf(address))).status).toBe(204);
  return address;
}

/** Routes that answer anything but this refusal, the way out left aside: it is tried at the end. */
async function openRoutes(api: TestApi, token: string, code: string): Promise<string[]> {
  const open: string[] = [];
  for (const { method, path } of routes) {
    if (method === 'DELETE' && ['/v1/sessions', '/v1/sessions/current'].includes(path)) continue;
    const body = bodies[`${method} ${path}`];
    const answer = await api.ask(method, path.replace(/\{\w+\}/g, missing), {
      token,
      ...(body !== undefined && { body }),
    });
    if (answer.status !== 403 || answer.json.code !== code) open.push(`${method} ${path}`);
  }
  // A stream that is let in does not end by itself.
  const leave = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const live = await fetch(`${api.address}/v1/live`, { headers, signal: leave.signal });
  if (live.status !== 403) open.push('GET /v1/live');
  leave.abort();
  return open.sort();
}

describe('where a second factor is required', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ secondFactorRule: 'required' }, clock);
  });
  afterAll(() => api.close());

  it.each(['administrator', 'supervisor', 'party_liaison'] as const)(
    'a %s without one may say who they are, set one up, change the password and leave, and nothing else',
    async (role) => {
      const party = role === 'party_liaison' ? api.deps.mission.parties[0]!.id : null;
      const { token, loginName } = await api.person(role, { party });
      const signedIn = await signIn(api, loginName, goodPassword);
      expect([signedIn.status, signedIn.json.duty]).toEqual([201, 'second_factor']);
      expect(await openRoutes(api, token, 'second_factor_required')).toEqual([
        'GET /v1/me',
        'POST /v1/me/password',
        'POST /v1/me/second-factor',
        'POST /v1/me/second-factor/confirm',
      ]);
      expect((await api.ask('GET', '/v1/me', { token })).json.duty).toBe('second_factor');
      const far = { 'x-forwarded-for': '203.0.113.9' };
      expect((await api.ask('GET', '/metrics', { token, headers: far })).json.code).toBe('second_factor_required');
      const change = { current: goodPassword, password: another };
      expect((await api.ask('POST', '/v1/me/password', { token, body: change })).status).toBe(204);
      expect((await api.ask('DELETE', '/v1/sessions/current', { token })).status).toBe(204);
      const back = (await signIn(api, loginName, another)).json.token as string;
      expect((await api.ask('DELETE', '/v1/sessions', { token: back })).status).toBe(204);
    },
  );

  it('one is set up with the password and its first code, in one session, and the others end', async () => {
    const { token, loginName, id } = await api.person('supervisor');
    const elsewhere = (await signIn(api, loginName, goodPassword)).json.token as string;
    expect((await confirm(api, token, '123456')).status).toBe(422);
    expect((await begin(api, token, 'not the password')).json.errors[0].pointer).toBe('/current');
    const address = (await begin(api, token)).json.secondFactorAddress as string;
    const code = codeOf(address);
    expect((await confirm(api, elsewhere, code)).status).toBe(422);
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await confirm(api, token, wrong)).json.errors[0].pointer).toBe('/code');
    expect((await confirm(api, token, code)).status).toBe(204);
    expect((await api.ask('GET', '/v1/me', { token: elsewhere })).status).toBe(401);
    expect((await api.ask('GET', '/v1/me', { token })).json).toMatchObject({ duty: null, secondFactor: true });
    expect((await api.ask('GET', '/v1/triage', { token })).status).toBe(200);
    // The code that confirmed it is used, and without one nobody comes in.
    expect((await signIn(api, loginName, goodPassword, code)).status).toBe(401);
    expect((await signIn(api, loginName, goodPassword)).status).toBe(401);
    const entries = await api.deps.uow.read((reads) => reads.journal.ofSubject('account', id));
    expect(entries.map((entry) => entry.type)).toContain('account.second_factor_added');
    expect(JSON.stringify(entries)).not.toContain(new URL(address).searchParams.get('secret'));
  });

  it('a secret that waits too long for its first code counts no more', async () => {
    const { token } = await api.person('monitor');
    const address = (await begin(api, token)).json.secondFactorAddress as string;
    hours(0.25);
    expect((await confirm(api, token, codeOf(address))).status).toBe(422);
    expect((await api.ask('GET', '/v1/me', { token })).json.duty).toBe('second_factor');
  });

  it('guesses at the password wait', async () => {
    const { token } = await api.person('monitor');
    for (let i = 0; i < 4; i++) expect((await begin(api, token, 'wrong')).status).toBe(400);
    expect((await begin(api, token)).status).toBe(429);
  });

  it('nobody takes it away or puts another in its place; a reset ends in a new one', async () => {
    const admin = (await signIn(api, (await api.person('administrator')).loginName, goodPassword)).json.token as string;
    await enrol(api, admin);
    const one = await api.person('analyst');
    const old = await enrol(api, one.token);
    expect((await begin(api, one.token)).status).toBe(422);
    expect((await confirm(api, one.token, codeOf(old))).status).toBe(422);
    const path = `/v1/users/${one.id}`;
    const patch = await api.ask('PATCH', path, { token: admin, body: { secondFactor: false } });
    expect([patch.status, patch.json.errors[0].pointer]).toEqual([400, '/secondFactor']);
    const reset = await api.ask('POST', `${path}/reset`, { token: admin, body: { secondFactor: true } });
    const body = { token: reset.json.token, password: another };
    const renewed = (await api.ask('POST', '/v1/password-resets', { body })).json.secondFactorAddress as string;
    expect((await signIn(api, one.loginName, another)).status).toBe(401);
    expect((await signIn(api, one.loginName, another, codeOf(old))).status).toBe(401);
    const back = await signIn(api, one.loginName, another, codeOf(renewed));
    expect([back.status, back.json.duty]).toEqual([201, null]);
  });

  it('devices work as ever: they sign', async () => {
    await enrol(api, api.administrator.token, await ownPassword(api, api.administrator.token));
    const device = await registerDevice(api);
    const answer = await device.ask('GET', '/v1/mission', 1, undefined, clock.now().toISOString());
    expect(answer.status).toBe(200);
  });
});

/** Where the password is not known any more: whose session it is gets a known one. */
async function ownPassword(api: TestApi, token: string): Promise<string> {
  const { id } = (await api.ask('GET', '/v1/me', { token })).json;
  const passwordHash = await argon2Hasher.hash(goodPassword);
  await api.deps.uow.run(async (tx) => {
    const account = await tx.accounts.get(id);
    await tx.write.account({ ...account!, passwordHash });
  });
  return goodPassword;
}

describe('a password that somebody else made', () => {
  let api: TestApi;
  let admin: string;
  beforeAll(async () => {
    api = await startTestApi({}, clock);
  });
  beforeEach(async () => {
    admin = (await api.person('administrator')).token;
  });
  afterAll(() => api.close());

  const add = async (body: object): Promise<{ id: string; password: string; secondFactorAddress: string | null }> => {
    const form = { role: 'supervisor', scope: everywhere, secondFactor: false, ...body };
    const { status, json } = await api.ask('POST', '/v1/users', { token: admin, body: form });
    expect(status).toBe(201);
    return { ...json, id: json.account.id };
  };

  it('is to be changed before anything else', async () => {
    const { password } = await add({ loginName: 'new-here' });
    const { token, duty } = (await signIn(api, 'new-here', password)).json;
    expect(duty).toBe('password');
    expect(await openRoutes(api, token, 'password_change_required')).toEqual(['GET /v1/me', 'POST /v1/me/password']);
    const change = (to: string) =>
      api.ask('POST', '/v1/me/password', { token, body: { current: password, password: to } });
    expect((await change(password)).status).toBe(400);
    expect((await change(another)).status).toBe(204);
    expect((await api.ask('GET', '/v1/me', { token })).json).toMatchObject({ duty: null, passwordExpiresAt: null });
    expect((await api.ask('GET', '/v1/triage', { token })).status).toBe(200);
    expect((await signIn(api, 'new-here', password)).status).toBe(401);
    hours(48);
    expect((await signIn(api, 'new-here', another)).status).toBe(201);
  });

  it('also where the administrator chose it, and needs no second code when one has just opened the session', async () => {
    const { secondFactorAddress } = await add({ loginName: 'two-keys', password: goodPassword, secondFactor: true });
    const { token, duty } = (await signIn(api, 'two-keys', goodPassword, codeOf(secondFactorAddress!))).json;
    expect(duty).toBe('password');
    const body = { current: goodPassword, password: another };
    expect((await api.ask('POST', '/v1/me/password', { token, body })).status).toBe(204);
    expect((await api.ask('GET', '/v1/me', { token })).json.duty).toBeNull();
    // From now on the present password is its owner's, and a change needs a code as ever.
    const back = { current: another, password: goodPassword };
    expect((await api.ask('POST', '/v1/me/password', { token, body: back })).status).toBe(400);
  });

  it('opens nothing after a day, which only who knows it is told; a reset leads back in', async () => {
    const { id, password } = await add({ loginName: 'late-one' });
    hours(23.9);
    expect((await signIn(api, 'late-one', password)).status).toBe(201);
    hours(0.1);
    const refused = await signIn(api, 'late-one', password);
    expect([refused.status, refused.json.code]).toEqual([403, 'password_expired']);
    const [wrong, unknown] = [await signIn(api, 'late-one', 'guess'), await signIn(api, 'nobody-here', 'guess')];
    const said = ({ status, json }: Answer) => [status, json.code, json.detail];
    expect(said(wrong)).toEqual(said(unknown));
    admin = (await api.person('administrator')).token;
    const { items } = (await api.ask('GET', '/v1/users', { token: admin })).json;
    const listed = items.find((account: { id: string }) => account.id === id);
    expect(Date.parse(listed.passwordExpiresAt)).toBeLessThanOrEqual(now);

    const reset = await api.ask('POST', `/v1/users/${id}/reset`, { token: admin, body: { secondFactor: false } });
    const body = { token: reset.json.token, password: another };
    expect((await api.ask('POST', '/v1/password-resets', { body })).status).toBe(200);
    const back = await signIn(api, 'late-one', another);
    expect([back.status, back.json.duty]).toEqual([201, null]);
  });

  it('says nothing of running out to who has the password and not the code', async () => {
    const { password, secondFactorAddress } = await add({ loginName: 'half-known', secondFactor: true });
    hours(24);
    expect((await signIn(api, 'half-known', password)).json.code).toBe('not_signed_in');
    const code = codeOf(secondFactorAddress!);
    expect((await signIn(api, 'half-known', password, code)).json.code).toBe('password_expired');
  });
});

describe('the first administrator', () => {
  it('has a password for a day, gets another at the next start if nobody used it, and chooses one', async () => {
    const api = await startTestApi({ secondFactorRule: 'required' }, clock);
    try {
      const again = () => ensureFirstAdministrator(api.deps, argon2Hasher);
      // Its owner chose a password: it is nobody's to renew.
      hours(100);
      expect(await again()).toBeNull();
      await api.deps.uow.run(async (tx) => {
        const [first] = await tx.accounts.list();
        await tx.write.account({ ...first!, passwordExpiresAt: new Date(now + 1000).toISOString() });
      });
      expect(await again()).toBeNull();
      hours(1);
      const made = await again();
      const { token, duty } = (await signIn(api, made!.loginName, made!.password)).json;
      expect(duty).toBe('password');
      const body = { current: made!.password, password: another };
      expect((await api.ask('POST', '/v1/me/password', { token, body })).status).toBe(204);
      expect((await api.ask('GET', '/v1/me', { token })).json.duty).toBe('second_factor');
      await enrol(api, token, another);
      expect((await api.ask('GET', '/v1/users', { token })).status).toBe(200);
      hours(100);
      expect(await again()).toBeNull();
    } finally {
      await api.close();
    }
  });
});
