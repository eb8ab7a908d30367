import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { openTiles, serveTiles, tilesAddress, type TileFile } from './tiles.js';

const folder = mkdtempSync(join(tmpdir(), 'linewatch-tiles-'));
const path = join(folder, 'base.pmtiles');
const bytes = Buffer.concat([
  Buffer.from('PMTiles\u0003'),
  Buffer.from(Array.from({ length: 992 }, (_, i) => i % 251)),
]);
writeFileSync(path, bytes);
afterAll(() => rmSync(folder, { recursive: true }));

const servers: FastifyInstance[] = [];
/** The address of a server of these tiles. */
async function serverOf(tiles: TileFile | null): Promise<string> {
  const server = fastify();
  servers.push(server);
  serveTiles(server, tiles);
  return `${await server.listen({ host: '127.0.0.1', port: 0 })}${tilesAddress}`;
}
afterAll(() => Promise.all(servers.map((server) => server.close())));

describe('the file of the base map', () => {
  let address = '';
  beforeAll(async () => {
    address = await serverOf(openTiles(path));
  });
  const get = (range?: string, method: 'GET' | 'HEAD' = 'GET') =>
    fetch(address, { method, ...(range !== undefined && { headers: { range } }) });
  const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

  it.each([
    ['bytes=0-126', 0, 127],
    ['bytes=500-', 500, 1000],
    ['bytes=990-5000', 990, 1000],
  ])('is given by %s', async (range, first, after) => {
    const answer = await get(range);
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${first}-${after - 1}/1000`);
    expect((await bytesOf(answer)).equals(bytes.subarray(first, after))).toBe(true);
  });

  it.each(['bytes=1000-', 'bytes=9-3', 'bytes=-5', 'lines=1-2', 'bytes=0-1,4-5'])(
    'is not given by %s',
    async (range) => {
      const answer = await get(range);
      expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    },
  );

  it('says that it is there, and is given whole to who asks for the whole', async () => {
    const head = await get(undefined, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000']);
    const whole = await get();
    expect((await bytesOf(whole)).equals(bytes)).toBe(true);
    expect(whole.headers.get('etag')).toBe(head.headers.get('etag'));
  });

  it('is nothing where none is configured', async () => {
    expect((await fetch(await serverOf(null))).status).toBe(204);
  });

  it('is refused at the start where it is something else', () => {
    writeFileSync(join(folder, 'photo.png'), 'PNG and so on');
    expect(() => openTiles(join(folder, 'photo.png'))).toThrow(/PMTiles file of version 3/);
    expect(() => openTiles(join(folder, 'none'))).toThrow(/ENOENT/);
  });
});
