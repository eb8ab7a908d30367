import type { Notice, NoticeClock, NoticeContent } from '#core/reply/types.js';
import { newSigner } from '../testing/parts.js';
import { incident } from '../testing/rows.js';
import { onBothDatabases } from '../testing/suite.js';
import { walk } from '../testing/walk.js';

const content: NoticeContent = {
  format: 'linewatch-notice-1',
  missionId: 'm',
  number: 1,
  party: 'one',
  issuedAt: '2026-11-22T05:00:00.000Z',
  about: 'ruling',
  refersTo: null,
  finding: { provision: null, kind: null, place: null, from: '', to: '', gravity: null, standardOfProof: null },
  acknowledgeBy: null,
  replyBy: null,
  words: { en: 'Words – «слова»' },
};

onBothDatabases('The stores of notices, registers and the hotline', (bench) => {
  const read: ReturnType<typeof bench>['db']['uow']['read'] = (body) => bench().db.uow.read(body);
  const entry = { actor: 'system', type: 'notice.issued', subject: { kind: 'notice', id: 'n' }, payload: {} };

  /** Files notices, each in a transaction of its own at the next position. */
  async function file(...given: Partial<Notice & NoticeClock>[]): Promise<void> {
    for (const change of given)
      await bench().db.uow.run(async (tx) => {
        const [made] = await tx.append(entry);
        const shared = { party: 'one', about: 'ruling' as const, issuedAt: '2026-11-22T05:00:00.000Z', ...change };
        const { id = '', party, about, issuedAt, number = 1 } = shared;
        const row = { id, party, about, issuedAt, number, subjectId: shared.subjectId ?? id, incidentId: null };
        await tx.write.notice({ ...row, entryId: made!.id, content, sha256: 'a', keyId: 'k', signature: 's' });
        const clock = {
          acknowledgeBy: null,
          acknowledgedAt: null,
          acknowledgedBy: null,
          repliedAt: null,
          silentAt: null,
          unacknowledgedAt: null,
        };
        const { replyBy = null, closedAt = null } = change;
        await tx.write.noticeClock({ ...clock, withdrawnAt: null, id, party, about, issuedAt, replyBy, closedAt });
      });
    await bench().db.uow.run((tx) => tx.sequence(100, () => [], newSigner()));
  }

  it('lists by party, newest first, page by page; counts numbers by party; finds what is overdue and still running', async () => {
    const at = (hour: number) => `2026-11-22T0${hour}:00:00.000Z`;
    await file(
      { id: 'n1', number: 1, issuedAt: at(1), replyBy: at(5) },
      { id: 'n2', number: 2, issuedAt: at(2), replyBy: at(6), closedAt: at(3) },
      { id: 'n3', number: 3, issuedAt: at(2), replyBy: at(7) },
      { id: 'n4', number: 1, party: 'two', issuedAt: at(3), replyBy: at(5) },
    );
    const page = (party: string | null) =>
      walk((cursor) => read((r) => r.notices.list({ party, limit: 2, ...(cursor && { cursor }) })));
    expect(await page('one')).toEqual(['n3', 'n2', 'n1']);
    expect(await page(null)).toEqual(['n4', 'n3', 'n2', 'n1']);
    expect(await page('')).toEqual([]);
    expect(await read((r) => Promise.all(['one', 'two', 'x'].map((p) => r.notices.lastNumber(p))))).toEqual([3, 1, 0]);
    expect((await read((r) => r.notices.overdue(at(6)))).map((c) => c.id)).toEqual(['n1', 'n4']);
    expect((await read((r) => r.notices.issued(at(2), at(3), null))).map((n) => n.id)).toEqual(['n2', 'n3']);
    const issued = (await read((r) => r.journal.page(0, 100))).filter((e) => e.type === 'notice.issued');
    const { position } = issued[2]!;
    expect((await read((r) => r.notices.issued(at(1), at(9), position))).map((n) => n.id)).toEqual(['n1', 'n2']);
    expect((await read((r) => r.notices.get('n1')))?.content).toEqual(content);
  });

  it('keeps one notice for each finding, and each number of a party once', async () => {
    await file({ id: 'n1', number: 1, subjectId: 'r1' });
    await expect(file({ id: 'n2', number: 2, subjectId: 'r1' })).rejects.toThrow();
    await expect(file({ id: 'n2', number: 1, subjectId: 'r2' })).rejects.toThrow();
    await file({ id: 'n2', number: 1, subjectId: 'r2', party: 'two' });
    expect(await read((r) => r.notices.about('ruling', ['r1', 'r2', 'r3']))).toHaveLength(2);
  });

  it('refuses to change or remove what was said', async () => {
    await file({ id: 'n1' });
    await bench().db.uow.run(async (tx) => {
      const [made] = await tx.append(entry);
      await tx.write.incidentNew(incident('i1'));
      const own = {
        entryId: made!.id,
        submittedBy: 'a',
        receivedAt: tx.now,
        sha256: 'h',
        note: null,
        provisionId: 'p',
      };
      const reply = {
        id: 're1',
        noticeId: 'n1',
        party: 'one',
        text: ' A\r\n',
        language: null,
        attachments: [],
        late: false,
      };
      await tx.write.reply({ ...reply, ...own });
      const figure = { id: 'f1', party: 'one', type: 'estimate' as const, asOf: tx.now, low: 0.5, best: 1, high: 2 };
      await tx.write.registerFigure({ ...figure, ...own, excluded: { x: 1 }, method: 'm' });
      await tx.write.presenceDays([
        { id: 'p1', contributor: 'c', unit: 'u', day: '2026-11-01', present: false, ...own },
      ]);
      const said = { id: 'h1', type: 'issue' as const, issueId: 'h1', at: tx.now, text: 't', loggedBy: 'a' };
      const nothing = {
        party: null,
        toParty: null,
        sector: null,
        dueBy: null,
        promiseId: null,
        kept: null,
        incidentId: null,
      };
      await tx.write.hotline({ ...said, ...nothing, loggedAt: tx.now, sha256: 'h', entryId: made!.id });
      const review = { id: 'v1', incidentId: 'i1', incidentVersion: 1, at: tx.now, ruleVersion: '1', packDigest: 'd' };
      await tx.write.provisionReview({ ...review, results: [] });
    });
    expect(await read((r) => r.replies.ofNotices(['n1']))).toMatchObject([{ text: ' A\r\n', late: false }]);
    expect(await read((r) => r.registers.figures('p', null))).toMatchObject([{ low: 0.5, excluded: { x: 1 } }]);
    expect(await read((r) => r.registers.figures('p', 1))).toEqual([]);
    expect(await read((r) => r.registers.presence('p', '2026-11-01', '2026-11-02', null))).toMatchObject([
      { present: false },
    ]);
    expect(await read((r) => r.registers.presence('p', '2026-10-01', '2026-11-01', null))).toEqual([]);
    expect(await read((r) => r.hotline.during('2026-01-01', '2027-01-01'))).toMatchObject([{ id: 'h1', kept: null }]);
    expect(await read((r) => r.provisionReviews.newestOf('i1'))).toMatchObject({ id: 'v1', results: [] });
    for (const table of ['notice', 'reply', 'register_figure', 'presence_day', 'hotline_entry', 'provision_review'])
      for (const sql of [`UPDATE "${table}" SET "id" = 'x'`, `DELETE FROM "${table}"`])
        await expect(bench().db.writer.query(sql)).rejects.toThrow(/kept as they are/);
  });
});
