import { spawn } from 'node:child_process';
import { loopWatch, watchEventLoop } from './watchdog.js';

describe('the watch over the event loop', () => {
  it('lets a process live that goes on, and stops watching when told to', async () => {
    const stop = watchEventLoop(1);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await stop();
  });

  it('ends a process that stands still, with a word about it', async () => {
    const code = `
      import { Worker } from 'node:worker_threads';
      const watch = ${JSON.stringify(loopWatch)};
      const beats = new SharedArrayBuffer(4);
      new Worker(watch, { eval: true, execArgv: [], workerData: { beats, seconds: 1 } });
      setTimeout(() => { for (;;); }, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    expect(words).toContain('stood still for 1 s');
  });
});
