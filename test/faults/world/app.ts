import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PoisonKind } from '../hook/poison.js';
import type { Arming, Hit } from '../hook/points.js';

const entry = fileURLToPath(new URL('../../../apps/standalone/main.js', import.meta.url));
const hook = new URL('../hook/install.js', import.meta.url).href;

export interface AppSettings {
  role: 'all' | 'api' | 'worker';
  environment: Record<string, string>;
  /** In front of node: `['strace', …]`. */
  wrapper?: string[];
  /** Further arguments of the program. */
  args?: string[];
  /** Without points of failure: what is run is exactly what is delivered. */
  bare?: boolean;
}

/** How long a process may take to say that it is up, milliseconds. */
const startsWithinMs = 150_000;

const running = new Set<ChildProcess>();
// Whatever ends the runner, no process of its stays behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One process of the real program. */
export class App {
  address = '';
  readonly hits: Hit[] = [];
  /** What it said, the newest last. */
  words = '';
  private readonly child: ChildProcess;
  private readonly gone: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private onHit: (() => void) | null = null;

  private constructor(private readonly settings: AppSettings) {
    const { wrapper = [], args = [], role, environment, bare = false } = settings;
    const node = [process.execPath, ...(bare ? [] : ['--import', hook]), entry, '--role', role, ...args];
    const [command, ...rest] = [...wrapper, ...node];
    this.child = spawn(command!, rest, {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', LINEWATCH_LOG: 'warn', ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
    });
    const hear = (chunk: Buffer) => (this.words = (this.words + chunk.toString()).slice(-20_000));
    this.child.stdout!.on('data', hear);
    this.child.stderr!.on('data', hear);
    createInterface(this.child.stdio[3] as NodeJS.ReadableStream).on('line', (line) => {
      this.hits.push(JSON.parse(line) as Hit);
      this.onHit?.();
    });
    this.child.on('error', (error) => (this.words += error.message));
    running.add(this.child);
    this.gone = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve({ code, signal })));
    void this.gone.then(() => running.delete(this.child));
  }

  /** @param whole false: does not wait until it is up (it is expected to end before) */
  static async start(settings: AppSettings, whole = true): Promise<App> {
    const app = new App(settings);
    if (whole) await app.up();
    return app;
  }

  /** Name and password, where this start made the first account. */
  get first(): { loginName: string; password: string } | null {
    const [, loginName, password] = /name +(\S+)\s+password +(\S.*)/.exec(this.words) ?? [];
    return loginName && password ? { loginName, password: password.trim() } : null;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Arms a point, or none. Returns once the process has taken it in. */
  async arm(arming: Arming | null): Promise<void> {
    if (!this.alive) return;
    const taken = new Promise<void>((resolve) => this.child.once('message', () => resolve()));
    this.child.send({ arm: arming });
    await Promise.race([taken, this.gone]);
  }

  /** Sets the process's clock ahead of (or behind) the machine's. */
  async shiftClock(ms: number): Promise<void> {
    if (!this.alive) return;
    const taken = new Promise<void>((resolve) => this.child.once('message', () => resolve()));
    this.child.send({ shift: ms });
    await Promise.race([taken, this.gone]);
  }

  /** From now on records of the mark break this process when it works on them. */
  async poison(kind: PoisonKind): Promise<void> {
    if (!this.alive) return;
    const taken = new Promise<void>((resolve) => this.child.once('message', () => resolve()));
    this.child.send({ poison: kind });
    await Promise.race([taken, this.gone]);
  }

  /** Resolves with true once a point was hit, with false after `ms`. */
  async hitWithin(ms: number): Promise<boolean> {
    if (this.hits.length > 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const hit = new Promise<boolean>((resolve) => (this.onHit = () => resolve(true)));
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ms, false)));
    const result = await Promise.race([hit, late]);
    clearTimeout(timer);
    this.onHit = null;
    return result;
  }

  signal(name: NodeJS.Signals): void {
    if (this.alive) this.child.kill(name);
  }

  /** Ends it in order; by force after `ms`. Says whether it ended by itself and without an error. */
  async stop(ms = 40_000): Promise<boolean> {
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), ms);
    const { code } = await this.gone;
    clearTimeout(timer);
    return code === 0;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone;
  }

  async ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    return this.gone;
  }

  private async up(): Promise<void> {
    const marks = this.settings.role === 'worker' ? /Worker on/ : /Stop with Ctrl-C/;
    const end = Date.now() + startsWithinMs;
    while (!marks.test(this.words)) {
      if (!this.alive) throw new Error(`The process ended before it was up: ${this.words.trim()}`);
      if (Date.now() > end) throw new Error(`The process did not come up: ${this.words.trim()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    this.address = /address +(\S+)/.exec(this.words)?.[1] ?? '';
  }
}
