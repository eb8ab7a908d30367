import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '#core/ports.js';
import { openDiskBlobs } from './disk.js';

async function* parts(...chunks: (Uint8Array | string)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk as string);
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function all(list: AsyncIterable<string>): Promise<string[]> {
  const names: string[] = [];
  for await (const name of list) names.push(name);
  return names;
}

/** Known answer of FIPS 180-2 for "abc". */
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('Blobs on disk', () => {
  let root: string;
  let blobs: BlobStore;
  const pathOf = (sha256: string) => join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'linewatch-blobs-'));
    blobs = await openDiskBlobs(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('keeps bytes under their SHA-256, read-only, and gives them back', async () => {
    expect(await blobs.put(parts('a', 'bc'), 3)).toEqual({ sha256: abc, size: 3, existed: false });
    expect(statSync(pathOf(abc)).mode & 0o777).toBe(0o440);
    expect((await whole(await blobs.get(abc))).toString()).toBe('abc');
    expect(await blobs.check(abc)).toBe('ok');
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });

  it('keeps the same content once, also when it comes twice at the same time', async () => {
    const content = randomBytes(300_000);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const results = await Promise.all([1, 2, 3].map(() => blobs.put(parts(content), 1e6)));
    expect(new Set(results.map((r) => r.sha256))).toEqual(new Set([sha256]));
    expect((await blobs.put(parts(content), 1e6)).existed).toBe(true);
    expect(await all(blobs.list())).toEqual([sha256]);
  });

  it('keeps empty files, and lists in order', async () => {
    const names = [];
    for (const text of ['', 'one', 'two', 'three']) names.push((await blobs.put(parts(text), 10)).sha256);
    expect(await all(blobs.list())).toEqual([...names].sort());
    expect((await whole(await blobs.get(names[0]!))).length).toBe(0);
  });

  it('refuses what is larger than allowed and keeps nothing of it', async () => {
    await expect(blobs.put(parts('abc', 'd'), 3)).rejects.toMatchObject({ code: 'too_large' });
    expect(await all(blobs.list())).toEqual([]);
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('connection lost');
    }
    await expect(blobs.put(broken(), 100)).rejects.toThrow('connection lost');
    expect(await all(blobs.list())).toEqual([]);
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });

  it('finds damage and absence, and heals a cut-off copy when the file comes again', async () => {
    await blobs.put(parts('abc'), 3);
    chmodSync(pathOf(abc), 0o600);
    writeFileSync(pathOf(abc), 'abd');
    expect(await blobs.check(abc)).toBe('damaged');
    // Of the same size: only reading it tells.
    expect(await blobs.put(parts('abc'), 3)).toMatchObject({ existed: false });
    expect(await blobs.check(abc)).toBe('ok');
    chmodSync(pathOf(abc), 0o600);
    writeFileSync(pathOf(abc), 'ab');
    expect(await blobs.put(parts('abc'), 3)).toMatchObject({ existed: false });
    expect(await blobs.check(abc)).toBe('ok');
    expect(await blobs.check('0'.repeat(64))).toBe('missing');
    await expect(blobs.get('0'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    await expect(blobs.get('../../etc/passwd')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('clears away what was cut off long ago, and nothing younger', async () => {
    for (const name of ['left', 'under way']) writeFileSync(join(root, 'incoming', name), 'half');
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    utimesSync(join(root, 'incoming', 'left'), twoDaysAgo, twoDaysAgo);
    await openDiskBlobs(root);
    // Another process may be writing the younger one.
    expect(readdirSync(join(root, 'incoming'))).toEqual(['under way']);
  });
});

const small = mkdtempSync(join(tmpdir(), 'linewatch-full-'));
const mounted = (() => {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'linewatch-test', small], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const onSmallDisk = mounted ? describe : describe.skip;

onSmallDisk('A full disk (needs the right to mount a small file system)', () => {
  it('is said as such, keeps nothing, and leaves the rest as it was', async () => {
    mkdirSync(join(small, 'blobs'));
    const blobs = await openDiskBlobs(join(small, 'blobs'));
    await blobs.put(parts('abc'), 3);
    await expect(blobs.put(parts(randomBytes(200_000), randomBytes(200_000)), 1e6)).rejects.toMatchObject({
      code: 'storage_full',
    });
    expect(await all(blobs.list())).toEqual([abc]);
    expect(readdirSync(join(small, 'blobs', 'incoming'))).toEqual([]);
    expect(await blobs.check(abc)).toBe('ok');
  });
});

afterAll(() => {
  if (mounted) execFileSync('umount', [small]);
  rmSync(small, { recursive: true, force: true });
});
