import { createHash } from 'node:crypto';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { weekInterval } from '#core/mission/calendar.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let editor: string;
let head: string;
let liaison: string;
const week = '2026-W40';
let id: string;

const post = (path: string, token: string, body?: unknown) =>
  api.ask('POST', path, { token, ...(body !== undefined && { body }) });

beforeAll(async () => {
  api = await startTestApi();
  editor = (await api.person('editor')).token;
  head = (await api.person('head_of_mission')).token;
  liaison = (await api.person('party_liaison', { party: 'orrin' })).token;
});
afterAll(() => api.close());

/** Stands in for what the worker makes, with real bytes under their hash. */
async function putDocuments(revision: number): Promise<void> {
  const { deps } = api;
  const keep = async (
    variant: 'public' | 'party' | 'internal',
    party: string,
    path: string,
    role: 'document' | 'package',
    text: string,
  ) => {
    async function* bytes() {
      yield Buffer.from(text);
    }
    const { sha256, size } = await deps.blobs.put(bytes(), 1000);
    const mediaType = path.endsWith('.html') ? 'text/html; charset=utf-8' : 'application/zip';
    return {
      editionId: id,
      revision,
      variant,
      party,
      role,
      path,
      mediaType,
      sha256,
      size,
      at: deps.clock.now().toISOString(),
    };
  };
  const rows = [
    await keep('public', 'none', 'en/summary.html', 'document', `<p>public ${revision}</p>`),
    await keep('public', 'none', 'all.zip', 'package', `zip ${revision}`),
    await keep('party', 'orrin', 'orrin.zip', 'package', 'for orrin'),
    await keep('party', 'vell', 'vell.zip', 'package', 'for vell'),
    await keep('internal', 'none', 'inner.zip', 'package', 'for ourselves'),
  ];
  await deps.uow.run((tx) => tx.write.editionFiles(rows));
}

it('an edition from draft to erratum, over HTTP', async () => {
  const { deps } = api;
  expect(weekInterval(week, deps.mission.calendar).to < deps.clock.now().toISOString()).toBe(true);
  expect((await api.ask('GET', `/editions/${week}`)).status).toBe(404);
  const drafted = await post('/v1/editions', editor, { week });
  expect([drafted.status, drafted.json.state]).toEqual([201, 'draft']);
  id = drafted.json.id as string;
  const live = await api.ask('GET', `/v1/editions/${id}/content`, { token: editor });
  expect((live.json as EditionContent).frozen).toBe(false);

  const weeks = await api.ask('GET', '/v1/edition-weeks?before=2026-W42', { token: editor });
  expect(weeks.json.items.map((w: { week: string }) => w.week).slice(0, 2)).toEqual(['2026-W41', week]);
  expect(weeks.json.items[0]).toMatchObject({ editions: [], refusal: null });
  expect(weeks.json.items[1]).toMatchObject({ editions: [{ id, state: 'draft' }] });
  expect(weeks.json.items[1].refusal.detail).toContain('go on with it or return it');
  expect(weeks.json.next).toBe('2026-W30');
  expect((await api.ask('GET', `/v1/editions/${id}`, { token: editor })).json.next).toEqual([
    { action: 'edit', refusal: null },
    { action: 'freeze', refusal: null },
  ]);
  const reading = await api.ask('GET', `/v1/editions/${id}/reading?language=uk`, { token: editor });
  expect([reading.json.language, reading.json.sections.length, reading.json.frozen]).toEqual(['uk', 15, false]);
  const tables = reading.json.sections.flatMap((s: { parts: { id: string }[] }) => s.parts);
  expect(tables.find((t: { id: string }) => t.id === reading.json.compared)).toMatchObject({ type: 'table' });
  const wording = await api.ask('GET', `/v1/editions/${id}/wording`, { token: editor });
  expect(wording.json.languages).toEqual(['en', 'fr']);
  // The documents have no French messages: nothing is put into the editor's mouth.
  expect(wording.json.items[0]).toMatchObject({ paragraphId: 'summary.counts', texts: null, faults: [] });
  expect(Object.keys(wording.json.items[0].generated)).toEqual(['en']);

  const wrong = await post(`/v1/editions/${id}/texts`, editor, {
    paragraphId: 'summary.counts',
    texts: { en: '7 incidents.' },
  });
  expect([wrong.status, wrong.json.errors.length]).toEqual([400, 2]);
  const texts = { en: 'Nothing was recorded: 0 incidents.', fr: 'Rien n’a été relevé : 0 incident.' };
  expect((await post(`/v1/editions/${id}/texts`, editor, { paragraphId: 'summary.counts', texts })).status).toBe(204);

  const rewritten = await api.ask('GET', `/v1/editions/${id}/wording`, { token: editor });
  expect(rewritten.json.items[0]).toMatchObject({ texts, faults: [] });
  const self = await api.ask('GET', `/v1/editions/${id}/changes?from=${id}`, { token: editor });
  expect(self.json).toMatchObject({ figures: [], paragraphs: [], tables: [] });
  expect(self.json.same).toBeGreaterThan(10);

  const told = await api.ask('POST', `/v1/editions/${id}/freeze`, {
    token: editor,
    headers: { accept: 'application/x-ndjson' },
  });
  const lines = told.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.at(-1)).toMatchObject({ result: { state: 'frozen' } });
  expect(lines.length).toBeGreaterThan(6);
  const again = await api.ask('POST', `/v1/editions/${id}/freeze`, {
    token: editor,
    headers: { accept: 'application/x-ndjson' },
  });
  expect(JSON.parse(again.text)).toMatchObject({ problem: { code: 'not_possible' } });

  const folder = (await api.ask('GET', `/v1/editions/${id}`, { token: editor })).json;
  const content = folder.files.find((f: { variant: string }) => f.variant === 'internal');
  const bytes = await api.ask('GET', `/v1/editions/${id}/file?variant=internal&path=edition.json`, { token: editor });
  expect(createHash('sha256').update(bytes.text).digest('hex')).toBe(content.sha256);
  expect(bytes.text).toContain('Rien n’a été relevé');
  expect(folder.next.map((n: { action: string }) => n.action)).toEqual(['approve', 'return']);
  for (const token of [editor, head])
    expect((await post(`/v1/editions/${id}/approve`, token, { contentSha256: content.sha256 })).status).toBe(200);
  expect((await post(`/v1/editions/${id}/publish`, head)).status).toBe(422);
  const waits = (await api.ask('GET', `/v1/editions/${id}`, { token: head })).json.next;
  expect(waits[0]).toMatchObject({
    action: 'publish',
    refusal: { detail: expect.stringContaining('still being made') },
  });
  await putDocuments(0);
  expect((await api.ask('GET', `/editions/${week}`)).status).toBe(404);
  expect((await post(`/v1/editions/${id}/publish`, head)).json.state).toBe('published');
});

it('everybody may read the page, its files and the feed, and nothing but the public variant', async () => {
  const page = await api.ask('GET', `/editions/${week}`);
  expect(page.status).toBe(200);
  expect(page.headers.get('cache-control')).toBe('public, max-age=300, must-revalidate');
  expect(page.text).toContain(`/editions/${week}/1/0/en/summary.html`);
  expect(page.text).toContain('<link rel="canonical"');
  expect(page.text).toContain('application/ld+json');
  for (const hidden of ['orrin.zip', 'vell.zip', 'inner.zip']) {
    expect(page.text).not.toContain(hidden);
    expect((await api.ask('GET', `/editions/${week}/1/0/${hidden}`)).status).toBe(404);
  }
  const known = { headers: { 'if-none-match': page.headers.get('etag')! } };
  expect((await api.ask('GET', `/editions/${week}`, known)).status).toBe(304);
  const file = await api.ask('GET', `/editions/${week}/1/0/en/summary.html`);
  expect([file.status, file.text]).toEqual([200, '<p>public 0</p>']);
  expect(file.headers.get('cache-control')).toContain('immutable');
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  const feed = await api.ask('GET', '/editions.atom');
  expect(feed.headers.get('content-type')).toContain('application/atom+xml');
  expect(feed.text).toContain(`<title>Weekly compliance summary ${week}</title>`);
});

it('an erratum is numbered, shown, fed, and what was published stays readable', async () => {
  const body = {
    text: { en: 'One <incident> came in late.', fr: 'Un incident est arrivé tard.' },
    figures: [{ id: 'incidents.live', corrected: 1 }],
  };
  const proposed = await post(`/v1/editions/${id}/errata`, editor, body);
  expect([proposed.status, proposed.json.state, proposed.json.figures[0].published]).toEqual([201, 'proposed', 0]);
  expect((await api.ask('GET', `/editions/${week}`)).text).not.toContain('came in late');
  const address = `/v1/editions/${id}/errata/${proposed.json.id}`;
  const figures = await api.ask('GET', `/v1/editions/${id}/figures?language=en`, { token: editor });
  expect(figures.json.items.find((f: { id: string }) => f.id === 'compared.all.alleged.now')).toMatchObject({
    value: 0,
    text: '0',
    section: expect.any(String),
    table: expect.any(String),
  });
  const [waiting] = (await api.ask('GET', `/v1/editions/${id}`, { token: editor })).json.proposals;
  expect(waiting).toMatchObject({ state: 'proposed', refusal: { detail: expect.any(String) } });
  expect((await post(`${address}/confirm`, editor)).status).toBe(403);
  const made = await post(`${address}/confirm`, head);
  expect([made.status, made.json.number, made.json.figures[0].published]).toEqual([200, 1, 0]);
  expect((await post(`${address}/decline`, head, { reason: 'Too late.' })).status).toBe(422);
  await putDocuments(1);
  const page = await api.ask('GET', `/editions/${week}`);
  expect(page.text).toContain('One &#60;incident&#62; came in late.');
  expect(page.text).toContain(`/editions/${week}/1/1/en/summary.html`);
  expect(page.text).toContain('As it was before');
  expect((await api.ask('GET', `/editions/${week}/1/0/en/summary.html`)).text).toBe('<p>public 0</p>');
  expect((await api.ask('GET', '/editions.atom')).text).toContain(`Erratum 1 to ${week}`);
});

it('a liaison has the own party’s variant and no other', async () => {
  const { items } = (await api.ask('GET', '/v1/party-editions', { token: liaison })).json;
  expect(items).toHaveLength(1);
  const paths = items[0].files.map((f: { path: string }) => f.path);
  expect(paths).toContain('orrin.zip');
  expect(paths).toContain('all.zip');
  expect(JSON.stringify(items)).not.toMatch(/vell|inner|draftedBy/);
  const file = (variant: string, path: string) =>
    api.ask('GET', `/v1/party-editions/${id}/file?variant=${variant}&path=${path}`, { token: liaison });
  expect((await file('party', 'orrin.zip')).text).toBe('for orrin');
  for (const [variant, path] of [
    ['party', 'vell.zip'],
    ['internal', 'inner.zip'],
    ['party', 'edition.json?'],
  ] as const)
    expect((await file(variant, path)).status).toBe(404);
  expect((await api.ask('GET', `/v1/editions/${id}`, { token: liaison })).status).toBe(403);
});

it('the roll-ups are what a recount gives', async () => {
  const { json } = await api.ask('GET', '/v1/rollups/recount', { token: head });
  expect(json.differences).toEqual([]);
});
