/** Builds the console into a folder: vite, then each file once more as brotli and gzip, so that nobody waits for it. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from '../../standalone/setup/install.mjs';
import { writeApiTypes } from './api-types.mjs';

const worthIt = /\.(js|css|html|svg|json|webmanifest|map)$/;

/** @param {string} folder absolute; emptied first */
export async function buildWeb(folder) {
  await writeApiTypes();
  // Else a build that a test runner asks for would be a development build.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const web = join(root, 'apps', 'web');
  await build({
    configFile: join(web, 'vite.config.mjs'),
    configLoader: 'native',
    build: { outDir: folder },
    logLevel: 'warn',
    mode: 'production',
  });
  // What the API draws a page's first look with; it brings all that it needs.
  await build({
    configFile: join(web, 'vite.config.mjs'),
    configLoader: 'native',
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true },
    build: {
      ssr: join(web, 'src', 'first-page', 'server.tsx'),
      outDir: join(folder, 'server'),
      emptyOutDir: false,
      copyPublicDir: false,
      manifest: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'first-page.mjs', chunkFileNames: '[name].mjs' } },
    },
    logLevel: 'warn',
    mode: 'production',
  });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !worthIt.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    if (bytes.byteLength < 512) continue;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: bytes.byteLength > 400_000 ? 9 : 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    };
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
  rmSync(join(folder, '.vite'), { recursive: true, force: true });
}
