import { generateSync } from 'otplib';
import { goodPassword, startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const signIn = (loginName: string, password: string, more: object = {}, headers: Record<string, string> = {}) =>
  api.ask('POST', '/v1/sessions', { body: { loginName, password, delivery: 'bearer', ...more }, headers });
const entriesOf = (id: string) => api.deps.uow.read((reads) => reads.journal.ofSubject('account', id));
const another = 'five slow barges under the moon';

describe('sessions of one’s own', () => {
  it('are listed with the program that opened them, and end one by one', async () => {
    const one = await api.person('monitor');
    const phone = (await signIn(one.loginName, goodPassword, {}, { 'user-agent': 'Phone/1.0 <b>' })).json;
    const { items } = (await api.ask('GET', '/v1/sessions', { token: one.token })).json;
    expect(items).toHaveLength(2);
    const listed = items.find((s: { id: string }) => s.id === phone.session.id);
    expect(listed).toMatchObject({ current: false, userAgent: 'Phone/1.0 <b>', lastSeenAt: expect.any(String) });

    const two = await api.person('monitor');
    const path = `/v1/sessions/${phone.session.id}`;
    expect((await api.ask('DELETE', path, { token: two.token })).status).toBe(404);
    expect((await api.ask('DELETE', path, { token: one.token })).status).toBe(204);
    expect((await api.ask('GET', '/v1/me', { token: phone.token })).status).toBe(401);
    expect((await api.ask('GET', '/v1/me', { token: one.token })).status).toBe(200);
    expect((await api.ask('DELETE', path, { token: one.token })).status).toBe(404);
    expect(JSON.stringify(await entriesOf(one.id))).not.toContain('Phone');
  });
});

describe('one’s own password', () => {
  it('changes with the present one, ends the other sessions, and says what is wrong with a bad one', async () => {
    const one = await api.person('analyst');
    const elsewhere = (await signIn(one.loginName, goodPassword)).json;
    const change = (body: object) => api.ask('POST', '/v1/me/password', { token: one.token, body });
    const wrong = await change({ current: 'wrong', password: another });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/current']);
    const weak = await change({ current: goodPassword, password: 'short' });
    expect([weak.status, weak.json.errors[0].pointer]).toEqual([400, '/password']);
    expect((await change({ current: goodPassword, password: goodPassword })).status).toBe(400);
    expect((await change({ current: goodPassword, password: another })).status).toBe(204);
    expect((await api.ask('GET', '/v1/me', { token: one.token })).status).toBe(200);
    expect((await api.ask('GET', '/v1/me', { token: elsewhere.token })).status).toBe(401);
    expect((await signIn(one.loginName, goodPassword)).status).toBe(401);
    expect((await signIn(one.loginName, another)).status).toBe(201);
    expect((await entriesOf(one.id)).map((e) => e.type)).toContain('account.password_changed');
  });

  it('waits after four wrong guesses from a session that was stolen', async () => {
    const one = await api.person('analyst');
    const guess = () =>
      api.ask('POST', '/v1/me/password', { token: one.token, body: { current: 'wrong', password: another } });
    for (let i = 0; i < 4; i++) expect((await guess()).status).toBe(400);
    expect((await guess()).status).toBe(429);
  });
});

describe('a reset', () => {
  const reset = (id: string, token: string, secondFactor = false) =>
    api.ask('POST', `/v1/users/${id}/reset`, { token, body: { secondFactor } });
  const use = (body: object) => api.ask('POST', '/v1/password-resets', { body });

  it('ends sessions and password at once; its token opens once, for a new password', async () => {
    const one = await api.person('supervisor');
    const chief = await api.person('head_of_mission');
    const made = await reset(one.id, chief.token);
    expect(made.status).toBe(200);
    expect((await api.ask('GET', '/v1/me', { token: one.token })).status).toBe(401);
    expect((await signIn(one.loginName, goodPassword)).status).toBe(401);
    const { token } = made.json;
    const forged = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    expect((await use({ token: forged, password: another })).status).toBe(400);
    expect((await use({ token, password: 'short' })).json.errors[0].pointer).toBe('/password');
    const used = await use({ token, password: another });
    expect([used.status, used.json]).toEqual([200, { loginName: one.loginName, secondFactorAddress: null }]);
    expect((await use({ token, password: goodPassword })).status).toBe(400);
    expect((await signIn(one.loginName, another)).status).toBe(201);
    expect(JSON.stringify(await entriesOf(one.id))).not.toContain(token.split('.')[1]);
  });

  it('of an administrator is for administrators, and nobody resets themselves', async () => {
    const chief = await api.person('head_of_mission');
    const other = await api.person('administrator');
    expect((await reset(other.id, chief.token)).status).toBe(403);
    expect((await reset(chief.id, chief.token)).status).toBe(422);
    expect((await reset(other.id, api.administrator.token)).status).toBe(200);
  });

  it('needs the second factor that stays, and can renew the one that is lost', async () => {
    const body = { loginName: 'two-keys', role: 'analyst', scope: { sectors: [], party: null }, secondFactor: true };
    const admin = api.administrator.token;
    const added = (await api.ask('POST', '/v1/users', { token: admin, body: { ...body, password: another } })).json;
    const secretOf = (address: string) => new URL(address).searchParams.get('secret')!;
    const kept = (await reset(added.account.id, admin)).json.token;
    expect((await use({ token: kept, password: goodPassword })).json.errors[0].pointer).toBe('/code');
    const code = generateSync({ secret: secretOf(added.secondFactorAddress) });
    expect((await use({ token: kept, password: goodPassword, code })).status).toBe(200);

    const { token } = (await reset(added.account.id, admin, true)).json;
    const { secondFactorAddress } = (await use({ token, password: another })).json;
    expect(secretOf(secondFactorAddress)).not.toBe(secretOf(added.secondFactorAddress));
    const fresh = generateSync({ secret: secretOf(secondFactorAddress) });
    expect((await signIn('two-keys', another, { code: fresh })).status).toBe(201);
    expect((await signIn('two-keys', another)).status).toBe(401);
  });
});
