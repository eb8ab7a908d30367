import { say } from '../said.js';
import { inForce } from '../attribution/attribute.js';
import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import { canonicalJson, canonicalSha256 } from '../journal/canonical.js';
import type { Mission, NoticeAbout, Provision } from '../mission/types.js';
import type { Deps, JobHandler, Tx } from '../ports.js';
import type { Assessment, Ruling } from '../ruling/types.js';
import { noticeFormat, type Notice, type NoticeClock, type NoticeContent, type NoticeFinding } from './types.js';
import { coarseInterval, coarsePlace, noticeWords } from './words.js';

/** A finding that a party is to be told of. */
interface Tellable {
  about: Exclude<NoticeAbout, 'withdrawal'>;
  subjectId: string;
  party: string;
  finding: NoticeFinding;
}

/**
 * Tells the party concerned of every finding on an incident that stands and that the pack says it is told of, once each,
 * and takes back what it was told and no longer stands. Done again it changes nothing.
 * @throws Problem not_found
 */
export const notifyOfIncident: JobHandler = async (tx, deps, incidentId) => {
  if (!deps.mission.reply) return;
  const [incident] = await lockIncidents(tx, [incidentId]);
  if (!incident) throw new Problem('not_found', say`There is no incident ${incidentId}.`);
  const standing = incident.state === 'merged' ? [] : await findingsOn(tx, deps, incident);
  await bringUpToDate(tx, deps, await tx.notices.ofIncident(incidentId), standing, incidentId);
};

/** The same for an assessment of a provision that counts. @throws Problem not_found */
export const notifyOfAssessment: JobHandler = async (tx, deps, assessmentId) => {
  const known = await tx.assessments.get(assessmentId);
  if (!known) throw new Problem('not_found', say`There is no assessment ${assessmentId}.`);
  if (!deps.mission.reply) return;
  await tx.lock([`assessment:${known.provisionId}`]);
  // Together, because a newer assessment of the same period takes the place of an older one.
  const all = (await tx.assessments.ofProvision(known.provisionId)).filter((a) => a.party === known.party);
  const told = await tx.notices.about(
    'assessment',
    all.map((a) => a.id),
  );
  const takenBack = await tx.notices.about(
    'withdrawal',
    told.map((n) => n.id),
  );
  const standing = all.flatMap((a) => assessmentFinding(deps.mission, a));
  await bringUpToDate(tx, deps, [...told, ...takenBack], standing, null);
};

async function bringUpToDate(
  tx: Tx,
  deps: Deps,
  told: Notice[],
  standing: Tellable[],
  incidentId: string | null,
): Promise<void> {
  const takenBack = new Set(told.filter((n) => n.about === 'withdrawal').map((n) => n.subjectId));
  const fallen = told.filter(
    (n) =>
      n.about !== 'withdrawal' &&
      !takenBack.has(n.id) &&
      !standing.some((s) => s.about === n.about && s.subjectId === n.subjectId),
  );
  const fresh = standing.filter((s) => !told.some((n) => n.about === s.about && n.subjectId === s.subjectId));
  await tx.lock([...fallen, ...fresh].map((n) => `notices:${n.party}`));
  for (const notice of fallen) await takeBack(tx, deps, notice);
  for (const finding of fresh) await issue(tx, deps, { ...finding, refersTo: null, incidentId });
}

async function takeBack(tx: Tx, deps: Deps, notice: Notice): Promise<void> {
  const { party, content, incidentId } = notice;
  await tx.lock([`notice:${notice.id}`]);
  const [clock] = await tx.notices.clocks([notice.id]);
  await tx.write.noticeClock({ ...clock!, withdrawnAt: tx.now, closedAt: clock!.closedAt ?? tx.now });
  const about = 'withdrawal' as const;
  await issue(tx, deps, {
    about,
    subjectId: notice.id,
    party,
    finding: content.finding,
    refersTo: notice.number,
    incidentId,
  });
}

/** Numbers, words, seals and files one notice, and starts its clocks. */
async function issue(
  tx: Tx,
  deps: Deps,
  given: Omit<Tellable, 'about'> & { about: NoticeAbout; refersTo: number | null; incidentId: string | null },
): Promise<void> {
  const { mission, signer, geography } = deps;
  const { about, subjectId, party, finding, refersTo, incidentId } = given;
  const number = (await tx.notices.lastNumber(party)) + 1;
  const asks = about !== 'withdrawal';
  const hence = (hours: number) => new Date(Date.parse(tx.now) + hours * 3_600_000).toISOString();
  const bare: Omit<NoticeContent, 'words'> = {
    format: noticeFormat,
    missionId: mission.id,
    number,
    party,
    issuedAt: tx.now,
    about,
    refersTo,
    finding,
    acknowledgeBy: asks ? hence(mission.reply!.acknowledgeHours) : null,
    replyBy: asks ? hence(mission.thresholds.escalation.replyHours) : null,
  };
  const { place } = finding;
  const where = (language: string) => (place === null ? '-' : geography.describe(place, language));
  const content: NoticeContent = { ...bare, words: noticeWords(mission, about, bare, where) };
  const sha256 = canonicalSha256(content);
  const id = tx.ids.next();
  const [entry] = await tx.append({
    actor: 'system',
    type: 'notice.issued',
    subject: { kind: 'notice', id },
    payload: {
      party,
      number,
      about,
      subjectId,
      sha256,
      acknowledgeBy: content.acknowledgeBy,
      replyBy: content.replyBy,
    },
  });
  const notice: Notice = {
    id,
    entryId: entry!.id,
    party,
    number,
    about,
    subjectId,
    incidentId,
    issuedAt: tx.now,
    content,
    sha256,
    keyId: signer.keyId,
    signature: signer.sign(canonicalJson(content)),
  };
  const clock: NoticeClock = {
    id,
    party,
    about,
    issuedAt: tx.now,
    acknowledgeBy: content.acknowledgeBy,
    replyBy: content.replyBy,
    acknowledgedAt: null,
    acknowledgedBy: null,
    repliedAt: null,
    silentAt: null,
    unacknowledgedAt: null,
    withdrawnAt: null,
    closedAt: asks ? null : tx.now,
  };
  await tx.write.notice(notice);
  await tx.write.noticeClock(clock);
}

async function findingsOn(tx: Tx, deps: Deps, incident: Incident): Promise<Tellable[]> {
  const { mission } = deps;
  const rules = mission.reply!;
  const found: Tellable[] = [];
  const attribution = inForce(await tx.attributions.ofIncident(incident.id));
  const circumstances = circumstancesOf(mission, incident);
  if (rules.after.includes('attribution') && attribution?.party != null)
    found.push({
      about: 'attribution',
      subjectId: attribution.id,
      party: attribution.party,
      finding: { ...circumstances, provision: null, gravity: null, standardOfProof: null },
    });
  const rulings = rules.after.includes('ruling') ? await tx.rulings.ofIncident(incident.id) : [];
  for (const r of rulings)
    if (r.state === 'ruled' && r.result === 'breach' && r.party !== null)
      found.push({
        about: 'ruling',
        subjectId: r.id,
        party: r.party,
        finding: {
          ...circumstances,
          provision: provisionOf(mission, r),
          gravity: r.gravity,
          standardOfProof: r.standardOfProof,
        },
      });
  return found;
}

function assessmentFinding(mission: Mission, a: Assessment): Tellable[] {
  if (!mission.reply!.after.includes('assessment')) return [];
  if (a.state !== 'ruled' || a.result !== 'breach' || a.party === null) return [];
  // That a duty has lapsed is no breach by anybody.
  if (mission.provisions.find((p) => p.id === a.provisionId)?.kind === 'condition') return [];
  return [
    {
      about: 'assessment',
      subjectId: a.id,
      party: a.party,
      finding: {
        provision: provisionOf(mission, a),
        kind: null,
        place: null,
        from: a.from,
        to: a.to,
        gravity: a.gravity,
        standardOfProof: a.standardOfProof,
      },
    },
  ];
}

function circumstancesOf(mission: Mission, incident: Incident): Pick<NoticeFinding, 'kind' | 'place' | 'from' | 'to'> {
  const { coarsenMetres, coarsenMinutes } = mission.reply!;
  return {
    kind: mission.eventKinds.find((k) => k.id === incident.kind)?.name ?? null,
    place: { ...coarsePlace(incident.estimate, coarsenMetres), withinMetres: coarsenMetres },
    ...coarseInterval(incident.start, incident.end, coarsenMinutes),
  };
}

function provisionOf(mission: Mission, ruled: Ruling | Assessment): NoticeFinding['provision'] {
  const provision: Provision | undefined = mission.provisions.find((p) => p.id === ruled.provisionId);
  return {
    id: ruled.provisionId,
    number: provision?.number ?? ruled.provisionId,
    version: ruled.provisionVersion,
    title: provision?.title ?? { en: ruled.provisionId },
    // The words that were ruled on, also where the pack has others by now.
    text: ruled.provisionText ?? provision?.text ?? { en: ruled.provisionId },
  };
}
