import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeGeography } from '#core/geo/geography.js';
import { imageReader } from '#host/images.js';
import type { BlobStore, Deps } from '#core/ports.js';
import { openDiskBlobs } from '#db/blobs/disk.js';
import { watchingIsCheap } from '#db/nesting.js';
import { type Database, openDatabase } from '#db/open.js';
import { capDocument } from '#formats/cap.js';
import { loadMission } from '#formats/pack/load.js';
import { systemClock } from '#host/clock.js';
import { makeChannels } from '#host/channels/channels.js';
import type { Environment } from '#host/environment.js';
import { makeIds } from '#host/ids.js';
import { openSigner } from '#host/signer.js';

export interface Parts {
  deps: Deps;
  database: Database;
}

/**
 * Opens what every process needs: mission pack, database, key, evidence store.
 * @throws PackFaults, Problem unavailable, Error of the file system or the database server
 */
export async function openParts(environment: Environment): Promise<Parts> {
  const mission = await loadMission(environment.missionDir);
  await mkdir(environment.dataDir, { recursive: true, mode: 0o700 });
  const ids = makeIds(systemClock);
  const signer = await openSigner(environment.keyFile);
  const blobs = await openBlobs(environment);
  const database = await openDatabase(
    environment.databaseUrl
      ? {
          type: 'postgres',
          url: environment.databaseUrl,
          poolSize: environment.workerConcurrency + 8,
          ca: environment.insideCa,
        }
      : { type: 'sqlite', file: join(environment.dataDir, 'linewatch.sqlite') },
    { clock: systemClock, ids, watchNesting: watchingIsCheap },
  );
  const geography = makeGeography(mission);
  const { smtpUrl, mailFrom } = environment;
  const mail = smtpUrl !== null && mailFrom !== null ? { url: smtpUrl, from: mailFrom } : null;
  const channels = makeChannels({ mail, signer, capDocument });
  return {
    database,
    deps: {
      uow: database.uow,
      clock: systemClock,
      ids,
      signer,
      blobs,
      mission,
      geography,
      images: imageReader,
      channels,
    },
  };
}

/** The client of S3 takes twenty megabytes: only who keeps evidence there has it in memory. */
async function openBlobs({ evidenceUrl, insideCa, dataDir }: Environment): Promise<BlobStore> {
  if (!evidenceUrl) return openDiskBlobs(join(dataDir, 'evidence'));
  const { openS3Blobs, parseS3Address } = await import('#db/blobs/s3.js');
  return openS3Blobs(parseS3Address(evidenceUrl), insideCa);
}
