import { fuseSighting } from '#core/fusion/fuse.js';
import { exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

describe('the field over HTTP', () => {
  it('sends a patrol, takes its answer with the denial that stopped it, and shows both in the case file', async () => {
    const monitor = await api.person('monitor');
    const supervisor = await api.person('supervisor');
    const report = exampleReport(api);
    expect((await api.ask('POST', '/v1/reports', { token: monitor.token, body: report })).status).toBe(201);
    const { uow } = api.deps;
    await uow.run((tx) => fuseSighting(tx, api.deps, report.id as string));
    const link = await uow.read((reads) => reads.links.activeOf(report.id as string));
    const incident = `/v1/incidents/${link!.incidentId}`;

    const body = {
      id: api.deps.ids.next(),
      type: 'patrol',
      assignee: monitor.id,
      lat: -49.3,
      lon: 69.5,
      placeName: 'the mill',
      instruction: 'Craters?',
      dueBy: new Date(api.deps.clock.now().getTime() + 3_600_000).toISOString(),
    };
    const asked = await api.ask('POST', `${incident}/tasks`, { token: supervisor.token, body });
    expect(asked.status).toBe(201);
    const twice = await api.ask('POST', `${incident}/tasks`, { token: supervisor.token, body });
    expect(twice.json).toEqual(asked.json);
    const nobody = { ...body, id: api.deps.ids.next(), assignee: 'nobody' };
    const wrong = await api.ask('POST', `${incident}/tasks`, { token: supervisor.token, body: nobody });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/assignee']);

    const mine = await api.ask('GET', '/v1/tasks?openOnly=true', { token: monitor.token });
    expect(mine.json.items).toEqual([{ ...asked.json, assigneeName: monitor.loginName }]);
    const path = `/v1/tasks/${body.id}/answer`;
    const incomplete = await api.ask('POST', path, { token: monitor.token, body: { outcome: 'not_reached' } });
    expect(incomplete.json.errors.map((e: { pointer: string }) => e.pointer)).toEqual(['/cause', '/reason']);
    const answer = { outcome: 'not_reached', cause: 'access', reason: 'Turned back.' };
    expect((await api.ask('POST', path, { token: monitor.token, body: answer })).status).toBe(200);
    expect((await api.ask('POST', path, { token: monitor.token, body: answer })).status).toBe(422);

    const { json } = await api.ask('GET', incident, { token: supervisor.token });
    expect(json.fieldwork.coverage).toMatchObject({ inWords: '0 of 1 place reached' });
    expect(json.fieldwork.grades.items).toMatchObject([{ reliability: { letter: 'F' }, credibility: { number: 6 } }]);
  });

  it('takes a restriction with its own fields and names every fault of a wrong one', async () => {
    const monitor = await api.person('monitor');
    const { weapon: _weapon, ...report } = exampleReport(api) as Record<string, unknown>;
    const restriction = { type: 'delayed', minutes: 128, crossing: 'ford', words: 'Wait.', wordsOf: 'sentry' };
    const denied = { ...report, kind: 'passage-refused', restriction };
    const send = (body: object) => api.ask('POST', '/v1/reports', { token: monitor.token, body });
    expect((await send(denied)).status).toBe(201);
    const kept = await api.deps.uow.read((reads) => reads.restrictions.ofSightings([report['id'] as string]));
    expect(kept).toMatchObject([{ type: 'delayed', minutes: 128, words: 'Wait.' }]);
    const wrong = await send({
      ...denied,
      id: api.deps.ids.next(),
      restriction: { type: 'denied', minutes: 5, imposedBy: 'x' },
    });
    expect(wrong.json.errors.map((e: { pointer: string }) => e.pointer)).toEqual([
      '/restriction/minutes',
      '/restriction/imposedBy',
    ]);
  });

  it('takes a GPX file, and refuses one with a document type', async () => {
    const monitor = await api.person('monitor');
    const id = api.deps.ids.next();
    const send = (body: string) =>
      api.ask('POST', '/v1/watches/gpx', {
        token: monitor.token,
        body,
        headers: {
          'content-type': 'application/octet-stream',
          'linewatch-watch-id': id,
          'linewatch-means': 'eye',
          'linewatch-source-id': 'west',
        },
      });
    const points = ['04:00', '04:10', '04:20'].map(
      (t) => `<trkpt lat="-49.3" lon="69.52"><time>2026-11-21T${t}:00Z</time></trkpt>`,
    );
    const gpx = `<gpx version="1.1"><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`;
    const bad = await send(`<!DOCTYPE gpx [<!ENTITY x "y">]>${gpx}`);
    expect([bad.status, bad.json.detail]).toEqual([400, expect.stringContaining('document type')]);
    const done = await send(gpx);
    expect(done.status).toBe(201);
    expect(done.json.hours).toMatchObject([{ sector: 'island', lostHours: 0 }]);
    expect(done.json.hours[0].usableHours).toBeCloseTo(1 / 3, 6);
    expect((await send(gpx)).json.receipt).toEqual(done.json.receipt);
  });

  it('takes weather over a sector or an area with a receipt, and names every fault of a wrong one', async () => {
    const monitor = await api.person('monitor');
    const send = (body: object) => api.ask('POST', '/v1/weather', { token: monitor.token, body });
    const weather = {
      id: api.deps.ids.next(),
      sourceId: 'mast',
      start: '2026-11-21T04:00:00Z',
      end: '2026-11-21T06:00:00Z',
      sector: 'island',
      visibilityMetres: 300,
    };
    const done = await send(weather);
    expect([done.status, done.json.weather]).toEqual([
      201,
      expect.objectContaining({ visibilityMetres: 300, area: null }),
    ]);
    expect((await send(weather)).json.receipt).toEqual(done.json.receipt);
    expect((await send({ ...weather, visibilityMetres: 400 })).status).toBe(409);
    const { sector: _, visibilityMetres: __, ...wrong } = weather;
    const refused = await send({ ...wrong, id: api.deps.ids.next() });
    expect(refused.json.errors.map((e: { pointer: string }) => e.pointer)).toEqual(['/sector', '/visibilityMetres']);
  });

  it('shows the week to whoever may see it, and to no party', async () => {
    const editor = await api.person('editor');
    const party = api.deps.mission.parties[0]!.id;
    const liaison = await api.person('party_liaison', { party });
    for (const [name, list] of [
      ['notices', 'parties'],
      ['access', 'sides'],
      ['complaints', 'parties'],
      ['rates', 'sectors'],
    ] as const) {
      const answer = await api.ask('GET', `/v1/weeks/2026-W47/${name}`, { token: editor.token });
      expect([name, answer.status, Array.isArray(answer.json[list])]).toEqual([name, 200, true]);
      expect((await api.ask('GET', `/v1/weeks/2026-W47/${name}`, { token: liaison.token })).status).toBe(403);
    }
    expect((await api.ask('GET', '/v1/complaints', { token: liaison.token })).status).toBe(403);
  });
});
