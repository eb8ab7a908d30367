import { confirmAttribution, proposeAttribution, withdrawAttribution } from '#core/attribution/attribute.js';
import { contentOf } from '#core/compliance/edition-content.js';
import type { Edition } from '#core/compliance/edition-record.js';
import { readSource } from '#core/compliance/edition-source.js';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { followJournal } from '#core/compliance/follow-journal.js';
import { viewsOf } from '#core/compliance/redaction.js';
import { acknowledge } from '#core/escalation/escalate.js';
import { acceptNotification } from '#core/intake/notify.js';
import { replyToNotice } from '#core/reply/answer.js';
import { decideRuling } from '#core/ruling/decide-ruling.js';
import { decide } from '#core/verification/decide.js';
import { liaison, openDesk, person, type Desk } from './desk.js';

const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
const [sam, tess] = [person('sam', 'supervisor'), person('tess', 'supervisor')];
const [ana, ben, cleo] = [person('ana', 'analyst'), person('ben', 'analyst'), person('cleo', 'analyst')];
const head = person('head', 'head_of_mission');

const week = '2026-W48';

/** What the edition says of everything done up to the roll-ups' position, whatever was done since. */
async function contentNow(desk: Desk, edition: Edition): Promise<EditionContent> {
  const { deps } = desk;
  const source = await deps.uow.read((reads) => readSource(reads, deps, edition));
  const at = '2026-12-01T00:00:00.000Z';
  return contentOf(source, deps.mission, deps.geography, viewsOf(deps.mission, at).at(-1)!, true);
}

const figure = (content: EditionContent, id: string) => content.figures.find((f) => f.id === id)?.value;

/** What differs between two contents, figure by figure, for whoever has to find out why. */
function differing(one: EditionContent, other: EditionContent): string[] {
  const values = new Map(other.figures.map((f) => [f.id, f.value]));
  return one.figures.filter((f) => values.get(f.id) !== f.value).map((f) => `${f.id}: ${f.value}, ${values.get(f.id)}`);
}

describe('what is done between the cut-off and the freezing', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  it('changes nothing of the edition, and everything once the cut-off has passed it', async () => {
    const { deps, clock } = desk;
    // Verified, attributed and ruled a breach: to be taken back.
    const gun = await desk.receive(ina, { patrolId: 'west' });
    const stated = async (sighting: string) => {
      const { id, version } = await desk.incidentOf(sighting);
      return { incidentId: id, version };
    };
    const verdict = { outcome: 'verified' as const, cause: null, reason: 'Heard and seen.' };
    await decide(deps, sam, { ...(await stated(gun)), ...verdict });
    const finding = { party: 'vell', probability: 0.9, reason: 'Its markings.' };
    const attribution = await proposeAttribution(deps, ana, { ...(await stated(gun)), ...finding });
    await confirmAttribution(deps, ben, { attributionId: attribution.id });
    await desk.work();
    const breach = { provisionId: 'no-fire', result: 'breach' as const, reason: 'Forbidden.' };
    await decideRuling(deps, cleo, { ...(await stated(gun)), ...breach });
    // A second one: verified, to be attributed after the cut-off. A third: to be decided and to grow.
    const other = { kind: 'gunfire', weapon: undefined };
    const at = (hour: string) => ({
      start: `2026-11-22T${hour}:00:00.000Z`,
      end: `2026-11-22T${hour}:01:00.000Z`,
      ...other,
    });
    const second = await desk.receive(ina, at('01'));
    await decide(deps, sam, { ...(await stated(second)), ...verdict });
    const third = await desk.receive(ina, { patrolId: 'west', ...at('02') });
    await desk.work();
    clock.move(5);

    const edition = { id: 'draft', week, version: 1 } as Edition;
    await followJournal(deps);
    const before = await contentNow(desk, edition);
    expect(figure(before, 'compliance.party.vell.ruled_breach')).toBe(1);
    expect(figure(before, 'compliance.all.attributed')).toBe(1);
    expect(figure(before, 'incidents.live')).toBe(3);

    // After the cut-off: nothing of this gets a position before the edition is read again.
    const later = deps.ids.next();
    const [taken] = await deps.uow.read((r) => r.rulings.ofIncident(before.features[0]!.id));
    expect(taken).toBeDefined();
    await withdrawAttribution(deps, ben, { attributionId: attribution.id, reason: 'The markings were old.' });
    const finding2 = await proposeAttribution(deps, ana, { ...(await stated(second)), ...finding, party: 'orrin' });
    await confirmAttribution(deps, ben, { attributionId: finding2.id });
    await decide(deps, tess, {
      ...(await stated(third)),
      outcome: 'not_verifiable',
      cause: 'access',
      reason: 'No way there.',
    });
    const year = ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'] as const;
    const notices = await deps.uow.read((r) => r.notices.issued(...year, null));
    const steps = await deps.uow.read((r) => r.escalations.open());
    expect([notices.length > 0, steps.length > 0]).toEqual([true, true]);
    for (const { id: noticeId, party } of notices)
      await replyToNotice(deps, liaison(party), { id: deps.ids.next(), noticeId, text: 'We deny it.' });
    for (const { id: escalationId } of steps) await acknowledge(deps, head, { escalationId });
    await acceptNotification(deps, liaison('orrin'), {
      id: later,
      party: 'orrin',
      kind: 'exercise',
      eventKinds: ['blast'],
      area: [
        [69.4, -49.4],
        [69.6, -49.4],
        [69.6, -49.2],
      ],
      start: '2026-11-22T10:00:00.000Z',
      end: '2026-11-22T12:00:00.000Z',
    });
    const after = await contentNow(desk, edition);
    expect(differing(before, after)).toEqual([]);
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));

    // A report that joins the third incident with casualties: the description stays as of the cut-off too.
    await desk.work();
    const grown = await desk.receive(jon, {
      patrolId: 'south',
      ...at('02'),
      casualties: { killed: 2, injured: 1 },
      count: 9,
    });
    expect((await desk.incidentOf(grown)).id).toBe((await desk.incidentOf(third)).id);
    const still = await contentNow(desk, edition);
    expect(differing(before, still)).toEqual([]);
    expect(JSON.stringify(still)).toBe(JSON.stringify(before));

    await desk.work();
    await followJournal(deps);
    const now = await contentNow(desk, edition);
    expect(figure(now, 'compliance.party.vell.ruled_breach')).toBe(0);
    expect(figure(now, 'compliance.party.orrin.attributed')).toBe(1);
    expect(figure(now, 'not_verifiable.access')).toBe(1);
    expect(figure(now, 'casualties.all.killed_told')).toBe(2);
    expect(figure(now, 'notifications.orrin.given')).toBe(1);
    expect(JSON.stringify(now)).toContain('We deny it.');
    expect(figure(now, 'escalations.all.in_time')).toBeGreaterThan(0);
    expect(figure(now, 'access.none.debt_open')).toBe(1);
  });
});
