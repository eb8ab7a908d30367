import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { check } from '../check/checker.js';
import { withStore } from '../check/store.js';
import { ask } from '../load/http.js';
import { App } from '../world/app.js';
import type { World } from '../world/world.js';
import { close, inWorld, oneCase, openWorld } from './case.js';
import type { CaseResult, Kind, RunSettings, Scenario } from './scenario.js';

/** A backup is taken while the load goes on, and becomes an installation elsewhere, on the other kind of database. */
export const backups: Scenario = {
  name: 'backup',
  about: 'backup under load, restored elsewhere; a damaged one is refused and what it lacks is named',
  on: ['sqlite', 'postgres'],
  async run(settings, done) {
    for (const kind of settings.databases) {
      await inWorld(settings, kind, `backup-${kind}`, async (world) => {
        let told: string[] = [];
        let folder = '';
        const about = { scenario: 'backup', name: 'taken under load', kind, whole: true };
        done(
          await oneCase(world, about, async () => {
            for (let i = 0; i < (settings.short ? 1 : 5); i++) await world.burst(1);
            await world.heal();
            told = world.log.all().flatMap((o) => (o.result === 'ok' ? [o.key] : []));
            const load = (async () => {
              for (let i = 0; i < 4; i++) await world.burst(1);
            })();
            const { token } = world.people.administrator!;
            const made = await ask(world.address, { method: 'POST', path: '/v1/backups', token, patienceMs: 120_000 });
            await load;
            folder = (made.json as { folder?: string } | null)?.folder ?? '';
            return { happened: made.status === 201, note: `answered ${made.said}` };
          }),
        );
        done(await restored(settings, world, kind, folder, new Set(told)));
        done(await damaged(settings, world, kind, folder));
      });
    }
  },
};

/** All that was acknowledged before the backup began must be in the new store, with verdicts and journal. */
async function restored(
  settings: RunSettings,
  from: World,
  kind: Kind,
  folder: string,
  told: Set<string>,
): Promise<CaseResult> {
  const other: Kind = kind === 'sqlite' ? 'postgres' : 'sqlite';
  const start = performance.now();
  const world = await openWorld(settings, other, `restored-${kind}`);
  try {
    for (const [i, role] of world.roles.entries())
      world.apps[i] = await App.start(world.process(role, i === 0 ? { args: ['--restore', folder] } : {}));
    const recoverySeconds = (performance.now() - start) / 1000;
    const operations = from.log.all().filter((o) => told.has(o.key));
    while ((await world.left()) !== 0) await new Promise((resolve) => setTimeout(resolve, 100));
    const verdict = await withStore(world.settings.database, world.evidence, (store) => check(store, operations, true));
    const seen = /journal of (\d+) entries verifies/.exec(world.apps.map((app) => app.words).join());
    await world.stop();
    return {
      scenario: 'backup',
      name: `restored on ${other}`,
      database: kind,
      happened: seen !== null,
      ok: 0, // counted where they were acknowledged
      mix: {},
      refused: 0,
      unknown: 0,
      recoverySeconds,
      faults: verdict.faults,
      bounds: [],
      note: `${verdict.ok} operations found again; the program verified ${seen?.[1] ?? 'no'} entries`,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await close(settings, world);
  }
}

/** Three entries are taken out of the backup and its hashes made to fit: the journal itself must tell. */
async function damaged(settings: RunSettings, from: World, kind: Kind, folder: string): Promise<CaseResult> {
  const start = performance.now();
  const manifestFile = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as {
    files: { path: string; rows: number; sha256: string; bytes: number; table: string }[];
  };
  const file = manifest.files.find((f) => f.table === 'journal_position')!;
  const path = join(folder, file.path);
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  const at = from.random.next() * (lines.length - 10);
  const gone = lines
    .splice(Math.floor(at) + 1, 3)
    .map((line) => Number((JSON.parse(line) as { position: number }).position));
  const packed = gzipSync(`${lines.join('\n')}\n`);
  writeFileSync(path, packed);
  Object.assign(file, {
    rows: lines.length,
    bytes: packed.length,
    sha256: createHash('sha256').update(packed).digest('hex'),
  });
  writeFileSync(manifestFile, JSON.stringify(manifest));
  const world = await openWorld(settings, 'sqlite', `damaged-${kind}`);
  try {
    const app = await App.start(world.process('all', { args: ['--restore', folder] }), false);
    const { code } = await app.ended();
    const named = app.words.includes(`${gone[0]}-${gone.at(-1)}`);
    const detail = `ended with ${code}: ${app.words.slice(-300)}`;
    return {
      scenario: 'backup',
      name: 'three entries taken out',
      database: kind,
      happened: existsSync(path),
      ok: 0,
      mix: {},
      refused: 0,
      unknown: 0,
      recoverySeconds: 0,
      faults: code !== 0 && named ? [] : [{ kind: 'journal', key: 'restore', detail }],
      bounds: [],
      note: `refused, positions ${gone[0]} to ${gone.at(-1)} named`,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await close(settings, world);
  }
}
