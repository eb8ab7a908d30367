import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mission } from '#core/mission/types.js';
import { loadMission } from '#formats/pack/load.js';
import { startPostgres } from '../../apps/standalone/stores/postgres.js';
import { missionDir, signIn } from './asking.js';
import { chance } from './chance.js';
import { startOurs } from './children.js';
import { seedIncidents, emptySchema, type SeedPlace } from './seed.js';
import type { OursSettings, Person } from './servers/ours.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, limitRow, quantile } from './table.js';

const supervisor: Person = { loginName: 'supervisor-1', password: 'seven quiet bridges 9', role: 'supervisor' };
const dayMs = 86_400_000;
const note =
  'One reader after another over HTTP, whole answers, other filters, boxes and times in each request; 10,000 incidents are ' +
  'undecided. Our own p95 is the figure.';

/** How long the screens wait for lists and maps where a mission has run for twelve years, on a laptop's SQLite. */
export async function benchLists(settings: BenchSettings): Promise<BenchRow[]> {
  const at: SeedPlace = { type: 'sqlite', file: join(settings.folder, 'ours', 'linewatch.sqlite') };
  const count = settings.short ? 100_000 : 1_000_000;
  await emptySchema(at);
  await seeded(settings, count, at);
  return ask(settings, count, at);
}

/** The same on PostgreSQL with five million. */
export async function benchListsPostgres(settings: BenchSettings): Promise<BenchRow[]> {
  const count = settings.short ? 200_000 : 5_000_000;
  const running = async <T>(flags: string[], work: (at: SeedPlace) => Promise<T>): Promise<T> => {
    const { url, child } = await startPostgres(join(settings.folder, 'postgres'), [
      '-c',
      'shared_buffers=4GB',
      ...flags,
    ]);
    try {
      return await work({ type: 'postgres', url });
    } finally {
      await child.stop();
    }
  };
  await running([], emptySchema);
  // Only while it is filled is nothing synced; the api refuses such a server.
  const quick = ['fsync=off', 'full_page_writes=off', 'max_wal_size=32GB', 'checkpoint_timeout=1h'];
  await running(
    quick.flatMap((setting) => ['-c', setting]),
    (at) => seeded(settings, count, at),
  );
  return running([], (at) => ask(settings, count, at));
}

async function seeded({ say }: BenchSettings, count: number, at: SeedPlace): Promise<void> {
  const began = performance.now();
  await seedIncidents(at, await loadMission(missionDir), count);
  say(`${count} incidents in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

async function ask(settings: BenchSettings, count: number, at: SeedPlace): Promise<BenchRow[]> {
  const mission = await loadMission(missionDir);
  const folder = join(settings.folder, 'ours');
  await mkdir(folder, { recursive: true });
  const given: OursSettings = {
    folder,
    databaseUrl: at.type === 'postgres' ? at.url : null,
    mission: missionDir,
    people: [supervisor],
  };
  const server = await startOurs(given);
  try {
    const token = await signIn(server.address, supervisor);
    const rows: BenchRow[] = [];
    for (const [what, path] of Object.entries(questions(mission))) {
      const times: number[] = [];
      for (let n = 0; n < (settings.short ? 20 : 100) + 5; n++) {
        const took = await timed(server.address + path(n), token);
        if (n >= 5) times.push(took); // the first fill caches, as in a process that has run for a while
      }
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(times, share));
      const name = at.type === 'sqlite' ? 'SQLite' : 'PostgreSQL';
      const measure = `${what}, ${count.toLocaleString('en')} incidents, ${name}`;
      const bar = { most: 100, aim: 30 };
      rows.push(limitRow({ measure, unit: 'ms', ours: p95! }, bar, { p50: p50!, p95: p95!, p99: p99!, note }));
      settings.say(`${measure}: p50 ${p50!.toFixed(1)} p95 ${p95!.toFixed(1)} p99 ${p99!.toFixed(1)} ms`);
    }
    return rows;
  } finally {
    await server.stop();
  }
}

async function timed(url: string, token: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  const took = performance.now() - began;
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return took;
}

/** What is asked, the n-th time. */
function questions(mission: Mission): Record<string, (n: number) => string> {
  const draw = chance(23);
  const one = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const [kinds, sectors] = [mission.eventKinds.map((k) => k.id), mission.sectors.map((s) => s.id)];
  const parties = mission.parties.map((p) => p.id);
  const corners = mission.lines[0]!.coordinates.flat() as [number, number][];
  const window = (days: number): string => {
    const to = Date.now() - draw() * 3000 * dayMs;
    return `from=${new Date(to - days * dayMs).toISOString()}&to=${new Date(to).toISOString()}`;
  };
  const box = (degrees: number): string => {
    const [lon, lat] = one(corners);
    return [lon - degrees, lat - degrees, lon + degrees, lat + degrees].map((x) => x.toFixed(4)).join(',');
  };
  const filters = [
    () => '',
    () => `?kind=${one(kinds)}`,
    () => `?sector=${one(sectors)}`,
    () => `?party=${one(parties)}`,
    () => '?grouped=false&limit=200',
    () => '?casualtiesOnly=true',
  ];
  const week = (): string => {
    const at = new Date(Date.now() - draw() * 3000 * dayMs);
    return `${at.getUTCFullYear()}-W${String(1 + Math.floor(draw() * 52)).padStart(2, '0')}`;
  };
  const searches = [
    () => '',
    () => `?kind=${one(kinds)}`,
    () => `?week=${week()}&kind=${one(kinds)}`,
    () => `?party=${one(parties)}&kind=${one(kinds)}&limit=200`,
    () => `?state=merged&kind=${one(kinds)}`,
    () => `?undecidedOnly=true&party=${one(parties)}`,
    () => `?week=${week()}&party=${one(parties)}&state=decided`,
  ];
  return {
    'triage list': (n) => `/v1/triage${filters[n % filters.length]!()}`,
    'map box (20 km, 30 days)': () => `/v1/map/incidents?bbox=${box(0.1)}&${window(30)}`,
    'map box (whole line, 1 day)': () => `/v1/map/incidents?bbox=20,40,45,56&${window(1)}`,
    'incident search': (n) => `/v1/incidents${searches[n % searches.length]!()}`,
  };
}
