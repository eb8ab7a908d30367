import { hashToken } from '#core/access/sessions.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { exampleReport } from './intake/example.fixture.js';
import { fileNotice } from './parties/notice.fixture.js';
import type { TestApi } from './testing/api.js';

const reason = 'Seen twice.';

/** Files one object of every kind where nobody of the access matrix works; its ids by the routes that take them. */
export async function fileForeign(api: TestApi): Promise<Record<string, string>> {
  const foreign: Record<string, string> = {};
  const { deps } = api;
  const { ids, uow } = deps;
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
      said: null,
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
      said: null,
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
      'incidents/{id}/assignees',
      'incidents/{id}/attributions',
      'incidents/{id}/rulings',
      'incidents/{id}/notices',
      'incidents/{id}/ledger',
      'incidents/{id}/ledger/items',
      'incidents/{id}/ledger/replies',
      'incidents/{id}/ledger/disputes',
      'incidents/{id}/blind',
      'incidents/{id}/blind/opinion',
    ])
      foreign[`/v1/${path}`] = incidentId;
    for (const step of ['claim', 'release', 'decide', 'hand-over', 'snooze', 'wake', 'undo-decision'])
      foreign[`/v1/triage/{id}/${step}`] = incidentId;
    const view = { id: ids.next(), owner: reporter.id, name: 'Mine', filter: {}, createdAt: tx.now };
    await tx.write.triageView(view);
    foreign['/v1/triage/views/{id}'] = view.id;
    for (const page of ['duplicates', 'shape', 'case', 'proof']) foreign[`/v1/incidents/{id}/${page}`] = incidentId;
    foreign['/v1/sightings/{id}/shape'] = sightingId;
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
  foreign['/v1/sessions/{id}'] = hashToken(reporter.token).slice(0, 16);
  return foreign;
}
