import { entryLeafHash } from '#core/journal/entry.js';
import { jobsOf } from '#core/journal/followup.js';
import { verifyInclusion } from '#core/journal/merkle.js';
import { headText, signatureHolds } from '#core/journal/signature.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { exampleObservation, exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let sam: { id: string; token: string };
let id: string;
const get = (path: string) => api.ask('GET', path, { token: sam.token });

beforeAll(async () => {
  api = await startTestApi();
  sam = await api.person('supervisor');
  const monitor = await api.person('monitor');
  for (const body of [exampleReport(api), exampleObservation(api)]) {
    const path = 'platformId' in body ? '/v1/observations' : '/v1/reports';
    const sent = await api.ask('POST', path, { token: monitor.token, body });
    if (sent.status !== 201) throw new Error(sent.text);
    await api.deps.uow.run((tx) => fuseSighting(tx, api.deps, body.id as string));
    id ??= (await api.deps.uow.read((r) => r.links.activeOf(body.id as string)))!.incidentId;
  }
  await api.ask('POST', `/v1/triage/${id}/claim`, { token: sam.token });
});
afterAll(() => api.close());

it('the page of a case tells what happened as keys, who acted by role alone, and how much there is', async () => {
  const { json } = await get(`/v1/incidents/${id}/case`);
  const last = json.timeline.at(-1);
  expect(last).toMatchObject({ key: 'triage.claimed', by: { id: sam.id, role: 'supervisor', self: true } });
  expect(json.timeline[0]).toMatchObject({ key: 'incident.opened', by: { role: 'machine' } });
  expect(json.counts).toMatchObject({ sightings: json.links.length, entries: json.timeline.length, openTasks: 0 });
  expect(JSON.stringify(json)).not.toContain('supervisor-1');
});

it('the page says what its reader may do, what runs out next, and which files may be opened', async () => {
  const { json } = await get(`/v1/incidents/${id}/case`);
  expect(json.may).toEqual(expect.arrayContaining(['triage.work', 'fieldtask.request', 'incident.restructure']));
  expect(json.may).not.toContain('ruling.confirm');
  expect(json.clock).toEqual({ due: json.incident.claimedUntil, what: 'claim' });
  expect(json.files).toEqual([]);
  const editor = await api.person('editor');
  const seen = (await api.ask('GET', `/v1/incidents/${id}/case`, editor)).json;
  expect(seen.may).toEqual(['notice.read', 'mission.rules']);
});

it('who can be sent there are those who work in its sector and are in service', async () => {
  const { json } = await get(`/v1/incidents/${id}/assignees`);
  expect(json.items.map((i: { type: string }) => i.type)).toEqual(expect.arrayContaining(['patrol']));
  expect(json.items).toContainEqual({ id: sam.id, type: 'patrol', name: expect.any(String) });
  const analyst = await api.person('analyst');
  const after = (await get(`/v1/incidents/${id}/assignees`)).json;
  expect(after.items.map((i: { id: string }) => i.id)).not.toContain(analyst.id);
  expect((await api.ask('GET', `/v1/incidents/${id}/assignees`, analyst)).status).toBe(403);
});

it('the proof lets a page check every entry of the incident alone', async () => {
  const { deps } = api;
  const before = (await get(`/v1/incidents/${id}/proof`)).json;
  expect(before.entries.every((e: { path: unknown }) => e.path === null)).toBe(true);
  await deps.uow.run((tx) => tx.sequence(1000, jobsOf, deps.signer));
  const { head, entries } = (await get(`/v1/incidents/${id}/proof`)).json;
  expect(signatureHolds(deps.signer.publicKey, headText(head), head.signature)).toBe(true);
  expect(entries.length).toBeGreaterThan(1);
  for (const entry of entries) {
    expect(entryLeafHash(entry)).toBe(entry.leafHash);
    expect(verifyInclusion(entry.leafHash, entry.position, head.size, entry.path, head.root)).toBe(true);
  }
  const [entry] = entries;
  expect(entryLeafHash({ ...entry, payload: { ...entry.payload, version: 99 } })).not.toBe(entry.leafHash);
});

it('what is watched now, and which machines speak', async () => {
  const { json } = await get('/v1/watches/now');
  expect(json.sectors.map((s: { sector: string }) => s.sector)).toEqual(api.deps.mission.sectors.map((s) => s.id));
  const day = json.sectors[0].gaps.reduce(
    (sum: number, g: { from: string; to: string }) => sum + Date.parse(g.to) - Date.parse(g.from),
    0,
  );
  expect(day).toBe(86_400_000);
  expect(json.health).toMatchObject([{ sourceId: 'mast-7', state: 'unknown', deviceId: null }]);
  expect(json.jamming).toEqual([]);
});

it('the running is for those who run it, the rules are for the staff', async () => {
  const admin = { token: api.administrator.token };
  const { json } = await api.ask('GET', '/v1/running', admin);
  expect(json).toMatchObject({ stores: [{ name: 'database', ready: true }], lastBackupAt: null, makesBackups: false });
  expect(json.journal.size).toBeGreaterThan(0);
  expect((await get('/v1/running')).status).toBe(403);
  const rules = (await get('/v1/mission/rules')).json;
  expect(rules.ladder.map((r: { id: string }) => r.id)).toEqual(api.deps.mission.escalation.map((r) => r.id));
  expect(rules.queue).toMatchObject({ doublingHours: 6, cueCeiling: 0.25 });
  const liaison = await api.person('party_liaison', { party: api.deps.mission.parties[0]!.id });
  expect((await api.ask('GET', '/v1/mission/rules', liaison)).status).toBe(403);
  const provisions = await api.ask('GET', '/v1/mission/provisions', liaison);
  expect(provisions.json.items[0].text.en.length).toBeGreaterThan(10);
});
