import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freezeEdition } from '#core/compliance/edition-freeze.js';
import { approveEdition, draftEdition, publishEdition } from '#core/compliance/edition-life.js';
import { publicEdition } from '#core/compliance/edition-read.js';
import { writeBackup } from '#db/backup.js';
import { openDiskBlobs } from '#db/blobs/disk.js';
import { openDatabase } from '#db/open.js';
import { restoreBackup } from '#db/restore.js';
import { growingIds, handClock } from '#db/testing/parts.js';
import { missingDocuments } from '../../apps/worker/documents/missing.js';
import { verifyEdition } from '../../apps/cli/verify-edition.mjs';
import { openDesk, person } from './desk.js';

const childFile = resolve('dist/apps/worker/documents/child.js');
const built = existsSync(childFile) ? it : it.skip;

built(
  'a published edition comes back from a backup, and its packages hold (skipped where the program is not built)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'linewatch-edition-restore-'));
    const options = { type: 'sqlite' as const, file: join(folder, 'source.sqlite') };
    const desk = await openDesk(options);
    const parts = { clock: handClock(), ids: growingIds() };
    const [source, target] = [
      await openDatabase(options, parts),
      await openDatabase({ type: 'sqlite', file: join(folder, 'target.sqlite') }, parts),
    ];
    try {
      const { deps } = desk;
      await desk.receive(person('monitor-1', 'monitor'), {});
      desk.clock.move(7 * 86_400);
      const [editor, head] = [person('editor-1', 'editor'), person('head-1', 'head_of_mission')];
      const { id: editionId } = await draftEdition(deps, editor, { week: '2026-W48' });
      await freezeEdition(deps, editor, { editionId });
      await desk.work();
      expect(await missingDocuments(deps, { childFile })).toEqual({ made: 1, failed: 0 });
      const files = await deps.uow.read((r) => r.editions.files(editionId));
      const content = files.find((f) => f.role === 'content' && f.variant === 'internal')!;
      for (const who of [editor, head]) await approveEdition(deps, who, { editionId, contentSha256: content.sha256 });
      await publishEdition(deps, head, { editionId });
      await desk.work();

      const backup = join(folder, 'backup');
      expect((await writeBackup(source, deps.blobs, backup)).blobs.missing).toEqual([]);
      await target.migrate();
      const blobs = await openDiskBlobs(join(folder, 'blobs'));
      const { keyId, publicKey } = deps.signer;
      await restoreBackup(backup, target, blobs, { [keyId]: publicKey });

      const restored = { ...deps, uow: target.uow, blobs };
      expect(await publicEdition(restored, '2026-W48')).toEqual(await publicEdition(deps, '2026-W48'));
      expect(await missingDocuments(restored, { childFile })).toEqual({ made: 0, failed: 0 });
      const packages = files.filter((f) => f.role === 'package');
      expect(packages).toHaveLength(4);
      for (const { sha256, variant } of packages) {
        const bytes: Uint8Array[] = [];
        for await (const part of await blobs.get(sha256)) bytes.push(part);
        const verdict = verifyEdition(Buffer.concat(bytes), publicKey);
        expect(verdict).toMatchObject({ ok: true, faults: [], summary: { week: '2026-W48', variant } });
      }
    } finally {
      await Promise.all([desk.close(), source.close(), target.close()]);
      await rm(folder, { recursive: true, force: true });
    }
  },
  600_000,
);
