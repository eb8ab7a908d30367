import { may, policy } from '#core/access/policy.js';
import type { Role } from '#core/access/types.js';
import { fileForeign } from './foreign.fixture.js';
import { bodies, elsewhere, people, routes, type Route } from './access-matrix.fixture.js';
import { exampleObservation } from './intake/example.fixture.js';
import { startTestApi, type Answer, type TestApi } from './testing/api.js';
import { registerDevice, type TestDevice } from './testing/device.js';

/** Ids that exist, in a sector where nobody of the matrix works, by the route that takes them. */
const foreign: Record<string, string> = {};

let api: TestApi;
let device: TestDevice;
let sequence = 0;
const tokens = new Map<Role, string>();

const ask = (role: Role, route: Route, id: string): Promise<Answer> => {
  const path = route.path.replace(/\{\w+\}/g, id);
  const body = bodies[`${route.method} ${route.path}`];
  if (role === 'device') return device.ask(route.method, path, ++sequence, body);
  return api.ask(route.method, path, { token: tokens.get(role)!, ...(body !== undefined && { body }) });
};

beforeAll(async () => {
  api = await startTestApi();
  const { deps } = api;
  // The pack has one sector; everybody of the matrix works in another, empty one.
  deps.mission.sectors.push({ id: elsewhere, name: { en: 'Elsewhere' }, polygons: [] });
  const party = deps.mission.parties[0]!.id;
  for (const role of people) {
    const scope = role === 'party_liaison' ? { party } : { sectors: [elsewhere] };
    tokens.set(role, (await api.person(role, scope)).token);
  }
  device = await registerDevice(api, [elsewhere]);

  Object.assign(foreign, await fileForeign(api));
});
afterAll(() => api.close());

const hasId = (route: Route): boolean => /\{\w+\}/.test(route.path) && !route.path.includes('{week}');
const missing = '01900000-0000-7000-8000-000000000000';

describe('every route × every role', () => {
  it('covers the whole policy: each route has a row', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter((r) => !Object.hasOwn(policy, r.action))).toEqual([]);
  });

  it.each([...people, 'device' as const])('%s: refused exactly where the policy table has no entry', async (role) => {
    const wrong: string[] = [];
    for (const route of routes) {
      // Ending one's own session would end the matrix; it is tried with the sessions.
      if (route.method === 'DELETE' && route.path.startsWith('/v1/sessions')) continue;
      const allowed = may({ id: 'x', role, scope: { sectors: [], party: null }, type: 'person' }, route.action);
      const { status } = await ask(role, route, missing);
      if ((status === 403) === allowed || status === 401 || status >= 500) {
        wrong.push(`${route.method} ${route.path} answered ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('answers nobody without a session', async () => {
    for (const route of routes) {
      const { status } = await api.ask(route.method, route.path.replace(/\{\w+\}/g, missing));
      expect([route.path, status]).toEqual([route.path, 401]);
    }
  });
});

describe('ids that are out of reach', () => {
  const withId = routes.filter(hasId);

  it('there is a foreign object for every route that takes the id of one in a scope', () => {
    const unscoped = [
      // Parts of one's own uploads, by whatever id.
      'evidence.submit',
      'edition.read',
      'edition.edit',
      'edition.approve',
      'edition.publish',
      'account.manage',
      'account.reset',
      'device.manage',
      'contact.manage',
      'work.redrive',
      'journal.check',
      'assessment.rule',
      'assessment.confirm',
    ];
    const open = withId.filter((r) => !unscoped.includes(r.action) && foreign[r.path] === undefined);
    expect(open.map((r) => `${r.method} ${r.path}`)).toEqual([]);
  });

  it.each([...people, 'device' as const])('%s is told the same of a foreign id as of a missing one', async (role) => {
    for (const route of withId) {
      const row: Partial<Record<Role, string>> = policy[route.action];
      const reach = row[role];
      const id = foreign[route.path];
      if (id === undefined || reach === undefined || reach === 'any') continue;
      const [there, nowhere] = [await ask(role, route, id), await ask(role, route, missing)];
      expect([route.path, there.status, there.text]).toEqual([route.path, 404, nowhere.text]);
      expect(there.text).not.toContain(id);
    }
  });

  it.each([...people, 'device' as const])('%s finds nothing of another sector in any list', async (role) => {
    const secrets = Object.values(foreign);
    for (const route of routes) {
      const row: Partial<Record<Role, string>> = policy[route.action];
      if (route.method !== 'GET' || hasId(route) || row[role] === undefined || row[role] === 'any') continue;
      const { text } = await ask(role, route, missing);
      expect(secrets.filter((id) => text.includes(id)).map((id) => [route.path, id])).toEqual([]);
    }
  });

  it('are there all the same: whoever reaches everything is not told 404', async () => {
    const head = await api.person('head_of_mission');
    for (const route of withId) {
      const id = foreign[route.path];
      const row: Partial<Record<Role, string>> = policy[route.action];
      if (id === undefined || row.head_of_mission !== 'any') continue;
      const body = bodies[`${route.method} ${route.path}`];
      const path = route.path.replace(/\{\w+\}/g, id);
      const { status } = await api.ask(route.method, path, { token: head.token, ...(body !== undefined && { body }) });
      expect([200, 201, 403, 409, 422, 400].includes(status) ? 'there' : `${path} ${status}`).toBe('there');
    }
  });

  it('does reach whoever works in that sector', async () => {
    const here = await api.person('supervisor');
    const answer = await api.ask('GET', `/v1/incidents/${foreign['/v1/incidents/{id}']}`, { token: here.token });
    expect(answer.status).toBe(200);
    expect(answer.json.links).toHaveLength(1);
  });

  it('lets nobody submit for a sector or a party that is not theirs', async () => {
    const observation = exampleObservation(api) as { start: string; end: string };
    const effort = {
      id: api.deps.ids.next(),
      means: api.deps.mission.means[0]!.id,
      sourceId: 'post-1',
      sector: api.deps.mission.sectors[0]!.id,
      start: observation.start,
      end: observation.end,
      usableHours: 0,
      lostHours: 0,
    };
    const answer = await api.ask('POST', '/v1/effort', { token: tokens.get('monitor')!, body: effort });
    expect(answer.status).toBe(404);
  });
});
