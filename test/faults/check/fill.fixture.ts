import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '#core/journal/canonical.js';
import type { Actor } from '#core/access/types.js';
import { makeGeography } from '#core/geo/geography.js';
import { acceptSightings } from '#core/intake/accept.js';
import { storeEvidence } from '#core/intake/evidence.js';
import type { Receipt, SightingInput } from '#core/intake/types.js';
import { jobsOf } from '#core/journal/followup.js';
import { rememberKey } from '#core/journal/keys.js';
import { carryOut } from '#core/journal/work.js';
import type { Deps } from '#core/ports.js';
import { makeRandom } from '#core/simulation/random.js';
import { openDiskBlobs } from '#db/blobs/disk.js';
import { openDatabase } from '#db/open.js';
import { loadMission } from '#formats/pack/load.js';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import { imageReader } from '#host/images.js';
import { openSigner } from '#host/signer.js';
import { handlers } from '../../../apps/worker/handlers.js';
import type { OperationLog } from '../load/log.js';
import { type Body, Maker, contentSha256 } from '../load/make.js';

const monitor: Actor = {
  id: '01900000-0000-7000-8000-000000000001',
  role: 'monitor',
  scope: { sectors: [], party: null },
  type: 'person',
};

/** A small store on SQLite in which everything went well, and the log of the client that filled it. */
export async function fillStore(folder: string, log: OperationLog): Promise<void> {
  await mkdir(folder);
  const ids = makeIds(systemClock);
  const database = await openDatabase(
    { type: 'sqlite', file: join(folder, 'linewatch.sqlite') },
    { clock: systemClock, ids },
  );
  try {
    await database.migrate();
    const mission = await loadMission('missions/two-valleys');
    const deps: Deps = {
      uow: database.uow,
      clock: systemClock,
      ids,
      signer: await openSigner(join(folder, 'keys', 'mission.pem')),
      blobs: await openDiskBlobs(join(folder, 'evidence')),
      mission,
      geography: makeGeography(mission),
      images: imageReader,
    };
    await rememberKey(deps);
    await send(deps, log, new Maker(makeRandom(7), mission, Date.UTC(2026, 10, 20)));
    await work(deps);
  } finally {
    await database.close();
  }
}

async function send(deps: Deps, log: OperationLog, maker: Maker): Promise<void> {
  const told = async (body: Body, type: 'report' | 'observation') => {
    const [result] = await acceptSightings(deps, monitor, [{ ...body, type } as unknown as SightingInput]);
    await note(log, {
      op: type === 'report' ? 'report' : 'sighting',
      key: body.id,
      sha256: contentSha256(body, type),
      receipt: result && result.status !== 'refused' ? result.receipt : null,
    });
  };
  for (let i = 0; i < 6; i++) await told(maker.sighting('person'), 'report');
  for (let i = 0; i < 8; i++) await told(maker.sighting('machine'), 'observation');
  await told(maker.wrong(), 'report');
  for (const size of [5_000, 90_000]) {
    const file = maker.file(size, 2);
    const stored = await storeEvidence(deps, monitor, file, asStream(file.parts), 1e6);
    await note(log, { op: 'evidence', key: file.id, sha256: file.sha256, receipt: stored.receipt });
  }
  // Its answer never came, and it never got there.
  const lost = maker.sighting('person');
  await log.begin([{ op: 'report', key: lost.id, sha256: contentSha256(lost, 'report'), start: Date.now() }]);
}

async function note(
  log: OperationLog,
  {
    receipt,
    ...operation
  }: { op: 'report' | 'sighting' | 'evidence'; key: string; sha256: string; receipt: Receipt | null },
): Promise<void> {
  const times = { start: Date.now(), end: Date.now() };
  await log.write([
    receipt
      ? { ...operation, ...times, result: 'ok', answer: '201', receipt: canonicalJson(receipt) }
      : { ...operation, ...times, result: 'fail', answer: '400', receipt: null },
  ]);
}

/** Does all work that is owed, as the worker would, until none is left. */
async function work(deps: Deps): Promise<void> {
  for (;;) {
    await deps.uow.run((tx) => tx.sequence(1_000, (entry) => jobsOf(entry), deps.signer));
    const now = new Date(Date.now() + 1_000).toISOString();
    const due = await deps.uow.read((reads) => reads.work.due(now, '1970-01-01T00:00:00.000Z', 1_000));
    if (due.length === 0) return;
    for (const { id, epoch } of due) await carryOut(deps, handlers, { workId: id, epoch });
    // Each is done and not asked for again: `due` names what is owed alone.
  }
}

async function* asStream(parts: Buffer[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
