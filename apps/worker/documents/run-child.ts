import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '#core/errors.js';
import type { Task } from './task.js';

export interface ChildLimits {
  /** Wall-clock time of one step, milliseconds. */
  timeMs: number;
  /** Of the process as the system counts it, megabytes; the JavaScript heap gets half, at most 250. */
  memoryMb: number;
}

/** Keep a runaway out: what a week of 100,000 sightings and 20,000 incidents may take (docs/measured/editions.md). */
export const defaultLimits: ChildLimits = { timeMs: 120_000, memoryMb: 500 };
/** Most of a process's heap, megabytes: what a usual week needs, so that more room is not simply filled. */
const mostHeapMb = 250;
const watchEveryMs = 200;

/**
 * Runs one task in a process of its own, with the folder as its working directory and nothing of our environment.
 * @throws Problem not_possible with the reason: it failed, took too long, or used too much memory
 */
export async function runChild(file: string, folder: string, task: Task, limits: ChildLimits): Promise<void> {
  await writeFile(join(folder, 'task.json'), JSON.stringify(task));
  const child = spawn(process.execPath, [...heapOf(limits), '--no-warnings', file], {
    cwd: folder,
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let stopped = '';
  child.stderr?.on('data', (bytes: Buffer) => (said = (said + bytes.toString('utf8')).slice(-2000)));
  const stop = (reason: string): void => {
    stopped ||= reason;
    child.kill('SIGKILL');
  };
  const late = setTimeout(() => stop(`it took longer than ${limits.timeMs / 1000} s`), limits.timeMs);
  const watch = setInterval(() => {
    void residentMb(child.pid).then((mb) => {
      if (mb > limits.memoryMb) stop(`it used ${Math.round(mb)} MB of ${limits.memoryMb}`);
    });
  }, watchEveryMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('exit', resolve);
    });
    if (code === 0) return;
    const why = stopped || said.split('\n').find((line) => /Error|FATAL/.test(line)) || `it ended with ${code}`;
    throw new Problem('not_possible', `The documents could not be made: ${why.trim().slice(0, 300)}.`);
  } finally {
    clearTimeout(late);
    clearInterval(watch);
  }
}

/** The other half is for what lies outside the heap: fonts, pages, pictures. A small young space keeps the peak low; a smaller one only costs time. */
function heapOf({ memoryMb }: ChildLimits): string[] {
  return [`--max-old-space-size=${Math.min(mostHeapMb, Math.floor(memoryMb / 2))}`, '--max-semi-space-size=8'];
}

/** Memory that the process holds now; 0 where the system does not say (the heap limit still holds). */
async function residentMb(pid: number | undefined): Promise<number> {
  try {
    const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
    return (pages * 4096) / 1e6;
  } catch {
    return 0;
  }
}
