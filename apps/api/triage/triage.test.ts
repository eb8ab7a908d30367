import { exampleIncident } from '#core/verification/example.fixture.js';
import type { Incident } from '#core/fusion/types.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let sam: { id: string; token: string };
let sue: { id: string; token: string };
let kind: string;

/** An incident in the pack's sector, at a place in it. */
async function file(change: Partial<Incident> = {}): Promise<Incident> {
  const { deps } = api;
  const sector = deps.mission.sectors[0]!.id;
  const row: Incident = {
    ...exampleIncident({ openedAt: deps.clock.now().toISOString(), urgency: 0.5, harm: 0.5 }),
    id: deps.ids.next(),
    kind,
    sector,
    ...change,
  };
  await deps.uow.run((tx) => tx.write.incidentNew(row));
  return row;
}

const ask = (method: string, path: string, body?: unknown, as = sam) =>
  api.ask(method, path, { token: as.token, ...(body !== undefined && { body }) });

beforeAll(async () => {
  api = await startTestApi();
  kind = api.deps.mission.eventKinds[0]!.id;
  [sam, sue] = [await api.person('supervisor'), await api.person('supervisor')];
});
afterAll(() => api.close());

describe('the queue by the API', () => {
  it('says of each row why it stands where it does, groups cues and pages on without repeats', async () => {
    const casualty = await file({ casualties: { killed: 1, injured: 0 }, urgency: 0.9, harm: 0.95 });
    const cues = [];
    for (let i = 0; i < 6; i++) cues.push(await file({ machineOnly: true, urgency: 0.4, harm: 0.4 + i / 100 }));
    const plain = [];
    for (let i = 0; i < 5; i++) plain.push(await file({ urgency: 0.3, harm: 0.1 + i / 100 }));

    const { json: page } = await ask('GET', '/v1/triage?limit=3');
    expect(page.totals).toMatchObject({ open: 12, shown: 12, rows: 7, grouped: 6, casualties: 1, unclaimed: 12 });
    expect(page.items[0].incident.id).toBe(casualty.id);
    expect(page.items[0].terms.map((t: { name: string }) => t.name)).toEqual(['urgency', 'harm', 'staleness']);
    expect(page.items[0].clock).toMatchObject({ what: 'stale', overdue: false });
    expect(page.items[1]).toMatchObject({ group: { count: 6 }, incident: { id: cues[5]!.id } });

    await file({ urgency: 1, harm: 1 });
    const { json: next } = await ask('GET', `/v1/triage?limit=10&cursor=${page.next}`);
    expect(next.at).toBe(page.at);
    const shown = [...page.items, ...next.items].map((item: { key: string }) => item.key);
    expect(new Set(shown).size).toBe(7);
    expect(shown).toEqual(expect.arrayContaining(plain.map((i) => i.id)));

    const opened = await ask('GET', `/v1/triage?group=${encodeURIComponent(page.items[1].key)}`);
    expect(opened.json.items).toHaveLength(6);
    expect((await ask('GET', '/v1/triage?cursor=rubbish')).status).toBe(400);
    expect((await ask('GET', '/v1/triage?kind=none,other')).json.items).toEqual([]);
    expect((await ask('GET', `/v1/triage?casualtiesOnly=true&kind=${kind}`)).json.items).toHaveLength(1);
  });

  it('hands over, puts off with a reason and brings back', async () => {
    const incident = await file();
    const path = `/v1/triage/${incident.id}`;
    const given = await ask('POST', `${path}/hand-over`, { to: sue.id });
    expect([given.status, given.json.claimedBy]).toEqual([200, sue.id]);
    const until = new Date(api.deps.clock.now().getTime() + 3_600_000).toISOString();
    const off = { version: given.json.version, until, reason: 'Waits for the patrol.' };
    expect((await ask('POST', `${path}/snooze`, off)).status).toBe(409);
    expect((await ask('POST', `${path}/snooze`, { ...off, until: '2020-01-01T00:00:00Z' }, sue)).status).toBe(400);
    expect((await ask('POST', `${path}/snooze`, off, sue)).json).toMatchObject({ claimedBy: null });
    const all = async (state: string) =>
      (await ask('GET', `/v1/triage?state=${state}&limit=200&grouped=false`)).json.items.map(
        (i: { key: string }) => i.key,
      );
    expect(await all('snoozed')).toEqual([incident.id]);
    expect(await all('open')).not.toContain(incident.id);
    expect((await ask('POST', `${path}/wake`)).status).toBe(200);
    expect(await all('snoozed')).toEqual([]);
    expect((await ask('POST', `${path}/wake`)).status).toBe(422);
    const monitor = await api.person('monitor');
    expect((await ask('POST', `${path}/hand-over`, { to: monitor.id })).status).toBe(422);
    const entries = await api.deps.uow.read((r) => r.journal.ofSubject('incident', incident.id));
    expect(entries.map((e) => e.type)).toEqual(['triage.handed_over', 'triage.snoozed', 'triage.woken']);
  });

  it('does the same to many, answers each by itself, and says how to take it back', async () => {
    const [a, b, c] = [await file(), await file(), await file()];
    await ask('POST', `/v1/triage/${c.id}/claim`, undefined, sue);
    const items = [a, b, c].map(({ id }) => ({ id }));
    const claimed = await ask('POST', '/v1/triage/bulk', { action: 'claim', items });
    expect(claimed.json.undoWith).toBe('release');
    expect(claimed.json.results.map((r: { problem: null | { code: string } }) => r.problem?.code ?? 'done')).toEqual([
      'done',
      'done',
      'conflict',
    ]);
    const decision = { outcome: 'out_of_scope', cause: null, reason: 'Fireworks of a wedding.' };
    const bare = await ask('POST', '/v1/triage/bulk', { action: 'decide', items, ...decision });
    expect(bare.status).toBe(400);
    const versioned = [a, b].map(({ id }) => ({ id, version: 2 }));
    const decided = await ask('POST', '/v1/triage/bulk', { action: 'decide', items: versioned, ...decision });
    expect(decided.json.results.map((r: { incident: { outcome: string } }) => r.incident.outcome)).toEqual([
      'out_of_scope',
      'out_of_scope',
    ]);
    const undone = await ask('POST', '/v1/triage/bulk', {
      action: decided.json.undoWith,
      items: versioned.map(({ id }) => ({ id, version: 3 })),
      reason: 'Wrong ones.',
    });
    expect(undone.json.results.map((r: { incident: { state: string } }) => r.incident.state)).toEqual(['open', 'open']);
    const kept = await api.deps.uow.read((r) => r.verifications.ofIncident(a.id));
    expect(kept.map((v) => v.outcome)).toEqual(['out_of_scope']);
  });

  it('says what became of those that one asks for, one by one and through the filter', async () => {
    const [a, b] = [await file({ machineOnly: true }), await file({ machineOnly: true })];
    const [decided, elsewhere] = [await file({ state: 'decided' }), await file({ sector: 'elsewhere' })];
    const ids = [a, b, decided].map(({ id }) => id).join(',');
    const keysOf = async (query: string, as = sam) =>
      (await ask('GET', `/v1/triage?${query}`, undefined, as)).json.items.map((i: { key: string }) => i.key).sort();
    expect(await keysOf(`id=${ids}`)).toEqual([a.id, b.id].sort());
    expect(await keysOf(`id=${ids}&state=mine`)).toEqual([]);
    const bound = await api.person('supervisor', { sectors: [api.deps.mission.sectors[0]!.id] });
    expect(await keysOf(`id=${elsewhere.id}`, bound)).toEqual([]);
  });

  it('names the colleagues who work on the queue, and nobody else', async () => {
    const monitor = await api.person('monitor');
    const { json } = await ask('GET', '/v1/triage/colleagues');
    const ids = json.items.map((c: { id: string }) => c.id);
    expect(ids).toEqual(expect.arrayContaining([sam.id, sue.id]));
    expect(ids).not.toContain(monitor.id);
    expect(json.items.every((c: { name: string }) => c.name.length > 0)).toBe(true);
    expect((await ask('GET', '/v1/triage/colleagues', undefined, monitor)).status).toBe(403);
  });

  it('keeps views for their owner alone', async () => {
    const filter = { kinds: [kind], state: 'unclaimed', olderThanHours: 2 };
    const saved = await ask('POST', '/v1/triage/views', { name: 'Old ones', filter });
    expect([saved.status, saved.json.filter]).toEqual([201, expect.objectContaining(filter)]);
    expect((await ask('POST', '/v1/triage/views', { name: 'Old ones', filter })).status).toBe(409);
    expect((await ask('GET', '/v1/triage/views', undefined, sue)).json.items).toEqual([]);
    expect((await ask('DELETE', `/v1/triage/views/${saved.json.id}`, undefined, sue)).status).toBe(404);
    expect((await ask('DELETE', `/v1/triage/views/${saved.json.id}`)).status).toBe(204);
    expect((await ask('GET', '/v1/triage/views')).json.items).toEqual([]);
  });

  it('names likely duplicates with their terms, the likeliest first', async () => {
    const place = { ...exampleIncident().estimate, lat: 10, lon: 10 };
    const at = (lat: number, start: string) => ({
      estimate: { ...place, lat },
      ...api.deps.geography.cellsOf({ lat, lon: 10 }),
      start,
      end: start,
    });
    const one = await file(at(10, '2026-03-02T08:00:00.000Z'));
    const same = await file(at(10.001, '2026-03-02T08:00:20.000Z'));
    const other = await file(at(10.06, '2026-03-02T08:09:00.000Z'));
    const { json } = await ask('GET', `/v1/incidents/${one.id}/duplicates`);
    const found = json.items as { incident: { id: string }; metres: number; seconds: number; terms: unknown[] }[];
    expect(found.map((d) => d.incident.id)).toEqual([same.id, other.id]);
    expect(found[0]).toMatchObject({ metres: 111, seconds: 20 });
    expect(found[0]!.terms.length).toBeGreaterThan(1);
  });
});
