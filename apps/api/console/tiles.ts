import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A base map in one file (PMTiles 3), found good when it was opened. */
export interface TileFile {
  path: string;
  bytes: number;
  /** Another where the file is another. */
  etag: string;
}

/** Where the map asks for it. */
export const tilesAddress = '/tiles.pmtiles';

/** @throws Error naming the file, where it cannot be read or is no PMTiles file of version 3 */
export function openTiles(path: string): TileFile {
  const { size, mtimeMs } = statSync(path);
  const head = Buffer.alloc(8);
  const file = openSync(path, 'r');
  readSync(file, head, 0, 8, 0);
  closeSync(file);
  if (head.toString('latin1', 0, 7) !== 'PMTiles' || head[7] !== 3)
    throw new Error(`LINEWATCH_MAP_TILES must name a PMTiles file of version 3, which ${path} is not`);
  return { path, bytes: size, etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"` };
}

/**
 * Serves the base map by ranges of bytes (RFC 9110, 14), as the console asks for it; 204 where there is none. Open to
 * everybody, as the console itself is: it holds nothing of the mission's records.
 */
export function serveTiles(server: FastifyInstance, tiles: TileFile | null): void {
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (!tiles) return reply.status(204).send();
    const { bytes, etag, path } = tiles;
    void reply
      .type('application/octet-stream')
      .header('Accept-Ranges', 'bytes')
      .header('ETag', etag)
      .header('Cache-Control', 'public, max-age=3600');
    const asked = request.headers.range;
    const range = asked === undefined ? { first: 0, last: bytes - 1 } : rangeOf(asked, bytes);
    if (!range) return reply.status(416).header('Content-Range', `bytes */${bytes}`).send();
    const { first, last } = range;
    if (asked !== undefined) void reply.status(206).header('Content-Range', `bytes ${first}-${last}/${bytes}`);
    void reply.header('Content-Length', last - first + 1);
    if (request.method === 'HEAD') return reply.send();
    return reply.send(createReadStream(path, { start: first, end: last }));
  };
  // Its own answer to HEAD: the one that comes with a route reads the whole file.
  server.route({ method: ['GET', 'HEAD'], url: tilesAddress, handler: answer });
}

/** One range of a file of so many bytes, its ends included; null where it cannot be met. */
function rangeOf(text: string, bytes: number): { first: number; last: number } | null {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(text) ?? [];
  if (from === undefined) return null;
  const first = Number(from);
  const last = to ? Math.min(Number(to), bytes - 1) : bytes - 1;
  return first <= last ? { first, last } : null;
}
