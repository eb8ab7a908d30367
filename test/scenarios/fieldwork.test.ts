import sharp from 'sharp';
import type { Actor } from '#core/access/types.js';
import { readComplaintFigures, listComplaints } from '#core/compliance/complaints.js';
import { readRates } from '#core/compliance/rates.js';
import { readCaseFile } from '#core/escalation/case-file.js';
import type { Incident } from '#core/fusion/types.js';
import { acceptNotification } from '#core/intake/notify.js';
import { recordWatch } from '#core/intake/watch/record.js';
import { listDebt, readAccessFigures } from '#core/verification/access/figures.js';
import { decide } from '#core/verification/decide.js';
import { readNoticeFigures } from '#core/verification/notices/figures.js';
import { readTasksOf } from '#core/verification/requests/read.js';
import { acceptTask, answerTask, requestTask, withdrawTask } from '#core/verification/requests/tasks.js';
import { decideRuling } from '#core/ruling/decide-ruling.js';
import { mergeIncidents } from '#core/fusion/restructure.js';
import { type TestServer, postgresServer } from '#db/testing/databases.js';
import { liaison, openDesk, person, refusal, storeAccount, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const sam = person('sam', 'supervisor', ['island']);
const cleo = person('cleo', 'analyst');
const head = person('head', 'head_of_mission');
const week = '2026-W48';
const ford = { lat: -49.3, lon: 69.5276 };

describe.each(['sqlite', 'postgres'] as const)('a week in the field on %s', (type) => {
  let server: TestServer | null = null;
  let desk: Desk;
  let drop: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    if (type === 'postgres') server = await postgresServer();
  }, 60_000);
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const at = await server?.create();
    drop = async () => at?.drop();
    desk = await openDesk(at?.options);
  });
  afterEach(async () => {
    await desk.close();
    await drop();
  });

  const again = (id: string): Promise<Incident> => desk.deps.uow.read(async (r) => (await r.incidents.get(id))!);
  const judge = async (id: string, outcome: 'verified' | 'not_verified' | 'not_verifiable') => {
    const { version } = await again(id);
    const why = { cause: outcome === 'not_verifiable' ? ('access' as const) : null, reason: 'As the field says.' };
    await decide(desk.deps, sam, { incidentId: id, version, outcome, ...why });
    await desk.work();
  };
  const ask = (incidentId: string, assignee: Actor, placeName: string) =>
    requestTask(desk.deps, sam, {
      id: desk.deps.ids.next(),
      incidentId,
      type: 'patrol',
      assignee: assignee.id,
      ...ford,
      placeName,
      instruction: 'Look for craters.',
      dueBy: '2026-11-22T09:00:00Z',
    });

  it('three places are asked for, one is reached; the denial is a debt until the incident is verified', async () => {
    await storeAccount(desk.deps, ina);
    const { id } = await desk.incidentOf(await desk.receive(jon, { patrolId: 'south' }));
    const [bank, mill, hill] = [
      await ask(id, ina, 'north bank'),
      await ask(id, ina, 'mill'),
      await ask(id, ina, 'hill'),
    ];
    await acceptTask(desk.deps, ina, { taskId: bank.id });
    const found = await desk.receive(ina, {
      patrolId: 'west',
      means: 'eye',
      place: { type: 'fix', ...ford, precisionMetres: 20 },
    });
    await answerTask(desk.deps, ina, { taskId: bank.id, outcome: 'reached', sightingId: found });

    const refused = await desk.receive(ina, {
      kind: 'passage-refused',
      means: 'eye',
      weapon: undefined,
      patrolId: 'west',
      place: { type: 'fix', lat: -49.3, lon: 69.51, precisionMetres: 20 },
      start: '2026-11-22T04:30:00Z',
      end: '2026-11-22T04:40:00Z',
      restriction: {
        type: 'denied',
        crossing: 'ford',
        imposedBy: 'vell',
        words: 'Nobody passes today.',
        wordsOf: 'the sentry',
      },
    });
    const denial = await desk.incidentOf(refused);
    await answerTask(desk.deps, ina, {
      taskId: mill.id,
      outcome: 'not_reached',
      cause: 'access',
      reason: 'Turned back at the ford.',
      restrictionId: denial.id,
    });
    expect(
      await refusal(
        answerTask(desk.deps, ina, { taskId: mill.id, outcome: 'not_reached', cause: 'time', reason: 'Late.' }),
      ),
    ).toBe('not_possible');
    expect(await refusal(acceptTask(desk.deps, jon, { taskId: hill.id }))).toBe('not_found');

    const before = await readTasksOf(desk.deps, sam, id);
    expect(before.coverage).toMatchObject({ asked: 3, reached: 1, inWords: '1 of 3 places reached' });
    desk.clock.move(5 * 3600);
    const { coverage } = await readTasksOf(desk.deps, sam, id);
    expect(coverage.others).toMatchObject([
      { placeName: 'mill', state: 'not_reached', cause: 'access', reason: 'Turned back at the ford.' },
      { placeName: 'hill', state: 'overdue', cause: null },
    ]);
    await withdrawTask(desk.deps, sam, { taskId: hill.id, reason: 'No longer needed.' });
    expect((await readTasksOf(desk.deps, sam, id)).coverage.inWords).toBe('1 of 2 places reached');

    await judge(id, 'not_verifiable');
    const { items } = await listDebt(desk.deps, sam, { limit: 10 });
    expect(items).toMatchObject([{ incidentId: id, restrictionId: denial.id, taskId: mill.id, side: 'vell' }]);
    const file = await readCaseFile(desk.deps, sam, denial.id);
    expect(file.fieldwork.restrictions).toMatchObject([
      { type: 'denied', words: 'Nobody passes today.', imposedBy: 'vell' },
    ]);
    const figures = await readAccessFigures(desk.deps, head, week);
    expect(figures.find((f) => f.side === 'vell')).toMatchObject({ debtOpened: 1, debtOpen: 1 });
    expect(figures.reduce((n, f) => n + f.reached, 0)).toBe(1);
    expect(figures.reduce((n, f) => n + f.keptOut, 0)).toBe(1);

    await judge(id, 'verified');
    expect((await listDebt(desk.deps, sam, { limit: 10 })).items).toEqual([]);
    const settled = await desk.deps.uow.read((reads) => reads.debts.ofIncident(id));
    expect(settled).toMatchObject([{ settledBy: 'verified' }]);
  });

  it('a restriction without its minutes, with a condition too many, or on a blast is refused with every fault', async () => {
    const bad = (more: object) =>
      desk.receive(ina, { kind: 'passage-refused', means: 'eye', weapon: undefined, ...more });
    expect(await refusal(bad({ restriction: { type: 'delayed' } }))).toBe('invalid_input');
    expect(await refusal(bad({ restriction: { type: 'denied', minutes: 5 } }))).toBe('invalid_input');
    expect(await refusal(bad({ restriction: { type: 'denied', words: 'No.' } }))).toBe('invalid_input');
    expect(await refusal(desk.receive(ina, { restriction: { type: 'denied' } }))).toBe('invalid_input');
  });

  it('an exercise inside its notice, one beside it, and a shot into a window of silence are counted apart', async () => {
    const area: [number, number][] = [
      [69.52, -49.305],
      [69.535, -49.305],
      [69.535, -49.295],
      [69.52, -49.295],
    ];
    const notice = (party: string, more: object) =>
      acceptNotification(desk.deps, liaison(party), {
        id: desk.deps.ids.next(),
        party,
        kind: 'exercise',
        eventKinds: ['blast'],
        area,
        start: '2026-11-22T05:30:00Z',
        end: '2026-11-22T07:30:00Z',
        ...more,
      });
    const told = await notice('orrin', {});
    await notice('vell', { kind: 'repair', eventKinds: [], prohibits: ['gunfire'] });
    expect(await refusal(notice('vell', { prohibits: ['blast'] }))).toBe('invalid_input');
    desk.clock.move(3 * 3600);
    const at = (lon: number) => ({ type: 'fix' as const, lat: -49.3, lon, precisionMetres: 30 });
    const time = { start: '2026-11-22T06:00:00Z', end: '2026-11-22T06:01:00Z' };
    const inside = await desk.receive(ina, { patrolId: 'west', ...time, place: at(69.5276) });
    await desk.receive(ina, {
      patrolId: 'west',
      start: '2026-11-22T06:30:00Z',
      end: '2026-11-22T06:31:00Z',
      place: at(69.56),
    });
    await desk.receive(ina, {
      patrolId: 'west',
      kind: 'gunfire',
      weapon: 'rifle',
      start: '2026-11-22T07:00:00Z',
      end: '2026-11-22T07:01:00Z',
      place: at(69.5276),
    });
    const { id, proposedOutcome } = await desk.incidentOf(inside);
    expect(proposedOutcome).toBe('exercise');
    const { noticeMatches } = (await readCaseFile(desk.deps, sam, id)).fieldwork;
    expect(noticeMatches).toMatchObject([{ noticeId: told.notification.id, party: 'orrin', result: 'inside' }]);
    expect(noticeMatches[0]!.because).toContain('Consistent with notice');
    expect(await readNoticeFigures(desk.deps, head, week)).toMatchObject(
      [
        { party: 'orrin', inside: 1, outside: 1, breaksSilence: 0, abuseRate: 0.5 },
        { party: 'vell', inside: 0, outside: 0, breaksSilence: 1, abuseRate: 1 },
      ].map((row) => expect.objectContaining(row)),
    );
  });

  it('a flood of the same complaint is one with a count, and none is lost', async () => {
    const words = 'Shells fell on the meadow behind the mill before noon and two cows were killed there';
    const complain = (n: number, text: string, minutes: number) =>
      desk.receive(liaison('orrin'), {
        text,
        allegedParty: 'vell',
        means: 'ear',
        sourceTime: `call ${n}`,
        start: `2026-11-22T04:${String(minutes).padStart(2, '0')}:00Z`,
        end: `2026-11-22T04:${String(minutes + 1).padStart(2, '0')}:00Z`,
      });
    const first = await complain(1, words, 1);
    await complain(2, `${words}!`, 3);
    await complain(3, words.toUpperCase(), 5);
    await complain(4, 'The bridge guard fired into the air during the night while the ferry was crossing', 7);
    const { items } = await listComplaints(desk.deps, sam, { limit: 10, week });
    expect(items.map((i) => i.count).sort()).toEqual([1, 3]);
    const members = await listComplaints(desk.deps, sam, { limit: 10, cluster: first });
    expect(members.items).toHaveLength(3);
    expect(items[0]!.first.specificity.whole).toBeGreaterThan(0);
    const figures = await readComplaintFigures(desk.deps, head, week);
    expect(figures).toMatchObject([
      { party: 'orrin', made: 4, madeClusters: 2, against: 0, ruledBreach: 0 },
      { party: 'vell', made: 0, madeClusters: 0, specificity: null, against: 4, againstClusters: 2, ruledBreach: 0 },
    ]);
  });

  it('a picture sent again, smaller and by somebody else, is doubted; its grades say so', async () => {
    const noise = (seed: number) =>
      Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (Math.imul(i >> 5, seed) >>> 3) % 256));
    const raw = { width: 64, height: 64, channels: 3 as const };
    const picture = sharp(noise(2654435761), { raw }).resize(640, 640);
    const evidence = await desk.photograph(ina, await picture.clone().jpeg({ quality: 95 }).toBuffer());
    const smaller = await desk.photograph(jon, await picture.clone().resize(300, 300).jpeg({ quality: 60 }).toBuffer());
    const original = await desk.receive(ina, { patrolId: 'west', evidence: [evidence] });
    const copied = await desk.receive(jon, {
      patrolId: 'south',
      evidence: [smaller],
      start: '2026-11-21T04:00:00Z',
      end: '2026-11-21T04:01:00Z',
    });
    const incident = await desk.incidentOf(copied);
    expect(incident.id).not.toBe((await desk.incidentOf(original)).id);
    const { checks, fieldwork } = await readCaseFile(desk.deps, sam, incident.id);
    const duplicates = checks.filter((c) => c.name === 'duplicates').at(-1)!;
    expect(duplicates).toMatchObject({ result: 'unknown' });
    expect(duplicates.reason).toContain(`an image looks like one of ${original}`);
    expect(fieldwork.grades.items).toMatchObject([
      { sightingId: copied, reliability: { letter: 'F' }, credibility: { number: 2 } },
    ]);
  });

  it('a ruling does not outlive the incident that it was made on', async () => {
    const blast = async (start: string, end: string) => {
      const sighting = await desk.receive(ina, { patrolId: 'west', start, end });
      return (await desk.incidentOf(sighting)).id;
    };
    const gone = await blast('2026-11-22T04:00:00Z', '2026-11-22T04:01:00Z');
    const into = await blast('2026-11-22T01:00:00Z', '2026-11-22T01:01:00Z');
    await judge(gone, 'verified');
    const { version } = await again(gone);
    const ruling = { provisionId: 'no-fire', result: 'no_breach' as const, gravity: null, reason: 'By accident.' };
    await decideRuling(desk.deps, cleo, { incidentId: gone, version, ...ruling });
    await desk.work();
    await mergeIncidents(desk.deps, sam, { into, from: [gone], reason: 'One clock was wrong.' });
    await desk.work();
    const rulings = await desk.deps.uow.read((reads) => reads.rulings.ofIncident(gone));
    expect(rulings.length).toBeGreaterThan(0);
    expect(rulings.filter((r) => r.state !== 'withdrawn')).toEqual([]);
  });

  it('a patrol track becomes hours by sector, day and night, less what was lost; rates keep the raw count', async () => {
    await desk.receive(ina, { patrolId: 'west' });
    const fixes = Array.from({ length: 61 }, (_, i) => ({
      ...ford,
      at: new Date(Date.parse('2026-11-22T03:00:00Z') + i * 120_000).toISOString(),
    }));
    const input = {
      id: desk.deps.ids.next(),
      means: 'eye',
      sourceId: 'west',
      start: fixes[0]!.at,
      end: fixes.at(-1)!.at,
      said: { type: 'track' as const, fixes },
      lost: [{ start: '2026-11-22T04:30:00Z', end: '2026-11-22T05:00:00Z', reason: 'weather' as const }],
    };
    const done = await recordWatch(desk.deps, sam, input);
    expect(done.hours).toHaveLength(1);
    expect(done.hours[0]).toMatchObject({ sector: 'island', lostReason: 'weather 0.50 h' });
    expect(done.hours[0]!.usableHours).toBeCloseTo(1.5, 9);
    expect(done.hours[0]!.dayHours + done.hours[0]!.nightHours).toBeCloseTo(1.5, 9);
    const repeated = await recordWatch(desk.deps, sam, input);
    expect(repeated).toMatchObject({ status: 'repeated', receipt: done.receipt });
    expect(await refusal(recordWatch(desk.deps, sam, { ...input, sourceId: 'south' }))).toBe('conflict');
    await desk.work();
    const [rate] = await readRates(desk.deps, head, week);
    expect(rate!.incidents).toMatchObject({ count: 1 });
    expect(rate!.incidents.usableHours).toBeCloseTo(1.5, 9);
    expect(rate!.incidents.per100Hours).toBeCloseTo(100 / 1.5, 6);
  });
});
