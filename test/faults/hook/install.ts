/**
 * Loaded before the program (`node --import`) in fault runs alone: puts points of failure around its adapters from
 * outside, so that the program itself holds nothing of them. Armed over the channel to the process that started it.
 */
import 'reflect-metadata';
import { arm } from './arm.js';
import { shiftClock } from './clock.js';
import { watchDatabase } from './database.js';
import { watchEdges } from './edges.js';
import { watchFiles } from './files.js';
import { poisonWith, type PoisonKind } from './poison.js';
import type { Arming } from './points.js';

// Faults of the very start cannot wait for an order.
const first = process.env['LINEWATCH_TEST_ARM'];
if (first) arm(JSON.parse(first) as Arming);
const poison = process.env['LINEWATCH_TEST_POISON'];
if (poison) poisonWith(poison as PoisonKind);
watchFiles();
watchDatabase();
watchEdges();
process.on('message', (message: { arm?: Arming | null; shift?: number; poison?: PoisonKind }) => {
  if (message.poison !== undefined) {
    poisonWith(message.poison);
    process.send?.({ poisoned: message.poison });
  }
  if (message.shift !== undefined) {
    shiftClock(message.shift);
    process.send?.({ shifted: message.shift });
  }
  if (message.arm === undefined) return;
  arm(message.arm);
  process.send?.({ armed: message.arm?.point ?? null });
});
// Waiting for orders alone does not keep a process from ending.
process.channel?.unref();
