import type { Points } from './points.js';

/** What the worker is asked. */
export type Question =
  | { ask: 'points'; id: number; of: Points['of']; address: string }
  | { ask: 'features'; id: number; of: Points['of']; from: number; to: number }
  | { ask: 'stop'; id: number };

/** What it answers: points, a refusal of the API (null: nobody answered), or the address of a text (null: outdated). */
export type Answer =
  | { id: number; points: Points }
  | { id: number; refusal: { status: number; headers: [string, string][]; body: string } | null }
  | { id: number; text: string | null };
