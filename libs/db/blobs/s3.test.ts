import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { openS3Blobs, parseS3Address } from './s3.js';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
async function* inPieces(bytes: Uint8Array, size = 10_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('evidence in an S3-compatible store', () => {
  let folder: string;
  let server: Server;
  let blobs: ReturnType<typeof openS3Blobs>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-'));
    const settings = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
    const store = new S3rver({ ...settings, configureBuckets: [{ name: 'evidence', configs: [] }] });
    await store.configureBuckets();
    server = createServer(store.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    blobs = openS3Blobs(parseS3Address(`s3+http://S3RVER:S3RVER@127.0.0.1:${port}/evidence`));
  });
  afterAll(async () => {
    blobs.close();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps bytes under their hash, the same ones once, and gives them back', async () => {
    const bytes = randomBytes(300_000);
    expect(await blobs.put(inPieces(bytes), 1_000_000)).toEqual({ sha256: sha(bytes), size: 300_000, existed: false });
    expect(await blobs.put(inPieces(bytes), 1_000_000)).toMatchObject({ existed: true });
    const back: Uint8Array[] = [];
    for await (const chunk of await blobs.get(sha(bytes))) back.push(chunk);
    expect(sha(Buffer.concat(back))).toBe(sha(bytes));
    expect(await blobs.check(sha(bytes))).toBe('ok');
    const names: string[] = [];
    for await (const name of blobs.list()) names.push(name);
    expect(names).toContain(sha(bytes));
  });

  it('finds damage and loss, and refuses what is too large without keeping it', async () => {
    const bytes = randomBytes(5_000);
    const { sha256 } = await blobs.put(inPieces(bytes), 10_000);
    const file = await objectFile(folder, sha256);
    const damaged = await readFile(file);
    damaged[17]! ^= 1;
    await writeFile(file, damaged);
    expect(await blobs.check(sha256)).toBe('damaged');
    expect(await blobs.check('0'.repeat(64))).toBe('missing');
    await expect(blobs.get('0'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    const big = randomBytes(20_000);
    await expect(blobs.put(inPieces(big), 10_000)).rejects.toMatchObject({ code: 'too_large' });
    expect(await blobs.check(sha(big))).toBe('missing');
  });

  it('says that it is away, and repeats no secret', async () => {
    const gone = openS3Blobs(parseS3Address('s3+http://key:hush@127.0.0.1:9/evidence'));
    await expect(gone.put(inPieces(randomBytes(10)), 100)).rejects.toMatchObject({ code: 'unavailable' });
    gone.close();
    expect(() => parseS3Address('s3+https://host/evidence')).toThrow(/KEY:SECRET/);
    expect(() => parseS3Address('s3+https://key:hush@host/')).toThrow(/bucket/);
  });
});

async function objectFile(folder: string, sha256: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const name = names.find((n) => n.includes(sha256) && n.endsWith('_object'));
  if (!name) throw new Error(`no object of ${sha256} among ${names.join(', ')}`);
  return join(folder, name);
}
