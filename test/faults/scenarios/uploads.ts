import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Person } from '../load/client.js';
import { ask } from '../load/http.js';
import type { FileBody } from '../load/make.js';
import type { World } from '../world/world.js';
import { inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

const partCount = 5;

/** The link of somebody who sends a file is cut again and again. */
export const cutUploads: Scenario = {
  name: 'uploads',
  about: 'an upload of evidence in parts, cut at 20 points, goes on where it stopped',
  on: ['sqlite', 'postgres'],
  async run(settings, done) {
    const cuts = settings.short ? 4 : 20;
    for (const kind of settings.databases) {
      await inWorld(settings, kind, `uploads-${kind}`, async (world) => {
        const about = { scenario: 'uploads', name: `cut at ${cuts} points`, kind, whole: true };
        done(
          await oneCase(world, about, async () => {
            let most = 0;
            for (let i = 1; i <= cuts; i++) most = Math.max(most, await cutOnce(world, i / (cuts + 1)));
            return { happened: true, note: `at most ${most} part of ${partCount} was sent twice` };
          }),
        );
      });
    }
  },
};

/** Cuts at this share of the whole file, asks what came over, and sends the rest. @returns parts sent twice */
async function cutOnce(world: World, share: number): Promise<number> {
  const upload = await world.client.beginFile(400_000, partCount);
  const { file, by } = upload;
  const cutAt = Math.floor(file.bytes.length * share);
  let sent = 0;
  for (const [number, part] of file.parts.entries()) {
    if (sent + part.length > cutAt) {
      await sendHalf(world.address, by, file, number, cutAt - sent);
      break;
    }
    await world.client.sendPart(upload, number);
    sent += part.length;
  }
  await pause(50);
  const state = await ask(world.address, { method: 'GET', path: `/v1/evidence/${file.id}/parts`, token: by.token });
  const here = (state.json as { parts: { number: number; size: number }[] }).parts;
  // What is listed must be whole: half a part that came over counts for nothing.
  for (const { number, size } of here) {
    if (size !== file.parts[number]!.length) throw new Error(`Part ${number} is listed with ${size} bytes`);
  }
  const whole = Math.floor(cutAt / file.parts[0]!.length);
  for (const number of file.parts.keys()) {
    if (!here.some((p) => p.number === number)) await world.client.sendPart(upload, number);
  }
  await world.client.finishFile(upload);
  return whole + 1 - here.length;
}

/** A request whose body ends in the middle, with the connection. */
function sendHalf(address: string, by: Person, file: FileBody, number: number, bytes: number): Promise<void> {
  const { hostname, port } = new URL(address);
  const part = file.parts[number]!;
  return new Promise((resolve) => {
    const socket = createConnection(Number(port), hostname, () => {
      socket.write(
        `PUT /v1/evidence/${file.id}/parts/${number} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${by.token}\r\n` +
          `Content-Type: application/octet-stream\r\nContent-Length: ${part.length}\r\n\r\n`,
      );
      socket.write(part.subarray(0, bytes), () => setTimeout(() => socket.destroy(), 20));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
