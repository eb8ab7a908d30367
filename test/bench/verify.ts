import { createHash, hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '#core/access/types.js';
import { acceptSightings } from '#core/intake/accept.js';
import type { SightingInput } from '#core/intake/types.js';
import { canonicalJson } from '#core/journal/canonical.js';
import { rememberKey } from '#core/journal/keys.js';
import type { PositionedEntry, WrittenEntry } from '#core/journal/types.js';
import { type JournalVerdict, verifyJournal, verifyWritten } from '#core/journal/verify.js';
import { walkEntries, verifyStoredJournal } from '#core/journal/walk.js';
import type { Deps } from '#core/ports.js';
import { readEnvironment } from '#host/environment.js';
import { joinAside } from '#host/joining-thread.js';
import { openParts } from '../../apps/standalone/parts.js';
import { missionDir } from './asking.js';
import { reportMaker, reportSeed } from './load/reports.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, ratioRow } from './table.js';

const monitor: Actor = { id: 'monitor-0', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };

/** The whole journal recomputed, beside the bare hashing of the same bytes. */
export async function benchVerify(settings: BenchSettings): Promise<BenchRow[]> {
  await mkdir(join(settings.folder, 'data'));
  const env = { LINEWATCH_DATA: join(settings.folder, 'data'), LINEWATCH_MISSION: missionDir };
  const { deps, database } = await openParts(readEnvironment(env, process.cwd()));
  try {
    await database.migrate();
    await rememberKey(deps);
    await fill(deps, settings.short ? 4_000 : 40_000);
    const size = (await deps.uow.read((reads) => reads.journal.head()))!.size;
    const written: WrittenEntry[] = [];
    for await (const page of walkEntries(deps.uow, size)) written.push(...page);
    const entries = written.map((e): PositionedEntry => ({ ...e, payload: JSON.parse(e.payload) as object as never }));
    const heads = await deps.uow.read((reads) => reads.journal.headsFrom(0, 1_000_000));
    const bytes = bytesOf(entries);
    const megabytes = bytes.reduce((sum, b) => sum + b.byteLength, 0) / 1e6;
    const keys = { [deps.signer.keyId]: deps.signer.publicKey };
    const aside = joinAside();
    const memory = await best(() => whole(verifyWritten([written], heads, keys, aside)));
    const alone = await best(() => whole(verifyWritten([written], heads, keys)));
    const told = await best(() => whole(verifyJournal(entries, heads, keys, aside)));
    const raw = await best(async () => rawHashing(bytes));
    const every = [...bytes, ...inner(entries.length)];
    const all = await best(async () => rawHashing(every));
    const streamed = await best(async () => every.forEach((one) => createHash('sha256').update(one).digest('hex')));
    const stored = await best(() => whole(verifyStoredJournal(deps.uow, keys)));
    settings.say(
      `${size} entries, ${megabytes.toFixed(1)} MB: ${memory} s, in one thread ${alone} s, as told ${told} s, stored ${stored} s, raw ${all} s, ${raw} s for the entries alone`,
    );
    const note =
      `${size.toLocaleString('en')} entries as ${(settings.short ? 4_000 : 40_000).toLocaleString('en')} accepted observations leave ` +
      'them. The reference computes SHA-256 over all that verify must hash, digest by digest: each entry, its step of the ' +
      'running hash, and the nodes of the tree, from bytes that lie ready. It puts no bytes together and checks no signature. ' +
      'Ours puts entries into bytes and hashes them in one thread and works out running hash and tree in another, as ' +
      "`linewatch journal verify` does; the heads' signatures are checked in others. " +
      'Ours has the entries in memory as the store gives them. MB are those of the entries.';
    const theirs = { unit: 'MB/s', reference: 'raw SHA-256 of the same bytes', theirs: megabytes / all };
    const slower = { unit: 'MB/s', reference: 'the same by createHash', theirs: megabytes / streamed };
    const leaves = { unit: 'MB/s', reference: 'raw SHA-256 of the entries alone', theirs: megabytes / raw };
    const none = { least: null, aim: null };
    return [
      ratioRow({ measure: 'journal verify', ours: megabytes / memory, ...theirs }, { least: 0.5, aim: 0.8 }, { note }),
      ratioRow({ measure: 'journal verify, all hashing in one thread', ours: megabytes / alone, ...theirs }, none),
      ratioRow({ measure: 'journal verify', ours: megabytes / memory, ...slower }, none),
      ratioRow({ measure: 'journal verify', ours: megabytes / memory, ...leaves }, none),
      ratioRow({ measure: 'journal verify, read from SQLite', ours: megabytes / stored, ...theirs }, none),
      ratioRow({ measure: 'journal verify, of what the API tells', ours: megabytes / told, ...theirs }, none),
    ];
  } finally {
    await database.close();
  }
}

async function fill(deps: Deps, count: number): Promise<void> {
  const make = reportMaker(reportSeed(deps.mission, 'machine'), 3);
  for (let from = 0; from < count; from += 500) {
    const inputs = Array.from({ length: 500 }, () => ({ type: 'observation', ...make() }) as unknown as SightingInput);
    const results = await acceptSightings(deps, monitor, inputs);
    if (results.some((r) => r.status !== 'accepted')) throw new Error('an observation was refused');
    while ((await deps.uow.run((tx) => tx.sequence(1_000, () => [], deps.signer))).length > 0);
  }
}

/** What is hashed for the leaf of each entry. */
function bytesOf(entries: PositionedEntry[]): Buffer[] {
  return entries.map(({ id, at, actor, type, subject, payload, salt }) =>
    Buffer.concat([
      Buffer.of(0),
      Buffer.from(salt, 'hex'),
      Buffer.from(canonicalJson({ id, at, actor, type, subject, payload })),
    ]),
  );
}

/** As many bytes as the running hash (two hashes) and the nodes of the tree (a mark and two hashes) are made of. */
function inner(leaves: number): Buffer[] {
  return Array.from({ length: 2 * leaves }, (_, i) => Buffer.alloc(i < leaves ? 64 : 65, i));
}

async function whole(verdict: Promise<JournalVerdict>): Promise<void> {
  const found = await verdict;
  if (!found.ok) throw new Error(found.detail);
}

function rawHashing(bytes: Buffer[]): void {
  for (const one of bytes) hash('sha256', one);
}

/** Seconds of the quickest of seven: the machine's pace changes by a third from one second to the next. */
async function best(work: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < 7; i++) {
    const began = performance.now();
    await work();
    took.push((performance.now() - began) / 1000);
  }
  return Number(Math.min(...took).toFixed(4));
}
