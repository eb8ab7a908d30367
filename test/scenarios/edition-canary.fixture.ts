import { inflateRawSync } from 'node:zlib';
import { contentOf } from '#core/compliance/edition-content.js';
import { draftEdition } from '#core/compliance/edition-life.js';
import { draftSource } from '#core/compliance/edition-draft.js';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { viewsOf } from '#core/compliance/redaction.js';
import { confirmAttribution, proposeAttribution } from '#core/attribution/attribute.js';
import { ruleAssessment } from '#core/ruling/assess.js';
import { decideRuling } from '#core/ruling/decide-ruling.js';
import { recordEffort } from '#core/intake/effort.js';
import { acceptNotification } from '#core/intake/notify.js';
import { estimateFigure } from '#core/ruling/register-intake.js';
import { decide } from '#core/verification/decide.js';
import { openDesk, person } from './desk.js';
import { call, climb, complain, send, weigh } from './edition-canary-acts.fixture.js';

/** Every marker is a word that stands in one protected field and nowhere else. */
const marked: string[] = [];
const canary = (field: string): string => {
  const marker = `CANARY${field.toUpperCase()}${marked.length}Q`;
  marked.push(marker);
  return marker;
};

const monitor = person(canary('submitter').toLowerCase(), 'monitor');
const supervisor = person(canary('supervisor').toLowerCase(), 'supervisor');
const analyst = person(canary('analyst').toLowerCase(), 'analyst');
const other = person(canary('other').toLowerCase(), 'analyst');
const ruler = person(canary('ruler').toLowerCase(), 'analyst');
const dissenter = person(canary('dissenter').toLowerCase(), 'analyst');
const staff = { monitor, supervisor, analyst, dissenter };
const editor = person(canary('editor').toLowerCase(), 'editor');
const liaison = { ...person(canary('liaison').toLowerCase(), 'party_liaison'), scope: { sectors: [], party: 'orrin' } };
/** Where the observer stood, and where exactly it was: to so many digits only the sources know. */
const observer = { lat: -49.300123, lon: 69.500321 };
const digits = ['49.300123', '69.500321', '49.310457', '69.510754'];
const notice = canary('notice');

/** The contents of a small week, one for each variant, in which every protected field holds a marker. */
export async function markedContents(): Promise<EditionContent[]> {
  const desk = await openDesk();
  try {
    const { deps } = desk;
    const sighting = await desk.receive(monitor, {
      text: canary('text'),
      sourceTime: canary('time'),
      patrolId: canary('patrol').toLowerCase(),
      provider: `ally:${canary('provider').toLowerCase()}`,
      place: { type: 'bearing_range', observer, bearing: 90, distanceFromMetres: 1800, distanceToMetres: 2200 },
    });
    let incident = await desk.incidentOf(sighting);
    const at = () => ({ incidentId: incident.id, version: incident.version });
    await decide(deps, supervisor, { ...at(), outcome: 'verified', cause: null, reason: canary('verified') });
    await desk.work();
    incident = await desk.incidentOf(sighting);
    const attribution = await proposeAttribution(deps, analyst, {
      ...at(),
      party: 'orrin',
      probability: 0.9,
      reason: canary('attributed'),
    });
    await confirmAttribution(deps, other, { attributionId: attribution.id });
    await desk.work();
    const incidentId = incident.id;
    await weigh(desk, canary, staff, { incidentId, attributionId: attribution.id });
    await climb(desk, canary, staff, incidentId);
    await send(desk, canary, staff, incidentId);
    await call(desk, canary, staff, incidentId);
    await complain(desk, canary);
    incident = await desk.incidentOf(sighting);
    await decideRuling(deps, ruler, {
      ...at(),
      provisionId: 'no-fire',
      result: 'breach',
      gravity: 'serious',
      reason: canary('ruled'),
    });
    await desk.work();
    await acceptNotification(deps, liaison, {
      id: deps.ids.next(),
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
      text: notice,
    });
    await desk.receive(monitor, {
      kind: 'passage-refused',
      weapon: undefined,
      start: '2026-11-22T02:00:00.000Z',
      end: '2026-11-22T02:01:00.000Z',
      restriction: {
        type: 'conditional',
        condition: canary('condition'),
        crossing: canary('crossing'),
        words: canary('words'),
        wordsOf: canary('speaker'),
        imposedBy: 'vell',
      },
    });
    await recordEffort(deps, supervisor, {
      id: deps.ids.next(),
      means: 'eye',
      sourceId: canary('source').toLowerCase(),
      sector: 'island',
      side: null,
      start: '2026-11-22T00:00:00.000Z',
      end: '2026-11-22T04:00:00.000Z',
      usableHours: 3,
      lostHours: 1,
      lostReason: canary('lost'),
    });
    await estimateFigure(deps, analyst, {
      id: deps.ids.next(),
      provisionId: 'few-guns',
      party: 'vell',
      asOf: '2026-11-10T00:00:00.000Z',
      low: 25,
      best: 25,
      high: 31,
      excluded: {},
      method: canary('method'),
      note: canary('note'),
    });
    await ruleAssessment(deps, ruler, {
      provisionId: 'few-guns',
      party: 'vell',
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-20T00:00:00.000Z',
      result: 'breach',
      reason: canary('assessed'),
    });
    desk.clock.move(10 * 86_400);
    await desk.work();
    const { id } = await draftEdition(deps, editor, { week: '2026-W48' });
    const { source, at: now } = await draftSource(deps, id);
    return viewsOf(deps.mission, now).map((view) => contentOf(source, deps.mission, deps.geography, view, true));
  } finally {
    await desk.close();
  }
}

/** Markers that a variant may hold: a party reads its own notices. */
function mayHold(content: EditionContent): string[] {
  return content.variant === 'party' && content.party === 'orrin' ? [notice] : [];
}

/** All markers found in a text of ours or of a renderer. */
export function found(text: string): string[] {
  const lower = text.toLowerCase();
  return [...marked, ...digits].filter((m) => lower.includes(m.toLowerCase()));
}

/** Markers in what was made of a content that must not be there. */
export function leaks(text: string, content: EditionContent): string[] {
  return found(text).filter((m) => !mayHold(content).includes(m));
}

/** The text of a file with everything in it that is compressed (DOCX parts, PDF streams) unpacked beside it. */
export function wordsIn(bytes: Uint8Array): string {
  const file = Buffer.from(bytes);
  const parts = [file.toString('utf8'), file.toString('latin1')];
  for (let at = file.indexOf('PK\x03\x04', 0, 'latin1'); at >= 0; at = file.indexOf('PK\x03\x04', at + 4, 'latin1')) {
    const body = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    if (file.readUInt16LE(at + 8) === 8)
      parts.push(inflated(() => inflateRawSync(file.subarray(body), { finishFlush: 2 })));
  }
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 7)) {
    const end = file.indexOf('endstream', at);
    // A PDF's streams have a zlib header of two bytes.
    if (end > at) parts.push(inflated(() => inflateRawSync(file.subarray(at + 9, end), { finishFlush: 2 })));
  }
  return parts.join('\n');
}

function inflated(unpack: () => Buffer): string {
  try {
    return unpack().toString('utf8');
  } catch {
    // Not compressed this way: it was searched as it is.
    return '';
  }
}
