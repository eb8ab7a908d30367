import { acceptSightings } from './accept.js';
import { recordEffort } from './effort.js';
import { storeEvidence } from './evidence.js';
import { bytesOf, id, liaison, monitor, problemOf, publicKey, report, world } from './intake.fixture.js';
import { acceptNotification } from './notify.js';
import { verifyReceipt } from './receipt.js';

describe('evidence, notices and effort', () => {
  const photo = '\xff\xd8\xff\xe0 a picture';
  const upload = (w: ReturnType<typeof world>, n: number, content = photo, actor = monitor) =>
    storeEvidence(
      w.deps,
      actor,
      { id: id(n), name: 'a.jpg', mediaType: 'image/jpeg' },
      bytesOf(Buffer.from(content, 'latin1')),
      1e6,
    );

  it('keeps one blob for the same photo under two references, and repeats its receipt', async () => {
    const w = world();
    const first = await upload(w, 1);
    const second = await upload(w, 2);
    const again = await upload(w, 1);
    expect([first.status, second.status, again.status]).toEqual(['accepted', 'accepted', 'repeated']);
    expect(w.blobs.size).toBe(1);
    expect(w.state().evidence.size).toBe(2);
    expect(again.receipt).toEqual(first.receipt);
    await expect(upload(w, 1, '\xff\xd8\xff other')).rejects.toMatchObject({ code: 'conflict' });
    expect(first.flags).toEqual([]);
    expect((await upload(w, 3, '%PDF-1.7')).flags).toEqual(['type_mismatch']);
    expect((await upload(w, 4, '')).flags).toEqual(['empty']);
    expect([...w.blobs.values()].map((b) => b.toString('latin1'))).toContain(photo);
  });

  it('takes evidence only from whoever uploaded it', async () => {
    const w = world();
    await upload(w, 1);
    await upload(w, 2, photo, liaison);
    const [own, foreign, missing] = await acceptSightings(w.deps, monitor, [
      report(11, { evidence: [id(1)] }),
      report(12, { evidence: [id(1), id(2)] }),
      report(13, { evidence: [id(3)] }),
    ]);
    expect(own?.status).toBe('accepted');
    expect(problemOf(foreign).pointers).toMatchObject([{ pointer: '/evidence/1' }]);
    expect(problemOf(missing).pointers).toMatchObject([{ pointer: '/evidence/0' }]);
  });

  const notice = {
    id: id(21),
    party: 'a',
    kind: 'exercise',
    eventKinds: ['blast'],
    area: [
      [30, 50],
      [31, 50],
      [31, 51],
    ] as [number, number][],
    start: '2026-11-23T08:00:00+02:00',
    end: '2026-11-23T12:00:00+02:00',
  };

  it('receipts a notice, for one’s own party only', async () => {
    const w = world();
    const first = await acceptNotification(w.deps, liaison, notice);
    const again = await acceptNotification(w.deps, liaison, notice);
    expect(again).toEqual({ ...first, status: 'repeated' });
    expect(verifyReceipt(first.receipt, publicKey)).toBe(true);
    await expect(acceptNotification(w.deps, liaison, { ...notice, id: id(22), party: 'b' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await expect(acceptNotification(w.deps, liaison, { ...notice, kind: 'flight' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      acceptNotification(w.deps, liaison, { ...notice, id: id(23), area: [], end: notice.start }),
    ).rejects.toMatchObject({ pointers: [{ pointer: '/area' }, { pointer: '/end' }] });
  });

  it('records effort that fits its interval and its week', async () => {
    const w = world();
    const hours = { usableHours: 3, lostHours: 1, lostReason: 'fog' };
    const spell = { id: id(31), means: 'camera', sourceId: 'cam-1', sector: 's1', side: 'a', ...hours };
    const first = await recordEffort(w.deps, monitor, { ...spell, start: notice.start, end: notice.end });
    expect(first.effort.reportingWeek).toBe('2026-W48');
    const again = await recordEffort(w.deps, monitor, { ...spell, start: notice.start, end: notice.end });
    expect(again.receipt).toEqual(first.receipt);
    const bad = { ...spell, id: id(32), start: notice.start, end: notice.end };
    await expect(recordEffort(w.deps, monitor, { ...bad, usableHours: 4 })).rejects.toMatchObject({
      pointers: [{ pointer: '/usableHours' }],
    });
    const acrossWeeks = { start: '2026-11-22T19:00:00+02:00', end: '2026-11-22T23:00:00+02:00' };
    await expect(recordEffort(w.deps, monitor, { ...bad, ...acrossWeeks })).rejects.toMatchObject({
      pointers: [{ pointer: '/end' }],
    });
  });
});
