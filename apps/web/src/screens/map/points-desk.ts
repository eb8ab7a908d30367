import { ApiProblem, problemOf } from '../../api/problem.js';
import { ownScript } from '../../trusted-types.js';
import type { Points } from './points.js';
import type { Answer, Question } from './points-messages.js';
// Its default export is made by the bundler.
// oxlint-disable-next-line import/default
import workerAddress from './points-worker.ts?worker&url';

let worker: Worker | undefined;
let lastId = 0;
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

const nothingAnswered = (): ApiProblem => new ApiProblem('unreachable', 0, 'The server cannot be reached.');

/** The points behind an address of the API, read beside the page. @throws ApiProblem */
export function askForPoints(of: Points['of'], address: string, signal: AbortSignal): Promise<Points> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      open.delete(id);
      started().postMessage({ ask: 'stop', id } satisfies Question);
      reject(signal.reason as Error);
    });
    open.set(id, (answer) => {
      if ('points' in answer) return resolve(answer.points);
      const refusal = 'refusal' in answer ? answer.refusal : null;
      if (refusal === null) return reject(nothingAnswered());
      const { body, ...rest } = refusal;
      void problemOf(new Response(body, rest)).then(reject);
    });
    started().postMessage({ ask: 'points', id, of, address } satisfies Question);
  });
}

/**
 * Those of the points asked for last that began in [from, to), as GeoJSON: the address of the text, which the map's own
 * worker reads. Null: more was asked for meanwhile.
 */
export function askForFeatures(of: Points['of'], from: number, to: number): Promise<string | null> {
  const id = ++lastId;
  return new Promise((resolve) => {
    open.set(id, (answer) => resolve('text' in answer ? answer.text : null));
    started().postMessage({ ask: 'features', id, of, from, to } satisfies Question);
  });
}
