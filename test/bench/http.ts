import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../../apps/standalone/stores/child.js';
import { startPostgres } from '../../apps/standalone/stores/postgres.js';
import { startRedis } from '../../apps/standalone/stores/redis.js';
import { loadMission } from '#formats/pack/load.js';
import { ask, missionDir, monitors, signIn } from './asking.js';
import { runOnce, startOurs, startServer, type ServerChild } from './children.js';
import type { CannonResult, CannonSettings } from './load/cannon.js';
import { reportMaker, reportSeed } from './load/reports.js';
import type { OursSettings } from './servers/ours.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, limitRow, ratioRow } from './table.js';

const connections = 64;
/** Measured in turns, so that what else happens on the machine meets all of them. */
const turns = (short: boolean): number => (short ? 1 : 2);

/** Single reports over HTTP, each durable and with a receipt before it is answered, beside bare Fastify and the plain design. */
export async function benchHttp(settings: BenchSettings): Promise<BenchRow[]> {
  const redis = await privateRedis(join(settings.folder, 'redis'));
  try {
    return [
      ...(await onDatabase(settings, 'SQLite', { file: join(settings.folder, 'plain.sqlite') }, redis.url)),
      ...(await onPostgres(settings, redis.url)),
    ];
  } finally {
    await redis.stop();
  }
}

async function onPostgres(settings: BenchSettings, redisUrl: string): Promise<BenchRow[]> {
  const { url, child } = await startPostgres(join(settings.folder, 'postgres'));
  try {
    return await onDatabase(settings, 'PostgreSQL', { databaseUrl: url }, redisUrl);
  } finally {
    await child.stop();
  }
}

async function privateRedis(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const command = findCommand(process.env['PATH'] ?? '', 'redis-server', 'valkey-server');
  if (!command) throw new Error('The plain design needs redis-server or valkey-server on PATH');
  const { url, child } = await startRedis(command, folder);
  return { url, stop: () => child.stop() };
}

async function onDatabase(
  settings: BenchSettings,
  name: 'SQLite' | 'PostgreSQL',
  plainAt: { file: string } | { databaseUrl: string },
  redisUrl: string,
): Promise<BenchRow[]> {
  const mission = await loadMission(missionDir);
  const seed = reportSeed(mission);
  const folder = join(settings.folder, `ours-${name}`);
  await mkdir(folder);
  const databaseUrl = 'databaseUrl' in plainAt ? plainAt.databaseUrl : null;
  const started: ServerChild[] = [];
  const kept = async (starting: Promise<ServerChild>) => {
    const server = await starting;
    started.push(server);
    return server;
  };
  try {
    const given: OursSettings = { folder, databaseUrl, mission: missionDir, people: monitors };
    const ours = await kept(startOurs(given));
    const tokens: string[] = [];
    for (const monitor of monitors) tokens.push(await signIn(ours.address, monitor)); // each takes memory for its password
    const answer = await ask(ours.address, '/v1/reports', reportMaker(seed, 0)(), tokens[0]);
    const bare = await kept(startServer('./servers/bare.js', { answer }));
    const plain = await kept(
      startServer('./servers/plain.js', { file: null, databaseUrl: null, redisUrl, ...plainAt }),
    );
    let number = 1;
    const fire = (server: ServerChild, seconds: number): Promise<CannonResult> => {
      const load: CannonSettings = {
        url: server.address,
        path: '/v1/reports',
        tokens,
        connections,
        seconds,
        seed,
        number: number++,
      };
      return runOnce<CannonResult>('./load/cannon.js', load);
    };
    const seconds = settings.short ? 3 : 5;
    const results = new Map<ServerChild, CannonResult[]>([
      [ours, []],
      [bare, []],
      [plain, []],
    ]);
    for (const server of results.keys()) await fire(server, settings.short ? 2 : 5); // compiled and cached, as in a process that has run for a while
    for (let turn = 0; turn < turns(settings.short); turn++) {
      for (const [server, found] of results) found.push(await fire(server, seconds));
    }
    const [mine, fastest, usual] = [...results.values()].map(together);
    const { peakBytes } = await ours.usage();
    const measure = `single reports over HTTP, durable with receipt, ${connections} connections, ${name}`;
    const shared = { measure, unit: 'reports/s', ours: mine!.perSecond };
    const also = { p50: mine!.p50, p99: mine!.p99, rssMb: peakBytes / 1e6, note: failures(mine!, usual!) };
    const bars = name === 'SQLite' ? { bare: { least: 0.2, aim: 0.33 }, plain: 2.5 } : { bare: null, plain: 2 };
    settings.say(`${name}: ours ${describe(mine!)}; bare ${describe(fastest!)}; plain ${describe(usual!)}`);
    return [
      ratioRow(
        { ...shared, reference: 'bare Fastify, nothing stored', theirs: fastest!.perSecond },
        bars.bare ?? { least: null, aim: null },
        also,
      ),
      ratioRow(
        { ...shared, reference: `plain design on ${name}`, theirs: usual!.perSecond },
        { least: bars.plain, aim: name === 'SQLite' ? null : 3 },
        also,
      ),
      limitRow(
        { measure: `memory of api under this load, ${name}`, unit: 'MB', ours: peakBytes / 1e6 },
        { most: 300, aim: 150 },
      ),
    ];
  } finally {
    for (const server of started) await server.stop();
  }
}

/** The mean rate; of the times the worst turn. */
function together(results: CannonResult[]): CannonResult {
  const most = (name: 'p50' | 'p99') => Math.max(...results.map((r) => r[name]));
  return {
    perSecond: results.reduce((sum, r) => sum + r.perSecond, 0) / results.length,
    failed: results.reduce((sum, r) => sum + r.failed, 0),
    p50: most('p50'),
    p99: most('p99'),
  };
}

const describe = (r: CannonResult): string =>
  `${Math.round(r.perSecond)}/s p50 ${r.p50} p99 ${r.p99} failed ${r.failed}`;

function failures(ours: CannonResult, plain: CannonResult): string | null {
  if (ours.failed + plain.failed === 0) return null;
  return `Answers that were not 2xx: ours ${ours.failed}, plain design ${plain.failed}.`;
}
