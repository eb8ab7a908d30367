import { fuseSighting } from '#core/fusion/fuse.js';
import { exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it('shows each open step with its case, its clock, who was told, and what its reader may do', async () => {
  const { deps } = api;
  const [supervisor, auditor, head] = [
    await api.person('supervisor'),
    await api.person('auditor'),
    await api.person('head_of_mission'),
  ];
  const monitor = await api.person('monitor');
  const body = exampleReport(api);
  expect((await api.ask('POST', '/v1/reports', { token: monitor.token, body })).status).toBe(201);
  await deps.uow.run((tx) => fuseSighting(tx, deps, body.id as string));
  const incidentId = (await deps.uow.read((reads) => reads.links.activeOf(body.id as string)))!.incidentId;
  const board = async (who: { token: string }) =>
    (await api.ask('GET', '/v1/escalations/board', { token: who.token })).json;
  expect(await board(supervisor)).toMatchObject({ snoozeMinutes: 240, items: [] });

  const raise = { rung: 'watch-officer', reason: 'The road is cut.' };
  const post = (who: { token: string }, path: string, form?: unknown) =>
    api.ask('POST', path, { token: who.token, ...(form !== undefined && { body: form }) });
  const { id } = (await post(monitor, `/v1/incidents/${incidentId}/escalations`, raise)).json;
  const [item] = (await board(supervisor)).items;
  expect(item).toMatchObject({
    step: { id, rung: 'watch-officer' },
    state: 'raised',
    clock: { what: 'acknowledge', by: item.step.acknowledgeBy, overdue: false },
    incident: { id: incidentId },
    advice: null,
    can: ['acknowledge', 'close'],
    snoozesLeft: 2,
  });
  // The people of the rung and of the roles that it also tells.
  expect(item.told).toEqual([{ channel: 'inbox', waiting: 0, sent: 2, dropped: 0, read: 0 }]);
  expect((await board(auditor)).items[0].can).toEqual([]);

  const [message] = (await api.ask('GET', '/v1/inbox', { token: supervisor.token })).json.items;
  await post(supervisor, `/v1/inbox/${message.id}/read`);
  await post(supervisor, `/v1/escalations/${id}/acknowledge`);
  const [held] = (await board(supervisor)).items;
  expect(held).toMatchObject({ state: 'acknowledged', clock: { what: 'act' }, told: [{ read: 1 }] });
  expect(held.can).toEqual(['act', 'snooze', 'hand_over', 'close']);
  // What is offered is what is taken.
  const until = new Date(Date.parse(held.clock.by) - 60_000).toISOString();
  expect((await post(supervisor, `/v1/escalations/${id}/snooze`, { until, reason: 'On the way.' })).status).toBe(200);
  expect((await board(supervisor)).items[0].snoozesLeft).toBe(1);

  const people = (await api.ask('GET', '/v1/escalations/people', { token: head.token })).json.items;
  expect(people.find((p: { id: string }) => p.id === supervisor.id)).toMatchObject({ mayHold: true });
  expect(people.find((p: { id: string }) => p.id === auditor.id)).toMatchObject({ mayHold: false });
  expect((await post(supervisor, `/v1/escalations/${id}/act`, { reason: 'Patrol sent.' })).status).toBe(200);
  expect((await board(supervisor)).items).toEqual([]);
});
