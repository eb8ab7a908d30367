import { spawn } from 'node:child_process';
import { loopWatch, watchEventLoop } from './watchdog.js';

/** A process of its own under watch that runs `work`; how it ended and what it said. */
async function watched(work: string): Promise<{ signal: string | null; words: string }> {
  const code = `
    import { Worker } from 'node:worker_threads';
    const watch = ${JSON.stringify(loopWatch)};
    const beats = new SharedArrayBuffer(4);
    const counter = new Int32Array(beats);
    setInterval(() => Atomics.add(counter, 0, 1), 100);
    new Worker(watch, { eval: true, execArgv: [], workerData: { beats, seconds: 2 } });
    ${work}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const signal = await new Promise<string | null>((resolve) => child.once('exit', (_, by) => resolve(by)));
  return { signal, words };
}

describe('the watch over the event loop', () => {
  it('lets a process live that goes on', async () => {
    expect(await watched('setTimeout(() => process.exit(0), 4_500);')).toEqual({ signal: null, words: '' });
  });

  it('ends a process that stands still, with a word about it', async () => {
    const { signal, words } = await watched('setTimeout(() => { for (;;); }, 1000);');
    expect(signal).toBe('SIGKILL');
    expect(words).toContain('stood still for 2 s');
  });

  it('stops when told to', async () => {
    const stop = watchEventLoop(600);
    await stop();
  });
});
