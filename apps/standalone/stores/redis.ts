/** A private Redis or Valkey on a free loopback port, with its own folder and none of the machine's settings. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { freePort, startChild, type Child } from './child.js';

/**
 * @param command a redis-server or valkey-server
 * @param folder keeps what the queue holds over a restart
 * @returns url with a fresh random password: other users of the machine can reach the port
 */
export async function startRedis(command: string, folder: string): Promise<{ url: string; child: Child }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const settings = [
      `port ${port}`,
      'bind 127.0.0.1',
      `requirepass ${password}`,
      'maxmemory-policy noeviction',
      'appendonly yes',
      'appendfsync everysec',
      'save ""',
      'daemonize no',
      `dir "${folder}"`,
    ];
    // In a file of our own, not on the command line, where everybody could read the password.
    const file = join(folder, 'redis.conf');
    await writeFile(file, `${settings.join('\n')}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
    try {
      const answers = () => ping(port, password);
      const child = await startChild({ command, args: [file], folder, stopSignal: 'TERM', answers });
      return { url: `redis://:${password}@127.0.0.1:${port}`, child };
    } catch (error) {
      if (attempt === 3 || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

/** One PING in Redis's own protocol: only libs/queue may use a Redis client. */
async function ping(port: number, password: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    let text = '';
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.includes('+PONG')) {
        socket.destroy();
        resolve();
      } else if (/^-/m.test(text)) socket.destroy(new Error(text.trim()));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
  });
}
