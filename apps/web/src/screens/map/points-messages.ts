import type { Points } from './points.js';

type Of = Points['of'];

/** What the worker is asked. `clusters`: prepare those that began in [from, to) of the points asked for last. */
export type Question = { id: number } & (
  | { ask: 'points'; of: Of; address: string }
  | { ask: 'clusters'; of: Of; from: number; to: number }
  | { ask: 'tile'; of: Of; z: number; x: number; y: number }
  | { ask: 'expansion'; of: Of; cluster: number }
  | { ask: 'stop' }
);

/** Of an answer of the API that is no success; null: nobody answered. */
export type Refusal = { status: number; headers: [string, string][]; body: string } | null;

/** What it answers; `isReady` false: others were asked for meanwhile. */
export type Answer = { id: number } & (
  { points: Points } | { refusal: Refusal } | { isReady: boolean } | { tile: ArrayBuffer } | { zoom: number }
);
