import { generateSync } from 'otplib';
import { goodPassword, startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const signIn = (body: Record<string, unknown>) =>
  api.ask('POST', '/v1/sessions', { body: { delivery: 'bearer', ...body } });

describe('signing in', () => {
  it('opens a session that /v1/me knows, and says nothing of hashes', async () => {
    const one = await api.person('monitor', { sectors: [] });
    const me = await api.ask('GET', '/v1/me', { token: one.token });
    expect(me.status).toBe(200);
    expect(me.json).toMatchObject({ id: one.id, role: 'monitor', secondFactor: false });
    expect(me.text).not.toMatch(/hash|secret/i);
    expect(me.headers.get('cache-control')).toBe('no-store');
  });

  it('answers unknown name and wrong password alike', async () => {
    const one = await api.person('monitor');
    const wrong = await signIn({ loginName: one.loginName, password: 'wrong' });
    const unknown = await signIn({ loginName: 'nobody', password: 'wrong' });
    expect([wrong.status, wrong.text]).toEqual([unknown.status, unknown.text]);
    expect(wrong.status).toBe(401);
  });

  it('slows the fifth try from one place, and keeps other names open', async () => {
    const one = await api.person('monitor');
    const two = await api.person('monitor');
    for (let i = 0; i < 4; i++) expect((await signIn({ loginName: one.loginName, password: 'x' })).status).toBe(401);
    const fifth = await signIn({ loginName: one.loginName, password: goodPassword });
    expect(fifth.status).toBe(429);
    expect(Number(fifth.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn({ loginName: two.loginName, password: goodPassword })).status).toBe(201);
  });

  it('gives a browser a host-bound cookie and no token that scripts could read', async () => {
    const one = await api.person('monitor');
    const answer = await signIn({ loginName: one.loginName, password: goodPassword, delivery: 'cookie' });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-linewatch=[0-9a-f]{64};/);
    for (const part of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict']) expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/domain/i);
    expect(answer.json.token).toBeUndefined();

    const sent = cookie.split(';')[0]!;
    expect((await api.ask('GET', '/v1/me', { headers: { cookie: sent } })).status).toBe(200);
    const foreign = await api.ask('DELETE', '/v1/sessions/current', { headers: { cookie: sent } });
    expect(foreign.status).toBe(403);
    const crossSite = { cookie: sent, 'linewatch-request': '1', 'sec-fetch-site': 'cross-site' };
    expect((await api.ask('DELETE', '/v1/sessions/current', { headers: crossSite })).status).toBe(403);
    const own = { cookie: sent, 'linewatch-request': '1' };
    expect((await api.ask('DELETE', '/v1/sessions/current', { headers: own })).status).toBe(204);
    expect((await api.ask('GET', '/v1/me', { headers: { cookie: sent } })).status).toBe(401);
  });

  it('writes entries at the first, second and fourth refusal, and none for who must wait', async () => {
    const one = await api.person('monitor');
    const refused = () => signIn({ loginName: one.loginName, password: 'wrong' });
    for (let i = 0; i < 4; i++) expect((await refused()).status).toBe(401);
    for (let i = 0; i < 20; i++) expect((await refused()).status).toBe(429);
    const entries = await api.deps.uow.read((reads) => reads.journal.ofSubject('account', one.id));
    const counts = entries.filter((e) => e.type === 'session.refused').map((e) => e.payload.count);
    expect(counts).toEqual([1, 2, 4]);
  });

  it('stores no token and no name in the journal or the log', async () => {
    const one = await api.person('auditor');
    const entries = await api.deps.uow.read((reads) => reads.journal.ofSubject('account', one.id));
    expect(entries.map((e) => e.type)).toEqual(expect.arrayContaining(['account.added', 'session.opened']));
    for (const text of [JSON.stringify(entries), api.log.join('')]) {
      expect(text).not.toContain(one.token);
      expect(text).not.toContain(one.loginName);
    }
  });

  it('takes a one-time code once', async () => {
    const body = { loginName: 'two-factors', role: 'analyst', scope: { sectors: [], party: null }, secondFactor: true };
    const added = await api.ask('POST', '/v1/users', {
      token: api.administrator.token,
      body: { ...body, password: 'tin kettle' },
    });
    expect(added.status).toBe(201);
    const secret = new URL(added.json.secondFactorAddress).searchParams.get('secret')!;
    const credentials = { loginName: 'two-factors', password: 'tin kettle' };
    expect((await signIn(credentials)).status).toBe(401);
    const code = generateSync({ secret });
    expect((await signIn({ ...credentials, code })).status).toBe(201);
    expect((await signIn({ ...credentials, code })).status).toBe(401);
  });
});

describe('ending sessions', () => {
  it('holds from the next request on: sign-out everywhere, disable, change of role', async () => {
    const admin = { token: api.administrator.token };
    const one = await api.person('supervisor');
    const again = await signIn({ loginName: one.loginName, password: goodPassword });
    expect((await api.ask('GET', '/v1/sessions', { token: one.token })).json.items).toHaveLength(2);
    expect((await api.ask('DELETE', '/v1/sessions', { token: one.token })).status).toBe(204);
    for (const token of [one.token, again.json.token])
      expect((await api.ask('GET', '/v1/me', { token })).status).toBe(401);

    const two = await api.person('supervisor');
    const change = { ...admin, body: { role: 'monitor' } };
    expect((await api.ask('PATCH', `/v1/users/${two.id}`, change)).json).toMatchObject({ role: 'monitor' });
    expect((await api.ask('GET', '/v1/me', { token: two.token })).status).toBe(401);

    const three = await api.person('supervisor');
    await api.ask('PATCH', `/v1/users/${three.id}`, { ...admin, body: { disabled: true } });
    expect((await api.ask('GET', '/v1/me', { token: three.token })).status).toBe(401);
    expect((await signIn({ loginName: three.loginName, password: goodPassword })).status).toBe(401);
  });
});

describe('accounts', () => {
  const add = (body: Record<string, unknown>) =>
    api.ask('POST', '/v1/users', {
      token: api.administrator.token,
      body: { role: 'monitor', scope: { sectors: [], party: null }, secondFactor: false, ...body },
    });

  it.each([
    ['short', 'only-14-chars!', /at least 15/],
    ['common', 'PasswordPassword1', /tried first/],
    ['a repetition', 'abababababababab', /repetition/],
    ['a run', 'abcdefghijklmnopq', /run/],
    ['its own name', 'watcher-alpha-2026', /name/],
  ])('refuses a password that is %s', async (_what, password, why) => {
    const answer = await add({ loginName: 'watcher-alpha', password });
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([
      expect.objectContaining({ pointer: '/password', detail: expect.stringMatching(why) }),
    ]);
  });

  it('counts characters as people do and takes any of them', async () => {
    expect((await add({ loginName: 'any-letters', password: 'тихе ріка вночі 7' })).status).toBe(201);
  });

  it.each([
    ['in another script', '\u0430dministrator', 400],
    ['with an invisible sign', 'administrator\u200b', 400],
    ['in full-width letters', '\uff41dministrator', 409],
    ['turned round', '\u202erotartsinimda', 400],
  ])('takes no name that looks like another: %s', async (_how, loginName, status) => {
    expect((await add({ loginName })).status).toBe(status);
  });

  it('makes a password where none is given, shown once', async () => {
    const answer = await add({ loginName: 'fresh' });
    expect(answer.json.password).toMatch(/^[0-9a-f]{5}(-[0-9a-f]{5}){3}$/);
    expect((await signIn({ loginName: 'fresh', password: answer.json.password })).status).toBe(201);
  });

  it('points at every fault of the scope, and at a name that is taken', async () => {
    const answer = await add({
      loginName: 'no-party',
      role: 'party_liaison',
      scope: { sectors: ['nowhere'], party: null },
    });
    expect(answer.json.errors.map((e: { pointer: string }) => e.pointer)).toEqual(['/scope/sectors/0', '/scope/party']);
    await add({ loginName: 'twice' });
    const taken = await add({ loginName: 'TWICE' });
    expect([taken.status, taken.json.errors[0].pointer]).toEqual([409, '/loginName']);
  });

  it('keeps the last administrator and lets nobody change themselves', async () => {
    const path = `/v1/users/${api.administrator.id}`;
    const own = await api.ask('PATCH', path, { token: api.administrator.token, body: { disabled: true } });
    expect(own.status).toBe(422);
  });
});
