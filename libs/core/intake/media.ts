const headBytes = 32;

/** The first bytes of a stream, and the whole stream again, without holding more than that. */
export async function peekHead(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; bytes: AsyncIterable<Uint8Array> }> {
  const source = stream[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await source.next();
    if (next.done) break;
    taken.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(taken).subarray(0, headBytes), bytes: replay(taken, source) };
}

async function* replay(taken: Uint8Array[], source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* taken;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** First bytes (latin1) at an offset, and the media types that files with them may rightly claim. */
const signatures: [offset: number, bytes: string, types: string[]][] = [
  [0, '\xff\xd8\xff', ['image/jpeg']],
  [0, '\x89PNG\r\n\x1a\n', ['image/png']],
  [0, 'GIF87a', ['image/gif']],
  [0, 'GIF89a', ['image/gif']],
  [8, 'WEBP', ['image/webp']],
  [8, 'WAVE', ['audio/wav', 'audio/x-wav', 'audio/vnd.wave']],
  [0, 'II*\0', ['image/tiff', 'image/x-adobe-dng']],
  [0, 'MM\0*', ['image/tiff', 'image/x-adobe-dng']],
  [4, 'ftypheic', ['image/heic', 'image/heif']],
  [4, 'ftypmif1', ['image/heif', 'image/heic', 'image/avif']],
  [4, 'ftypavif', ['image/avif']],
  [4, 'ftypqt', ['video/quicktime']],
  [4, 'ftypM4A', ['audio/mp4', 'audio/x-m4a']],
  [4, 'ftyp', ['video/mp4', 'audio/mp4', 'video/quicktime', 'video/3gpp']],
  [0, '\x1aE\xdf\xa3', ['video/webm', 'audio/webm', 'video/x-matroska']],
  [0, 'OggS', ['audio/ogg', 'video/ogg', 'application/ogg']],
  [0, 'fLaC', ['audio/flac']],
  [0, 'ID3', ['audio/mpeg']],
  [0, '\xff\xfb', ['audio/mpeg']],
  [0, '%PDF-', ['application/pdf']],
  [0, 'PK\x03\x04', ['application/zip', 'application/vnd.google-earth.kmz']],
];

/** Media types that the first bytes of a file allow; null where they say nothing (text, telemetry). */
export function sniffMediaType(head: Uint8Array): string[] | null {
  const text = Buffer.from(head).toString('latin1');
  return signatures.find(([offset, bytes]) => text.startsWith(bytes, offset))?.[2] ?? null;
}
