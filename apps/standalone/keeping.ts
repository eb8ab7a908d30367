import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { endAllSessions } from '#core/access/sessions.js';
import { knownKeys } from '#core/journal/keys.js';
import { applyRetention, outdated } from '#core/journal/retention.js';
import type { Deps } from '#core/ports.js';
import { writeBackup } from '#db/backup.js';
import { restoreBackup } from '#db/restore.js';
import type { BackupDone } from '../api/runtime.js';
import type { Parts } from './parts.js';
import { say } from './saying.js';

const keysFile = 'keys.json';

/** Writes each backup into a folder of its own, named by its instant, below `root`. */
export function backupInto(root: string, { database, deps }: Parts): () => Promise<BackupDone> {
  return async () => {
    const folder = join(root, deps.clock.now().toISOString().replace(/[:.]/g, '-'));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Public keys only: whoever restores can verify, and the private key is kept apart on purpose.
    const keys = await deps.uow.read((reads) => knownKeys(reads));
    await writeFile(join(folder, keysFile), JSON.stringify(keys, null, 2));
    const manifest = await writeBackup(database, deps.blobs, folder);
    return { folder, manifest: { ...manifest } };
  };
}

/** Restores a backup into the empty store of `parts`, verifies the whole journal, and says what it found. */
export async function restoreFrom(folder: string, { database, deps }: Parts): Promise<void> {
  const keys = JSON.parse(await readFile(join(folder, keysFile), 'utf8')) as Record<string, string>;
  say(`Restoring ${resolve(folder)} …`);
  const report = await restoreBackup(folder, database, deps.blobs, keys, ({ part, done }) => {
    if (done % 50_000 === 0) say(`  ${part}: ${done}`);
  });
  say(
    `Restored ${report.rows} rows and ${report.blobs} evidence files; the journal of ${report.journal.size} entries verifies.`,
  );
  say(`Signed by key ${Object.keys(keys).join(', ')}: compare it with what the mission published.`);
  await endAllSessions(deps);
  say('All sessions are ended. Accounts are as they were then: disable again whom you have disabled since.');
  for (const sha256 of report.missingBlobs) say(`  evidence ${sha256} was already missing when the backup was written`);
}

/** Counts, or removes, what is past its time by the pack's policy; returns a sentence about it. */
export async function sayRetention(deps: Deps, action: 'show' | 'apply'): Promise<string> {
  const found = action === 'show' ? await outdated(deps) : await applyRetention(deps);
  if (found === null) return 'The mission pack has no retention policy: nothing is ever removed.';
  const { doneWorkDays, endedSessionsDays } = deps.mission.retention!;
  return (
    `${action === 'show' ? 'Past their time' : 'Removed'}: ${found.doneWork} pieces of work done (kept ${doneWorkDays} days), ` +
    `${found.endedSessions} ended sessions (kept ${endedSessionsDays} days). Records are not touched.`
  );
}
