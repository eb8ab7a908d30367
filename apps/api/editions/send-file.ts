import { Readable } from 'node:stream';
import type { EditionFile } from '#core/compliance/edition-record.js';
import type { Deps } from '#core/ports.js';
import type { ApiReply } from '../http/request.js';

/**
 * A document brings its own style, no script, and loads nothing; it is shown as if it came from nowhere, also in
 * a frame of the console.
 */
const documentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; base-uri 'none'; sandbox";

/** Streams a stored file. Its bytes never change, so its hash is its tag. */
export async function sendFile(deps: Deps, file: EditionFile, reply: ApiReply): Promise<Readable> {
  const name = file.path.split('/').at(-1) ?? 'file';
  const shown = file.mediaType.startsWith('text/html') || file.mediaType === 'application/pdf';
  void reply
    .type(file.mediaType)
    .header('Content-Length', file.size)
    .header('ETag', `"${file.sha256}"`)
    .header('Content-Security-Policy', documentPolicy)
    .header('Content-Disposition', `${shown ? 'inline' : 'attachment'}; filename="${name}"`);
  return Readable.from(await deps.blobs.get(file.sha256));
}
