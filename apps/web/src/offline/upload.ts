import { api } from '../api/client.js';
import { isProblem } from '../api/problem.js';
import type { KeptFile } from './kept.js';
import { fieldStore } from './store.js';

/** Small enough for a bad link: what a break costs at most. The API takes up to 2 MiB. */
const partBytes = 256 * 1024;

/** Sends a file part by part, from where the server says it stopped, and has it put together. */
export async function uploadFile(file: KeptFile): Promise<void> {
  if (file.isStored) return;
  const path = { id: file.id };
  const { data: state } = await api.GET('/v1/evidence/{id}/parts', { params: { path } });
  const here = new Map(state!.parts.map(({ number, size }) => [number, size]));
  const parts = Math.max(1, Math.ceil(file.blob.size / partBytes));
  for (let number = 0; number < parts; number++) {
    const piece = file.blob.slice(number * partBytes, (number + 1) * partBytes);
    if (here.get(number) !== piece.size) await sendPart(file.id, number, piece);
    await (await fieldStore()).files.update(file.id, { sent: Math.min(file.blob.size, (number + 1) * partBytes) });
  }
  const digest = await crypto.subtle.digest('SHA-256', await file.blob.arrayBuffer());
  const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const body = { mediaType: file.mediaType, name: file.name, sha256, parts };
  try {
    await api.POST('/v1/evidence/{id}/parts/finish', { params: { path }, body });
  } catch (error) {
    // Parts of an abandoned upload are swept; the next round sends them anew.
    if (isProblem(error, 'not_possible')) await (await fieldStore()).files.update(file.id, { sent: 0 });
    throw error;
  }
  await (await fieldStore()).files.update(file.id, { isStored: true, sent: file.blob.size });
}

async function sendPart(id: string, number: number, piece: Blob): Promise<void> {
  await api.PUT('/v1/evidence/{id}/parts/{number}', {
    params: { path: { id, number: String(number) } },
    headers: { 'Content-Type': 'application/octet-stream' },
    body: piece as never,
    bodySerializer: (body: unknown) => body as BodyInit,
  });
}
