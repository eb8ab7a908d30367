import { may, policy, type Action } from '#core/access/policy.js';
import type { Role } from '#core/access/types.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { bodies, elsewhere, people, routes, type Route } from './access-matrix.fixture.js';
import { exampleObservation, exampleReport } from './intake/example.fixture.js';
import { fileNotice } from './parties/notice.fixture.js';
import { startTestApi, type Answer, type TestApi } from './testing/api.js';
import { registerDevice, type TestDevice } from './testing/device.js';

/** Ids that exist, in a sector where nobody of the matrix works, by the route that takes them. */
const foreign: Record<string, string> = {};
const reason = 'Seen twice.';

let api: TestApi;
let device: TestDevice;
let sequence = 0;
const tokens = new Map<Role, string>();

const ask = (role: Role, route: Route, id: string): Promise<Answer> => {
  const path = route.path.replace(/\{\w+\}/, id);
  const body = bodies[`${route.method} ${route.path}`];
  if (role === 'device') return device.ask(route.method, path, ++sequence, body);
  return api.ask(route.method, path, { token: tokens.get(role)!, ...(body !== undefined && { body }) });
};

beforeAll(async () => {
  api = await startTestApi();
  const { deps } = api;
  const { ids, uow } = deps;
  // The pack has one sector; everybody of the matrix works in another, empty one.
  deps.mission.sectors.push({ id: elsewhere, name: { en: 'Elsewhere' }, polygons: [] });
  const party = deps.mission.parties[0]!.id;
  for (const role of people) {
    const scope = role === 'party_liaison' ? { party } : { sectors: [elsewhere] };
    tokens.set(role, (await api.person(role, scope)).token);
  }
  device = await registerDevice(api, [elsewhere]);

  const reporter = await api.person('monitor');
  const body = exampleReport(api);
  const accepted = await api.ask('POST', '/v1/reports', { token: reporter.token, body });
  if (accepted.status !== 201) throw new Error(accepted.text);
  const sightingId = body.id as string;
  const evidenceId = ids.next();
  const upload = await api.ask('POST', '/v1/evidence', {
    token: reporter.token,
    body: 'a track',
    headers: {
      'content-type': 'application/octet-stream',
      'linewatch-evidence-id': evidenceId,
      'linewatch-media-type': 'text/plain',
    },
  });
  if (upload.status !== 201) throw new Error(upload.text);
  await uow.run(async (tx) => {
    await fuseSighting(tx, deps, sightingId);
    const incidentId = (await tx.links.activeOf(sightingId))!.incidentId;
    const made = { reason, proposedBy: reporter.id, proposedAt: tx.now, confirmedBy: null, confirmedAt: null };
    const attribution = {
      id: ids.next(),
      incidentId,
      party: null,
      probability: 0.5,
      state: 'proposed' as const,
      ...made,
    };
    const ruling = {
      id: ids.next(),
      incidentId,
      provisionId: deps.mission.provisions[0]!.id,
      provisionVersion: '1',
      provisionText: null,
      standardOfProof: null,
      party: null,
      result: 'no_breach' as const,
      gravity: null,
      state: 'proposed' as const,
      ruledBy: null,
      ruledAt: null,
      ...made,
    };
    const escalation = {
      id: ids.next(),
      incidentId,
      level: 1,
      role: 'supervisor',
      reason,
      raisedAt: tx.now,
      acknowledgeBy: '2100-01-01T00:00:00.000Z',
      acknowledgedBy: null,
      acknowledgedAt: null,
      missedAt: null,
      sector: null,
      rung: 'first',
      trigger: 'ruling' as const,
      raiseKey: 'ruling:matrix',
      holder: null,
      actBy: null,
      actedAt: null,
      actMissedAt: null,
      snoozedUntil: null,
      snoozes: 0,
      closedAt: null,
    };
    const edition = {
      id: ids.next(),
      week: '2026-W40',
      version: 1,
      state: 'draft' as const,
      draftedBy: reporter.id,
      draftedAt: tx.now,
      frozenBy: null,
      frozenAt: null,
      cutoff: null,
      treeRoot: null,
      frozenEntryId: null,
      publishedBy: null,
      publishedAt: null,
      errata: 0,
      rowVersion: 1,
    };
    const restructure = {
      id: ids.next(),
      type: 'split' as const,
      from: [incidentId],
      to: [incidentId],
      ended: [],
      made: [],
      reason,
      by: reporter.id,
      at: tx.now,
      undoneBy: null,
      undoneAt: null,
    };
    await tx.write.editionNew(edition);
    await tx.write.attribution(attribution);
    await tx.write.ruling(ruling);
    await tx.write.escalation(escalation);
    await tx.write.restructure(restructure);
    // A draft that the party may not know of; the file asked for is the same either way.
    foreign['/v1/party-editions/{id}/file'] = edition.id;
    foreign['/v1/sightings/{id}'] = sightingId;
    foreign['/v1/evidence/{id}'] = evidenceId;
    for (const path of [
      'incidents/{id}',
      'incidents/{id}/split',
      'incidents/{id}/tasks',
      'incidents/{id}/attributions',
      'incidents/{id}/rulings',
      'incidents/{id}/notices',
      'incidents/{id}/ledger',
      'incidents/{id}/ledger/items',
      'incidents/{id}/ledger/disputes',
      'incidents/{id}/blind',
      'incidents/{id}/blind/opinion',
    ])
      foreign[`/v1/${path}`] = incidentId;
    for (const step of ['claim', 'release', 'decide']) foreign[`/v1/triage/{id}/${step}`] = incidentId;
    foreign['/v1/incidents/{id}/provisions'] = incidentId;
    const task = {
      id: ids.next(),
      incidentId,
      type: 'patrol' as const,
      assignee: reporter.id,
      lat: 1,
      lon: 2,
      placeName: 'The ford',
      sector: (await tx.incidents.get(incidentId))!.sector,
      side: null,
      instruction: reason,
      dueBy: '2100-01-01T00:00:00.000Z',
      state: 'asked' as const,
      requestedBy: reporter.id,
      requestedAt: tx.now,
      sightingId: null,
      cause: null,
      reason: null,
      restrictionId: null,
      answeredBy: null,
      answeredAt: null,
    };
    await tx.write.fieldTask(task);
    for (const step of ['accept', 'answer', 'withdraw']) foreign[`/v1/tasks/{id}/${step}`] = task.id;
    foreign['/v1/attributions/{id}/confirm'] = attribution.id;
    foreign['/v1/attributions/{id}/dissents'] = attribution.id;
    foreign['/v1/rulings/{id}/confirm'] = ruling.id;
    for (const step of ['acknowledge', 'act', 'snooze', 'lower', 'close', 'deliveries', 'cap'])
      foreign[`/v1/escalations/{id}/${step}`] = escalation.id;
    foreign['/v1/incidents/{id}/escalations'] = incidentId;
    const message = {
      id: ids.next(),
      escalationId: escalation.id,
      recipient: reporter.id,
      channel: 'inbox' as const,
      language: 'en',
      subject: 'Told',
      text: 'Told.',
      createdAt: tx.now,
      state: 'sent' as const,
      settledAt: tx.now,
      note: null,
      readAt: null,
    };
    await tx.write.deliveries([message]);
    foreign['/v1/inbox/{id}/read'] = message.id;
    foreign['/v1/restructures/{id}/undo'] = restructure.id;
  });
  // To the party for which nobody of the matrix works.
  const notice = await fileNotice(deps, deps.mission.parties[1]!.id, 1);
  for (const step of ['', '/acknowledge', '/replies']) foreign[`/v1/party/notices/{id}${step}`] = notice;
  foreign['/v1/notices/{id}'] = notice;
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
      const { status } = await api.ask(route.method, route.path.replace(/\{\w+\}/, missing));
      expect([route.path, status]).toEqual([route.path, 401]);
    }
  });
});

describe('ids that are out of reach', () => {
  const withId = routes.filter(hasId);

  it('there is a foreign object for every route that takes the id of one in a scope', () => {
    const unscoped = [
      'edition.read',
      'edition.edit',
      'edition.approve',
      'edition.publish',
      'account.manage',
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
      const path = route.path.replace(/\{\w+\}/, id);
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
