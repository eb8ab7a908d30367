import { createHash } from 'node:crypto';
import type { Actor } from '#core/access/types.js';
import { freezeEdition } from '#core/compliance/edition-freeze.js';
import {
  approveEdition,
  draftEdition,
  editText,
  publishEdition,
  returnEdition,
} from '#core/compliance/edition-life.js';
import { confirmErratum, declineErratum, proposeErratum } from '#core/compliance/edition-errata.js';
import { draftContent } from '#core/compliance/edition-draft.js';
import { editionMessages, messagesIn } from '#core/compliance/edition-messages.js';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { followJournal, recount } from '#core/compliance/follow-journal.js';
import { Problem } from '#core/errors.js';
import { decide } from '#core/verification/decide.js';
import { openDesk, person, refusal, type Desk } from './desk.js';

const monitor = person('monitor-1', 'monitor');
const supervisor = person('supervisor-1', 'supervisor');
const editor = person('editor-1', 'editor');
const secondEditor = person('editor-2', 'editor');
const head = person('head-1', 'head_of_mission');
const secondHead = person('head-2', 'head_of_mission');

/** The desk's day is in the week that ends on 2026-11-27 at 06:00 in the pack's zone. */
const week = '2026-W48';

async function readBlob(desk: Desk, sha256: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of await desk.deps.blobs.get(sha256)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

async function contentOf(desk: Desk, editionId: string, variant = 'internal', party = 'none') {
  const files = await desk.deps.uow.read((r) => r.editions.files(editionId));
  const file = files.find((f) => f.role === 'content' && f.variant === variant && f.party === party)!;
  const text = await readBlob(desk, file.sha256);
  return { sha256: file.sha256, text, content: JSON.parse(text) as EditionContent };
}

const figure = (content: EditionContent, id: string) => content.figures.find((f) => f.id === id)?.value;

describe('the life of an edition', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    const sighting = await desk.receive(monitor, { text: 'PROTECTED-WORDS' });
    const incident = await desk.incidentOf(sighting);
    await decide(desk.deps, supervisor, {
      incidentId: incident.id,
      version: incident.version,
      outcome: 'verified',
      cause: null,
      reason: 'PROTECTED-REASON',
    });
    await desk.receive(monitor, {
      start: '2026-11-22T02:00:00.000Z',
      end: '2026-11-22T02:01:00.000Z',
      kind: 'passage-refused',
      weapon: undefined,
    });
    await desk.work();
  });
  afterAll(() => desk.close());

  let editionId: string;

  it('cannot be drafted before the week has ended, and only by those who edit', async () => {
    expect(await refusal(draftEdition(desk.deps, editor, { week }))).toBe('not_possible');
    desk.clock.move(7 * 86_400);
    expect(await refusal(draftEdition(desk.deps, monitor, { week }))).toBe('not_allowed');
    ({ id: editionId } = await draftEdition(desk.deps, editor, { week }));
    expect(await refusal(draftEdition(desk.deps, editor, { week }))).toBe('not_possible');
  });

  it('has live figures while it is a draft', async () => {
    const { content } = await draftContent(desk.deps, editionId);
    expect(content).toMatchObject({ week, frozen: false, version: 1, variant: 'internal' });
    expect(figure(content, 'incidents.live')).toBe(2);
    expect(figure(content, 'incidents.verified')).toBe(1);
    expect(content.sections.map((s) => s.id)[0]).toBe('summary');
    // What a catalogue must hold is written down, key by key.
    for (const [key, values] of messagesIn(content))
      expect([key, [...(editionMessages[key] ?? ['(unknown key)'])].sort()]).toEqual([key, values.sort()]);
  });

  it('takes the editor’s words, but no number that is not of the paragraph and no missing language', async () => {
    const edit = (en: string, fr?: string) =>
      editText(desk.deps, editor, { editionId, paragraphId: 'summary.counts', texts: { en, ...(fr && { fr }) } });
    expect(await refusal(edit('There were 2 incidents.'))).toBe('invalid_input');
    expect(await refusal(edit('There were 3 incidents.', 'Il y a eu 2 incidents.'))).toBe('invalid_input');
    expect(await refusal(edit('<b>2</b> incidents.', 'Il y a eu 2 incidents.'))).toBe('invalid_input');
    await edit('There were 2 incidents, 1 of them verified.', 'Il y a eu 2 incidents, dont 1 vérifié.');
    const { content } = await draftContent(desk.deps, editionId);
    expect(JSON.stringify(content.sections[0])).toContain('dont 1 vérifié');
  });

  it('freezes with a cut-off, the same figures in every variant, and hashes in the journal', async () => {
    const frozen = await freezeEdition(desk.deps, editor, { editionId });
    expect(frozen).toMatchObject({ state: 'frozen', frozenBy: 'editor-1', rowVersion: 2 });
    const internal = await contentOf(desk, editionId);
    const open = await contentOf(desk, editionId, 'public');
    expect(createHash('sha256').update(internal.text).digest('hex')).toBe(internal.sha256);
    expect(internal.content.cutoff).toBe(frozen.cutoff);
    expect(figure(open.content, 'incidents.live')).toBe(2);
    expect(internal.text).toContain('PROTECTED-REASON');
    expect(open.text).not.toContain('PROTECTED');
    const entry = await desk.deps.uow.read((r) => r.journal.get(frozen.frozenEntryId!));
    expect(entry?.payload['contents']).toContainEqual({ variant: 'internal', party: 'none', sha256: internal.sha256 });
    expect(await refusal(freezeEdition(desk.deps, editor, { editionId }))).toBe('not_possible');
    expect(await refusal(editText(desk.deps, editor, { editionId, paragraphId: 'summary.counts', texts: null }))).toBe(
      'not_possible',
    );
  });

  it('is approved by an editor and a head of mission who have seen exactly this', async () => {
    const { sha256 } = await contentOf(desk, editionId);
    const approve = (by: Actor, contentSha256 = sha256) => approveEdition(desk.deps, by, { editionId, contentSha256 });
    expect(await refusal(approve(supervisor))).toBe('not_allowed');
    expect(await refusal(approve(head, 'f'.repeat(64)))).toBe('conflict');
    expect((await approve(editor)).state).toBe('half_approved');
    expect(await refusal(approve(editor))).toBe('not_allowed');
    expect(await refusal(approve(secondEditor))).toBe('not_allowed');
    expect(await refusal(publishEdition(desk.deps, head, { editionId }))).toBe('not_possible');
    expect((await approve(head)).state).toBe('approved');
    expect(await refusal(publishEdition(desk.deps, editor, { editionId }))).toBe('not_allowed');
    // No documents yet.
    expect(await refusal(publishEdition(desk.deps, head, { editionId }))).toBe('not_possible');
  });

  it('is published once its package is there, then corrected only by numbered errata of two people', async () => {
    const { deps } = desk;
    const { content } = await contentOf(desk, editionId);
    const published = new Map(content.figures.map((f) => [f.id, f.value]));
    const text = { en: 'One incident counted twice.', fr: 'Un incident compté deux fois.' };
    const propose = (figures: { id: string; corrected: number }[], by = editor) =>
      proposeErratum(deps, by, { editionId, text, figures }, published);
    const confirm = (proposalId: string, by = head) => confirmErratum(deps, by, { editionId, proposalId });
    expect(await refusal(propose([]))).toBe('not_possible');
    await deps.uow.run((tx) =>
      tx.write.editionFiles([
        {
          editionId,
          revision: 0,
          variant: 'public',
          party: 'none',
          role: 'package',
          path: 'edition.zip',
          mediaType: 'application/zip',
          sha256: 'a'.repeat(64),
          size: 1,
          at: tx.now,
        },
      ]),
    );
    expect((await publishEdition(deps, head, { editionId })).state).toBe('published');
    expect(await refusal(propose([{ id: 'no.such', corrected: 1 }]))).toBe('invalid_input');
    expect(await refusal(propose([{ id: 'incidents.live', corrected: 2 }]))).toBe('invalid_input');
    expect(await refusal(propose([], monitor))).toBe('not_allowed');
    const proposal = await propose([{ id: 'incidents.live', corrected: 1 }]);
    expect((await deps.uow.read((r) => r.editions.get(editionId)))?.errata).toBe(0);
    expect(await refusal(confirm(proposal.id, editor))).toBe('not_allowed');
    expect(await confirm(proposal.id)).toMatchObject({
      number: 1,
      by: 'head-1',
      figures: [{ id: 'incidents.live', published: 2, corrected: 1 }],
    });
    expect(await refusal(confirm(proposal.id))).toBe('not_possible');
    const own = await propose([], head);
    expect(await refusal(confirm(own.id))).toBe('not_allowed');
    expect(await refusal(confirm(own.id, secondEditor))).toBe('not_allowed');
    expect((await confirm(own.id, secondHead)).number).toBe(2);
    const unwanted = await propose([]);
    expect(await refusal(declineErratum(deps, head, { editionId, proposalId: unwanted.id, reason: '' }))).toBe(
      'invalid_input',
    );
    const declined = await declineErratum(deps, head, { editionId, proposalId: unwanted.id, reason: 'Not an error.' });
    expect(declined).toMatchObject({ state: 'declined', decidedBy: 'head-1', number: null });
    expect(await refusal(confirm(unwanted.id))).toBe('not_possible');
    expect(figure((await contentOf(desk, editionId)).content, 'incidents.live')).toBe(2);
    const entries = await deps.uow.read((r) => r.journal.ofSubject('edition', editionId));
    expect(entries.map((e) => e.type)).toEqual([
      'edition.drafted',
      'edition.text_edited',
      'edition.frozen',
      'edition.approved',
      'edition.approved',
      'edition.published',
      'edition.erratum_proposed',
      'edition.corrected',
      'edition.erratum_proposed',
      'edition.corrected',
      'edition.erratum_proposed',
      'edition.erratum_declined',
    ]);
  });

  it('leaves a late report to the next edition, which says so', async () => {
    await desk.receive(monitor, {
      start: '2026-11-22T00:30:00.000Z',
      end: '2026-11-22T00:31:00.000Z',
      kind: 'gunfire',
      weapon: undefined,
    });
    await desk.work();
    desk.clock.move(7 * 86_400);
    const next = await draftEdition(desk.deps, editor, { week: '2026-W49' });
    const { content } = await draftContent(desk.deps, next.id);
    expect(figure(content, `late.${week}`)).toBe(1);
    expect(JSON.stringify(content.sections.find((s) => s.id === 'compliance'))).toContain('compliance.late');
    expect(figure((await contentOf(desk, editionId)).content, 'incidents.live')).toBe(2);
  });

  it('may be returned with a reason; the week is then drafted anew under the next number', async () => {
    const [next] = await desk.deps.uow.read((r) => r.editions.ofWeek('2026-W49'));
    await freezeEdition(desk.deps, editor, { editionId: next!.id });
    expect(await refusal(returnEdition(desk.deps, head, { editionId: next!.id, reason: ' ' }))).toBe('invalid_input');
    await returnEdition(desk.deps, head, { editionId: next!.id, reason: 'The text on the ford is unclear.' });
    expect((await draftEdition(desk.deps, editor, { week: '2026-W49' })).version).toBe(2);
  });

  it('does not freeze where parts do not equal totals, and names the two figures', async () => {
    const [, second] = await desk.deps.uow.read((r) => r.editions.ofWeek('2026-W49'));
    // A roll-up that somebody tampered with behind the program's back.
    await followJournal(desk.deps);
    const spoilt: Desk['deps'] = {
      ...desk.deps,
      uow: {
        run: (body) => desk.deps.uow.run(body),
        read: (body) =>
          desk.deps.uow.read((reads) =>
            body(
              new Proxy(reads, {
                get: (target, key) =>
                  key === 'rollups'
                    ? {
                        ...target.rollups,
                        incidents: async () => [
                          {
                            reportingWeek: '2026-W49',
                            reportingDay: '2026-12-01',
                            sector: 'none',
                            kind: 'blast',
                            party: 'none',
                            standing: 'alleged',
                            incidents: 5,
                          },
                        ],
                      }
                    : Reflect.get(target, key),
              }),
            ),
          ),
      },
    };
    const failed = await freezeEdition(spoilt, editor, { editionId: second!.id }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Problem);
    expect((failed as Problem).message).toMatch(/incidents\.live is 5, but time_of_day\.all is 0/);
    expect((await desk.deps.uow.read((r) => r.editions.get(second!.id)))?.state).toBe('draft');
    expect(await recount(desk.deps)).toMatchObject({ differences: [] });
  });
});
