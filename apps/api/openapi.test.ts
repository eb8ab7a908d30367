import { readFileSync, writeFileSync } from 'node:fs';
import { policy } from '#core/access/policy.js';
import { withoutAnswers } from './testing/answers/describe.js';
import { startTestApi, type TestApi } from './testing/api.js';

const file = new URL('./openapi.json', import.meta.url);
const committed = () => JSON.parse(readFileSync(file, 'utf8'));

interface Described {
  'x-action'?: string;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
let routes: [string, Described][];

let api: TestApi;
beforeAll(async () => {
  const anew = Boolean(process.env.LINEWATCH_TEST_WRITE_OPENAPI);
  api = await startTestApi({ unchecked: anew });
  if (anew) {
    const [{ readAnswers }, { withAnswers }] = await Promise.all([
      import('./testing/answers/routes.js'),
      import('./testing/answers/describe.js'),
    ]);
    const whole = withAnswers(api.describe(), readAnswers(process.cwd()));
    writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  }
  routes = Object.entries(committed().paths as Record<string, Record<string, Described>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]): [string, Described] => [`${method} ${path}`, route]),
  );
});
afterAll(() => api.close());

describe('the description of the API', () => {
  it('is the committed one (npm run openapi writes it anew)', async () => {
    const { json } = await api.ask('GET', '/openapi.json');
    expect(json).toEqual(committed());
    expect(json.openapi).toBe('3.1.0');
    expect(withoutAnswers(json)).toEqual(withoutAnswers(JSON.parse(JSON.stringify(api.describe()))));
  });

  it('says of every route what it answers, and that errors are problems', () => {
    const silent = routes.flatMap(([route, { responses }]) => {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const told = good.every(([status, { content }]) => status === '204' || content !== undefined);
      const problem = responses['default']?.content?.['application/problem+json'];
      return good.length > 0 && told && problem ? [] : [route];
    });
    expect(silent).toEqual([]);
  });

  it('refers to nothing that it does not hold', () => {
    const text = readFileSync(file, 'utf8');
    const held = new Set(Object.keys(committed().components.schemas));
    const referred = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name!);
    expect(referred.filter((name) => !held.has(name))).toEqual([]);
  });

  it('names an action of the policy table for every route, and every action has a route', () => {
    const actions = routes.map(([route, described]) => [route, described['x-action']] as const);
    expect(actions.filter(([, action]) => action !== 'public' && !Object.hasOwn(policy, action ?? ''))).toEqual([]);
    const used = new Set([...actions.map(([, action]) => action), 'metrics.read']);
    expect(Object.keys(policy).filter((action) => !used.has(action))).toEqual([]);
    expect(actions.filter(([, action]) => action === 'public').map(([route]) => route)).toEqual([
      'post /v1/sessions',
      'post /v1/password-resets',
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
