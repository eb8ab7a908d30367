import { canonicalJson, canonicalSha256 } from '#core/journal/canonical.js';
import type { NoticeContent } from '#core/reply/types.js';
import type { Deps } from '#core/ports.js';

/** Files a notice to a party as the worker would, about nothing in particular; its id. */
export async function fileNotice(deps: Deps, party: string, number: number, words = 'A notice.'): Promise<string> {
  const id = deps.ids.next();
  await deps.uow.run(async (tx) => {
    const replyBy = new Date(Date.parse(tx.now) + 48 * 3_600_000).toISOString();
    const content: NoticeContent = {
      format: 'linewatch-notice-1',
      missionId: deps.mission.id,
      number,
      party,
      issuedAt: tx.now,
      about: 'assessment',
      refersTo: null,
      finding: {
        provision: null,
        kind: null,
        place: null,
        from: tx.now,
        to: replyBy,
        gravity: null,
        standardOfProof: null,
      },
      acknowledgeBy: replyBy,
      replyBy,
      words: { en: words },
    };
    const sha256 = canonicalSha256(content);
    const [entry] = await tx.append({
      actor: 'system',
      type: 'notice.issued',
      subject: { kind: 'notice', id },
      payload: { party, number, sha256 },
    });
    const shared = { id, party, about: 'assessment' as const, issuedAt: tx.now };
    await tx.write.notice({
      ...shared,
      entryId: entry!.id,
      number,
      subjectId: id,
      incidentId: null,
      content,
      sha256,
      keyId: deps.signer.keyId,
      signature: deps.signer.sign(canonicalJson(content)),
    });
    await tx.write.noticeClock({
      ...shared,
      acknowledgeBy: replyBy,
      replyBy,
      acknowledgedAt: null,
      acknowledgedBy: null,
      repliedAt: null,
      silentAt: null,
      unacknowledgedAt: null,
      withdrawnAt: null,
      closedAt: null,
    });
  });
  return id;
}
