import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Saved {
  token: string;
  expiresAt: string;
}

/** Session tokens by address of the API, in a file that only its owner can read. */
export class SessionFile {
  private readonly path: string;
  constructor(private readonly configDir: string) {
    this.path = join(configDir, 'sessions.json');
  }

  async tokenFor(server: string): Promise<string | null> {
    return (await this.all())[server]?.token ?? null;
  }

  async save(server: string, session: Saved): Promise<void> {
    await this.write({ ...(await this.all()), [server]: session });
  }

  async forget(server: string): Promise<void> {
    const all = await this.all();
    delete all[server];
    await this.write(all);
  }

  private async all(): Promise<Record<string, Saved>> {
    try {
      return JSON.parse(await readFile(this.path, 'utf8')) as Record<string, Saved>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new Error(
        `The sessions in ${this.path} cannot be read (${(error as Error).message}). Remove the file and log in again.`,
      );
    }
  }

  private async write(all: Record<string, Saved>): Promise<void> {
    await mkdir(this.configDir, { recursive: true, mode: 0o700 });
    const next = `${this.path}.${process.pid}`;
    await writeFile(next, `${JSON.stringify(all, null, 1)}\n`, { mode: 0o600 });
    // The mode above holds for a new file only.
    await chmod(next, 0o600);
    await rename(next, this.path);
  }
}
