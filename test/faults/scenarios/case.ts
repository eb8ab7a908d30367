import { join } from 'node:path';
import { World, type WorldSettings } from '../world/world.js';
import type { OperationLog, OperationType } from '../load/log.js';
import type { CaseResult, Kind, RunSettings } from './scenario.js';

/** A world of its own in an empty folder, with a Redis and a database of its own; not started. */
export async function openWorld(
  settings: RunSettings,
  kind: Kind,
  name: string,
  change: Partial<WorldSettings> = {},
): Promise<World> {
  const folder = change.folder ?? join(settings.folder, name);
  return new World({
    name,
    folder,
    log: join(settings.folder, `${name}.ndjson`),
    seed: settings.seed,
    mission: settings.mission,
    database: change.database ?? (await settings.stores.database(kind, folder)),
    redis: change.redis ?? (await settings.stores.redis()).url,
    ...change,
  });
}

export async function close(settings: RunSettings, world: World): Promise<void> {
  await world.remove();
  await settings.stores.drop(world.settings.database);
}

/** Opens, starts and warms up a world, lets `body` break it, ends it in order, and leaves nothing behind. */
export async function inWorld(
  settings: RunSettings,
  kind: Kind,
  name: string,
  body: (world: World) => Promise<void>,
  change: Partial<WorldSettings> = {},
): Promise<void> {
  const world = await openWorld(settings, kind, name, change);
  try {
    await world.start();
    await world.burst(0.5);
    await body(world);
    await world.stop();
  } finally {
    await close(settings, world);
  }
}

export interface Breaking {
  /** Whether the fault really happened. */
  happened: boolean;
  note?: string;
  /** Bounds that did not hold. */
  bounds?: string[];
}

/** Acknowledged operations by what was asked for. */
function acknowledged(log: OperationLog): Record<OperationType, number> {
  const mix: Record<OperationType, number> = { report: 0, sighting: 0, evidence: 0, verdict: 0 };
  for (const { op, result } of log.all()) if (result === 'ok') mix[op] += 1;
  return mix;
}

/** Breaks a running world, heals it, and has the checker judge it. `whole`: the journal and every file as well. */
export async function oneCase(
  world: World,
  about: { scenario: string; name: string; kind: Kind; whole?: boolean },
  breaking: () => Promise<Breaking>,
): Promise<CaseResult> {
  const start = performance.now();
  const before = acknowledged(world.log);
  const { happened, note = '', bounds = [] } = await breaking();
  const recoverySeconds = await world.heal();
  const verdict = await world.judge(about.whole ?? false);
  const mix = acknowledged(world.log);
  for (const op of Object.keys(mix) as OperationType[]) mix[op] -= before[op];
  const notes = [note, about.whole ? `journal of ${verdict.entries} entries and ${verdict.files} files verified` : ''];
  return {
    scenario: about.scenario,
    name: about.name,
    database: about.kind,
    happened,
    ok: Object.values(mix).reduce((sum, n) => sum + n, 0),
    mix,
    refused: verdict.fail,
    unknown: verdict.unknown,
    recoverySeconds,
    faults: verdict.faults,
    bounds,
    note: notes.filter(Boolean).join('; '),
    seconds: (performance.now() - start) / 1000,
  };
}

/** All of them to their end, also where one breaks off: it must not pull the ground from under the others. */
export async function sideBySide(lanes: Promise<void>[]): Promise<void> {
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
}
