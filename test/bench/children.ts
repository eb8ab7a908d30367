import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OursSettings } from './servers/ours.js';
import type { Usage } from './servers/serve.js';

/** A server in a process of its own. */
export interface ServerChild {
  address: string;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** What `docker-compose.yml` gives the process of an api. */
export const apiFlags = ['--max-semi-space-size=8', '--no-parallel-scavenge'];

/** `file` lies beside this one. @param flags of Node. @throws Error where the process ends before it listens */
export async function startServer(file: string, settings: object, flags: string[] = []): Promise<ServerChild> {
  const child = forked(file, settings, flags);
  const { address } = await answer<{ address: string }>(child);
  return {
    address,
    usage: async () => {
      const said = answer<Usage>(child);
      child.send('usage');
      return said;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.send('stop');
      await gone;
    },
  };
}

/** Our api with its flags. @throws Error where the process ends before it listens */
export const startOurs = (given: OursSettings): Promise<ServerChild> =>
  startServer('./servers/ours.js', given, apiFlags);

/** Runs a file that does its work and answers once. @param flags of Node */
export async function runOnce<T>(file: string, settings: object, flags: string[] = []): Promise<T> {
  const child = forked(file, settings, flags);
  const gone = once(child, 'exit');
  const said = await answer<T>(child);
  child.disconnect();
  await gone;
  return said;
}

function forked(file: string, settings: object, flags: string[] = []): ChildProcess {
  const own = fileURLToPath(new URL(file, import.meta.url));
  return fork(own, [JSON.stringify(settings)], { stdio: 'inherit', execArgv: flags });
}

async function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const early = () => reject(new Error(`${child.spawnargs[1]} ended before it answered`));
    child.once('exit', early);
    child.once('message', (said) => {
      child.off('exit', early);
      resolve(said as T);
    });
  });
}
