import { writeSync } from 'node:fs';
import type { Arming, Hit, Point } from './points.js';

/** The runner reads hits from here: written at once, because a killed process writes nothing later. */
const hitsDescriptor = 3;

export class PlantedFault extends Error {
  constructor(point: Point) {
    super(`planted at ${point}`);
    this.name = 'PlantedFault';
  }
}

let armed: Arming | null = null;

export function arm(arming: Arming | null): void {
  armed = arming && { ...arming };
}

/** Carries out the planted fault where one is armed for this point. @throws PlantedFault where that is the fault */
export function pass(point: Point): void {
  if (armed?.point !== point || --armed.passing > 0) return;
  const { action } = armed;
  armed = null;
  writeSync(hitsDescriptor, `${JSON.stringify({ hit: point, action } satisfies Hit)}\n`);
  if (action === 'throw') throw new PlantedFault(point);
  process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  // The signal may reach another thread first: not a step further in this one before it has worked.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, action === 'kill' ? 60_000 : 50);
}
