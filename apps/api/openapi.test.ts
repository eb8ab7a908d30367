import { readFileSync, writeFileSync } from 'node:fs';
import { policy } from '#core/access/policy.js';
import { startTestApi, type TestApi } from './testing/api.js';

const file = new URL('./openapi.json', import.meta.url);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

describe('the description of the API', () => {
  it('is the committed one (npm run openapi writes it anew)', async () => {
    const { json } = await api.ask('GET', '/openapi.json');
    if (process.env.LINEWATCH_TEST_WRITE_OPENAPI) writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
    expect(json.openapi).toBe('3.1.0');
    expect(json).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('names an action of the policy table for every route, and every action has a route', async () => {
    const { json } = await api.ask('GET', '/openapi.json');
    const routes = Object.entries(json.paths as Record<string, Record<string, { 'x-action'?: string }>>);
    const actions = routes.flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => [`${method} ${path}`, route['x-action']] as const),
    );
    expect(actions.filter(([, action]) => action !== 'public' && !Object.hasOwn(policy, action ?? ''))).toEqual([]);
    const used = new Set([...actions.map(([, action]) => action), 'metrics.read']);
    expect(Object.keys(policy).filter((action) => !used.has(action))).toEqual([]);
    expect(actions.filter(([, action]) => action === 'public').map(([route]) => route)).toEqual([
      'post /v1/sessions',
      'get /editions/{week}',
      'get /editions/{week}/{version}/{revision}/{path}',
      'get /editions.atom',
      'get /.well-known/linewatch-receipts.json',
      'get /health/live',
      'get /health/ready',
      'get /metrics',
    ]);
  });
});
