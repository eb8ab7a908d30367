import { createServer, type Server } from 'node:http';
import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { UploadParts } from '#core/ports.js';
import { openDiskBlobs } from './disk.js';
import { openS3Blobs, parseS3Address } from './s3.js';

const bytes = (text: string) => new TextEncoder().encode(text);
async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(['files', 'S3'])('parts of an upload in %s', (where) => {
  let folder: string;
  let parts: UploadParts;
  let server: Server | null = null;
  let close = () => {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-parts-'));
    if (where === 'files') {
      parts = (await openDiskBlobs(folder)).parts;
      return;
    }
    const settings = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
    const store = new S3rver({ ...settings, configureBuckets: [{ name: 'evidence', configs: [] }] });
    await store.configureBuckets();
    server = createServer(store.callback());
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const blobs = openS3Blobs(parseS3Address(`s3+http://S3RVER:S3RVER@127.0.0.1:${port}/evidence`));
    close = () => blobs.close();
    parts = blobs.parts;
  });
  afterAll(async () => {
    close();
    if (server) await new Promise((resolve) => server!.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps them by number, the last of a number, and gives them back in the order asked for', async () => {
    await parts.put('one', 2, bytes('c'));
    await parts.put('one', 0, bytes('xx'));
    await parts.put('one', 10, bytes('d'));
    await parts.put('one', 0, bytes('a'));
    await parts.put('two', 0, bytes('other'));
    expect([...(await parts.sizes('one'))]).toEqual([
      [0, 1],
      [2, 1],
      [10, 1],
    ]);
    expect(await text(parts.read('one', [0, 2, 10]))).toBe('acd');
  });

  it('forgets one upload and leaves the others', async () => {
    await parts.put('gone', 0, bytes('a'));
    await parts.drop('gone');
    await parts.drop('never-there');
    expect((await parts.sizes('gone')).size).toBe(0);
    expect(await text(parts.read('two', [0]))).toBe('other');
  });
});

it('removes what stood still for a day, when the files are opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-parts-'));
  try {
    const { parts } = await openDiskBlobs(folder);
    await parts.put('old', 0, bytes('a'));
    await parts.put('new', 0, bytes('a'));
    const before = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(join(folder, 'parts', 'old'), before, before);
    await openDiskBlobs(folder);
    expect([existsSync(join(folder, 'parts', 'old')), existsSync(join(folder, 'parts', 'new'))]).toEqual([false, true]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
