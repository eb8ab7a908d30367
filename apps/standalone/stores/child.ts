/**
 * Server processes that live no longer than this one. Each runs under a shell that holds a pipe from us:
 * when we end, also by SIGKILL, the pipe closes and the shell ends the server. Should the shell be killed
 * as well, the next start finds the server in the record and ends it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * `$1` record of the server's process id, `$2` signal that ends it, then the command. The server hears nothing
 * of our terminal. The watcher waits on our pipe; killed with its job once the server has ended by itself.
 */
const watch = `
record=$1; signal=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
echo $server > "$record"
(while read -r line <&3; do :; done; kill -s $signal $server; sleep 10; kill -s KILL $server) 2>/dev/null >/dev/null &
watcher=$!
exec 3<&-
wait $server
status=$?
kill $watcher 2>/dev/null
exit $status
`;

export interface ChildSettings {
  command: string;
  args: string[];
  /** Where the record of the running server is kept; one server per folder. */
  folder: string;
  /** What makes the server stop at once but cleanly. */
  stopSignal: 'TERM' | 'INT';
  user?: { uid: number; gid: number };
  /** Tried until it passes. */
  answers: () => Promise<unknown>;
}

export interface Child {
  /** Process id of the server itself. */
  pid: number;
  /** Ends the server and returns once it is gone. */
  stop(): Promise<void>;
}

/** @throws Error with the server's last words when it ends before it answers, or does not answer within 20 s */
export async function startChild(settings: ChildSettings): Promise<Child> {
  const pidFile = join(settings.folder, 'server.pid');
  await endLeftover(settings.folder);
  const shell = spawn(
    '/bin/sh',
    ['-c', watch, 'linewatch-store', pidFile, settings.stopSignal, settings.command, ...settings.args],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true, ...settings.user },
  );
  let words = '';
  const keep = (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000));
  shell.stdout.on('data', keep);
  shell.stderr.on('data', keep);
  shell.stdin.on('error', () => undefined); // a server that has ended: told by 'exit'
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    shell.once('error', (error) => {
      words += error.message;
      ended = true;
      resolve();
    });
    shell.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  const stop = async () => {
    shell.ref(); // else a process with nothing else to do would end before the server has
    shell.stdin.end();
    await gone;
    rmSync(pidFile, { force: true });
    rmSync(join(settings.folder, 'server.json'), { force: true });
  };
  const end = Date.now() + 20_000;
  for (;;) {
    if (ended) throw new Error(`${settings.command} did not start: ${words.trim()}`);
    try {
      await settings.answers();
      break;
    } catch (error) {
      if (Date.now() > end) {
        await stop();
        throw new Error(`${settings.command} does not answer: ${words.trim()}`, { cause: error });
      }
      await pause(20);
    }
  }
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const record = { server: identity(pid), owner: identity(process.pid) };
  writeFileSync(join(settings.folder, 'server.json'), JSON.stringify(record));
  // An idle server does not keep the process from ending.
  shell.unref();
  for (const stream of [shell.stdin, shell.stdout, shell.stderr]) (stream as unknown as { unref(): void }).unref();
  return { pid, stop };
}

interface Identity {
  pid: number;
  /** When the process started, in the system's own words: process ids are used again. */
  started: string;
}

function identity(pid: number): Identity {
  return { pid, started: startOf(pid) ?? '' };
}

function startOf(pid: number): string | null {
  try {
    if (existsSync('/proc/self/stat')) {
      // The second field, the name, may hold spaces and brackets; the start is the 20th after it.
      const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return state === 'Z' ? null : (rest[18] ?? null);
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // no such process
  }
}

function alive(process: Identity): boolean {
  return process.started !== '' && startOf(process.pid) === process.started;
}

/**
 * Ends a server that outlived its Linewatch.
 * @throws Error when the Linewatch that started it still runs: two must not share a folder
 */
export async function endLeftover(folder: string): Promise<void> {
  const file = join(folder, 'server.json');
  if (!existsSync(file)) return;
  const { server, owner } = JSON.parse(readFileSync(file, 'utf8')) as { server: Identity; owner: Identity };
  if (alive(server)) {
    if (alive(owner)) {
      throw new Error(
        `Process ${owner.pid} already runs on the data in ${folder}: stop it, or choose another data folder`,
      );
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
      process.kill(server.pid, signal);
      for (let i = 0; i < 60 && alive(server); i++) await pause(50);
      if (!alive(server)) break;
    }
  }
  rmSync(file, { force: true });
}

/** First of these commands on PATH, or null. */
export function findCommand(path: string, ...names: string[]): string | null {
  const folders = path.split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('The system gives no free port');
  return address.port;
}
