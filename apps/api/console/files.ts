import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One file of the console in every form in which it is sent. */
export interface ConsoleFile {
  type: string;
  /** Strong, over the content. */
  etag: string;
  bytes: Buffer;
  /** The same compressed, where the build found it worth it. */
  br?: Buffer;
  gzip?: Buffer;
}

/** The built console. */
export interface Console {
  /** Where it was built, absolute. */
  folder: string;
  /** What is served, by address, for example `/assets/main-x1y2.js`; `/index.html` is the page. */
  files: ReadonlyMap<string, ConsoleFile>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.pbf': 'application/x-protobuf',
  '.pmtiles': 'application/octet-stream',
};

/**
 * The built console, read once: what a request names is looked up, never a path on the disk, and a later build does not
 * pull files from under a page. Null where the folder holds none.
 */
export function readConsole(folder: string): Console | null {
  if (!existsSync(join(folder, 'index.html'))) return null;
  const files = new Map<string, ConsoleFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    const path = join(entry.parentPath, entry.name);
    // What draws pages here is for nobody else.
    if (!entry.isFile() || !type || path.startsWith(join(folder, 'server', sep))) continue;
    const bytes = readFileSync(path);
    const file: ConsoleFile = { type, bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
    if (existsSync(`${path}.br`)) file.br = readFileSync(`${path}.br`);
    if (existsSync(`${path}.gz`)) file.gzip = readFileSync(`${path}.gz`);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, file);
  }
  return { folder, files };
}
