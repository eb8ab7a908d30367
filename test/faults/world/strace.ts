import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Why system calls cannot be traced and broken here; null where they can. */
export function noStrace(): string | null {
  if (process.platform !== 'linux') return 'strace is for Linux';
  if (spawnSync('strace', ['-V']).status !== 0) return 'strace is not installed (Debian: apt-get install strace)';
  const allowed = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0;
  return allowed ? null : 'this user may not trace processes';
}

/** A process whose system calls are watched or made to fail, until `detach`. */
export interface Traced {
  detach(): Promise<void>;
}

/**
 * @param pids one process, or several that are watched together, their calls in one order
 * @param args of strace, for example `['-e', 'inject=fsync:error=EIO:when=3']`
 */
export async function attach(pids: number | readonly number[], args: string[]): Promise<Traced> {
  const all = [pids].flat();
  const child = spawn('strace', ['-f', '-q', ...all.flatMap((pid) => ['-p', String(pid)]), ...args], {
    stdio: 'ignore',
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let i = 0; i < 200 && !all.every(traced); i++) await pause(25);
  return {
    async detach() {
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** Whether somebody watches the process; one that has ended needs no watching. */
function traced(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || /^TracerPid:\s+[1-9]/m.test(readFileSync(status, 'utf8'));
}
