import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { pass } from './arm.js';

const isIncoming = (path: unknown): boolean => typeof path === 'string' && path.includes('/incoming/');
const isPart = (path: unknown): boolean => typeof path === 'string' && /\/parts\/[^/]+\/\./.test(path);

/** The store of files writes through `node:fs/promises`: its calls pass the points. */
export function watchFiles(): void {
  const { open, rename, rm } = files;
  files.open = async (...args: Parameters<typeof open>) => {
    const handle = await open(...args);
    if (!isIncoming(args[0])) return handle;
    const write = handle.write.bind(handle) as (...a: unknown[]) => Promise<unknown>;
    const sync = handle.sync.bind(handle);
    return Object.assign(handle, {
      write: async (...a: unknown[]) => {
        const result = await write(...a);
        pass('blob.half-written');
        return result;
      },
      sync: async () => {
        pass('blob.written');
        await sync();
        pass('blob.synced');
      },
    });
  };
  files.rename = async (...args: Parameters<typeof rename>) => {
    if (isPart(args[0])) pass('part.written');
    await rename(...args);
    if (isIncoming(args[0])) pass('blob.renamed');
  };
  files.rm = async (...args: Parameters<typeof rm>) => {
    await rm(...args);
    if (isIncoming(args[0])) pass('blob.placed');
  };
  syncBuiltinESMExports();
}
