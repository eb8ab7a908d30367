import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { PointBlock } from '#core/verification/map/points.js';
import type { ApiReply, ApiRequest } from '../http/request.js';

/** Sends points as they are read, so that a hundred thousand never lie in memory at once; compressed where asked for. */
export function sendPoints(
  request: ApiRequest,
  reply: ApiReply,
  window: { from: string; to: string },
  points: AsyncGenerator<PointBlock, { more: boolean; count: number }>,
  onError: (error: Error) => void,
): Readable {
  void reply.type('application/json; charset=utf-8').header('Vary', 'Accept-Encoding');
  const text = Readable.from(written(window, points));
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return text;
  void reply.header('Content-Encoding', 'gzip');
  const gzip = createGzip({ level: 5 });
  // Where reading fails midway the connection is cut: half an answer must not look like a whole one.
  pipeline(text, gzip, (error) => error && onError(error));
  return gzip;
}

async function* written(
  window: { from: string; to: string },
  points: AsyncGenerator<PointBlock, { more: boolean; count: number }>,
): AsyncGenerator<string> {
  yield `{"from":${JSON.stringify(window.from)},"to":${JSON.stringify(window.to)},"blocks":[`;
  let comma = '';
  for (;;) {
    const { value, done } = await points.next();
    if (done) {
      yield `],"count":${value.count},"more":${value.more}}`;
      return;
    }
    yield comma + JSON.stringify(value);
    comma = ',';
  }
}
