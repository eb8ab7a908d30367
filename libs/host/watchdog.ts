import { Worker } from 'node:worker_threads';

/** How long the event loop may stand still before the process ends itself, seconds. */
const standsStillSeconds = 30;

/**
 * The thread counts its own seconds, not the clock's: a process that was stopped as a whole is not stuck, and a clock
 * that jumps is none of its business.
 */
export const loopWatch = `
const { workerData } = require('node:worker_threads');
const beats = new Int32Array(workerData.beats);
let seen = -1;
let still = 0;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  still = now === seen ? still + 1 : 0;
  seen = now;
  if (still < workerData.seconds) return;
  require('node:fs').writeSync(2, 'The event loop stood still for ' + still + ' s: this process ends itself.\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/**
 * Ends this process where a piece of code never gives the event loop back: it answers nobody then, and only a new
 * process will. Whoever runs it starts it again; nothing acknowledged is lost by that.
 * @returns stops watching
 */
export function watchEventLoop(seconds = standsStillSeconds): () => Promise<void> {
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const timer = setInterval(() => void Atomics.add(counter, 0, 1), 500);
  timer.unref();
  const thread = new Worker(loopWatch, { eval: true, execArgv: [], workerData: { beats, seconds } });
  thread.unref();
  return async () => {
    clearInterval(timer);
    await thread.terminate();
  };
}
