import { addProtocol } from 'maplibre-gl';
import { ApiProblem, problemOf } from '../../api/problem.js';
import { ownScript } from '../../trusted-types.js';
import type { Points } from './points.js';
import type { Answer, Question } from './points-messages.js';
// Its default export is made by the bundler.
// oxlint-disable-next-line import/default
import workerAddress from './points-worker.ts?worker&url';

type Of = Points['of'];
type Asking = Question extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never;

let worker: Worker | undefined;
let lastId = 0;
let version = 0;
const open = new Map<number, (answer: Answer) => void>();

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(ownScript(workerAddress), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    open.get(data.id)?.(data);
    open.delete(data.id);
  });
  return worker;
}

function ask(question: Asking, signal?: AbortSignal): Promise<Answer> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => {
      open.delete(id);
      started().postMessage({ ask: 'stop', id } satisfies Question);
      reject(signal.reason as Error);
    });
    open.set(id, resolve);
    started().postMessage({ ...question, id });
  });
}

/** The points behind an address of the API, read beside the page. @throws ApiProblem */
export async function askForPoints(of: Of, address: string, signal: AbortSignal): Promise<Points> {
  const answer = await ask({ ask: 'points', of, address }, signal);
  if ('points' in answer) return answer.points;
  const refusal = 'refusal' in answer ? answer.refusal : null;
  if (refusal === null) throw new ApiProblem('unreachable', 0, 'The server cannot be reached.');
  const { body, ...rest } = refusal;
  throw await problemOf(new Response(body, rest));
}

const scheme = 'points';

/** Address of the tiles in which there is nothing yet. */
export const noTiles = (of: Of): string => `${scheme}://${of}/0/{z}/{x}/{y}`;

/**
 * Clusters those of the points asked for last that began in [from, to).
 * @returns the address of their tiles, another each time; null: more was asked for meanwhile
 */
export async function askForTiles(of: Of, from: number, to: number): Promise<string | null> {
  const answer = await ask({ ask: 'clusters', of, from, to });
  return 'isReady' in answer && answer.isReady ? `${scheme}://${of}/${++version}/{z}/{x}/{y}` : null;
}

/** Zoom at which a cluster falls apart; 0: it is not there any more. */
export async function askForExpansion(of: Of, cluster: number): Promise<number> {
  const answer = await ask({ ask: 'expansion', of, cluster });
  return 'zoom' in answer ? answer.zoom : 0;
}

/** The map asks for tiles of this scheme here, and here the worker is asked: nothing passes but their bytes. */
addProtocol(scheme, async ({ url }) => {
  const [, of, z, x, y] = /^points:\/\/(incident|sighting)\/\d+\/(\d+)\/(\d+)\/(\d+)$/.exec(url)!;
  const answer = await ask({ ask: 'tile', of: of as Of, z: Number(z), x: Number(x), y: Number(y) });
  return { data: 'tile' in answer ? answer.tile : new ArrayBuffer(0) };
});
