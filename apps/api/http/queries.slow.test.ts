import { readFileSync } from 'node:fs';
import { exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let head: { id: string; token: string };
let monitor: { id: string; token: string };
beforeAll(async () => {
  api = await startTestApi();
  head = await api.person('head_of_mission');
  monitor = await api.person('monitor');
});
afterAll(() => api.close());

interface Description {
  paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
}
const { paths } = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as Description;

describe('words that would like to be SQL', () => {
  const words = [
    `'; DROP TABLE sighting; --`,
    `1) UNION SELECT password_hash FROM account --`,
    `id" DESC; DELETE FROM journal_entry; --`,
    `%' OR '1'='1`,
    `\\'; SELECT pg_sleep(9); --`,
    'CASE WHEN 1=1 THEN id ELSE kind END',
  ];
  // Keys of a cursor are bound as values too, whatever stands in them.
  const cursors = [...words.map((word) => [word, word]), ['2026', '\u0000'], ['2026', 1e999], [[], {}]].map((keys) =>
    Buffer.from(JSON.stringify(keys).replace('null', '1e999')).toString('base64url'),
  );

  it('are values or refused, in every parameter of every list', async () => {
    const sighting = exampleReport(api);
    expect((await api.ask('POST', '/v1/reports', { token: monitor.token, body: sighting })).status).toBe(201);
    const wrong: string[] = [];
    let asked = 0;
    for (const [path, methods] of Object.entries(paths)) {
      const names = (methods['get']?.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);
      // Names that no list takes, one word each; the names that it does take, all of them.
      const strange = methods['get'] && path !== '/v1/live' ? ['sort', 'fields'] : [];
      for (const name of [...names, ...strange]) {
        for (const word of name === 'cursor' ? cursors : strange.includes(name) ? words.slice(1, 2) : words) {
          const query = `${path.replace(/\{\w+\}/g, '2026-W46')}?${name}=${encodeURIComponent(word)}`;
          const { status, text } = await api.ask('GET', query, { token: head.token });
          asked++;
          const tells = /SQLITE|syntax error|password|no such column/i.test(text);
          if (status >= 500 || tells) wrong.push(`${query} answered ${status} ${text.slice(0, 200)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(400);
    const kept = await api.ask('GET', `/v1/sightings/${sighting['id'] as string}`, { token: head.token });
    expect(kept.status).toBe(200);
  });
});
