import { verifyInclusion } from '#core/journal/merkle.js';
import { entryLeafHash } from '#core/journal/entry.js';
import { jobsOf } from '#core/journal/followup.js';
import { headText, signatureHolds } from '#core/journal/signature.js';
import { reportingWeek } from '#core/mission/calendar.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { ruleIncident } from '#core/ruling/rule.js';
import { exampleReport } from './intake/example.fixture.js';
import { startTestApi, type TestApi } from './testing/api.js';

/** The main job, typed by people over HTTP; the machine's part is called as the worker would call it. */
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it('goes from a report to a figure in the weekly summary, with a proof for the receipt', async () => {
  const { deps } = api;
  const monitor = await api.person('monitor');
  const supervisor = await api.person('supervisor');
  const analyst = await api.person('analyst');
  const head = await api.person('head_of_mission');
  const liaison = await api.person('party_liaison', { party: deps.mission.parties[0]!.id });
  const prohibition = deps.mission.provisions.find((p) => p.kind === 'prohibition' && !p.zones?.length)!;
  const body = exampleReport(api, { kind: prohibition.eventKinds![0]! });
  const accepted = await api.ask('POST', '/v1/reports', { token: monitor.token, body });
  expect(accepted.status).toBe(201);
  await deps.uow.run((tx) => fuseSighting(tx, deps, body.id as string));

  const queue = await api.ask('GET', '/v1/triage', { token: supervisor.token });
  expect(queue.json.items).toHaveLength(1);
  const { id } = queue.json.items[0].incident as { id: string };
  const post = async (who: { token: string }, path: string, form?: unknown) => {
    const answer = await api.ask('POST', path, { token: who.token, ...(form !== undefined && { body: form }) });
    expect([path, answer.status, answer.json.errors]).toEqual([path, expect.any(Number), undefined]);
    expect(answer.status).toBeLessThan(300);
    return answer.json;
  };
  const claimed = await post(supervisor, `/v1/triage/${id}/claim`);
  expect(claimed.claimedBy).toBe(supervisor.id);
  const reason = 'Seen and heard by a patrol.';
  const verdict = { version: claimed.version, outcome: 'verified', cause: null, reason };
  const decided = await post(supervisor, `/v1/triage/${id}/decide`, verdict);
  expect(decided).toMatchObject({ state: 'decided', outcome: 'verified' });
  const party = deps.mission.parties[1]!.id;
  const claim = { version: decided.version, party, probability: 0.9, reason };
  const proposed = await post(analyst, `/v1/incidents/${id}/attributions`, claim);
  const alone = await api.ask('POST', `/v1/attributions/${proposed.id}/confirm`, { token: analyst.token });
  expect(alone.status).toBe(403);
  await post(head, `/v1/attributions/${proposed.id}/confirm`);
  await deps.uow.run((tx) => ruleIncident(tx, deps, id));
  const file = (await api.ask('GET', `/v1/incidents/${id}`, { token: head.token })).json;
  expect(file).toMatchObject({ incident: { id }, attributions: [{ state: 'confirmed', party }] });
  expect(file.links).toMatchObject([{ sightingId: body.id, terms: expect.any(Array), endedAt: null }]);
  expect(file.entries.map((e: { type: string }) => e.type)).toEqual(
    expect.arrayContaining(['incident.opened', 'triage.claimed', 'verification.decided', 'attribution.confirmed']),
  );

  const { receipt } = accepted.json;
  const early = await api.ask('GET', `/v1/journal/proof/${receipt.entryId}`, { token: liaison.token });
  expect(early.status).toBe(422);
  await deps.uow.run((tx) => tx.sequence(10_000, (entry) => jobsOf(entry), deps.signer));
  const proof = (await api.ask('GET', `/v1/journal/proof/${receipt.entryId}`, { token: liaison.token })).json;
  expect(proof.leafHash).toBe(receipt.leafHash);
  expect(verifyInclusion(proof.leafHash, proof.position, proof.head.size, proof.path, proof.head.root)).toBe(true);
  expect(signatureHolds(deps.signer.publicKey, headText(proof.head), proof.head.signature)).toBe(true);
  const auditor = await api.person('auditor');
  const entries = await api.ask('GET', '/v1/journal/entries?from=0&limit=5', { token: auditor.token });
  expect(entries.json.items.map((e: { position: number }) => e.position)).toEqual([0, 1, 2, 3, 4]);
  for (const entry of entries.json.items) expect(entryLeafHash(entry)).toBe(entry.leafHash);

  const week = reportingWeek(body.start as string, deps.mission.calendar);
  const summary = await api.ask('GET', `/v1/summaries/${week}`, { token: liaison.token });
  expect(summary.status).toBe(200);
  const row = summary.json.rows.find(
    (r: { provisionId: string; party: string }) => r.provisionId === prohibition.id && r.party === party,
  );
  expect(row.verified.value).toBe(1);
  const page = await api.ask('GET', `/v1/summaries/${week}?format=html`, { token: liaison.token });
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.headers.get('content-security-policy')).toContain('sandbox');
  expect(page.text).toContain(week);
  const table = await api.ask('GET', `/v1/summaries/${week}?format=csv`, { token: liaison.token });
  expect(table.text).toContain(prohibition.id);
  expect((await api.ask('GET', '/v1/summaries/2026-W99', { token: liaison.token })).status).toBe(400);
  expect((await api.ask('GET', `/v1/summaries/${week}?language=tlh`, { token: liaison.token })).status).toBe(400);

  const live = await api.ask('GET', '/health/live');
  expect(live.json).toMatchObject({ status: 'live', oldestUnprocessedSeconds: expect.any(Number) });
  const work = await api.ask('GET', '/v1/work', { token: api.administrator.token });
  expect(work.json.counts.owed).toBeGreaterThan(0);
  const again = await api.ask('POST', '/v1/work/nothing/redrive', { token: api.administrator.token });
  expect(again.status).toBe(404);
});
