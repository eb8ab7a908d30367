import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('the parts of a process', () => {
  // Whatever follows promises is asked at each of them, an eighth of an accepted report before Node 24.
  it('leave promises alone', async () => {
    execFileSync(process.execPath, ['apps/standalone/setup/build.mjs']);
    const folder = await mkdtemp(join(tmpdir(), 'linewatch-parts-'));
    const env = { LINEWATCH_DATA: folder, LINEWATCH_MISSION: 'missions/ukraine-line' };
    const followed = (watch: string) =>
      execFileSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `
          import './dist/apps/api/bootstrap.js';
          import { readEnvironment } from './dist/libs/host/environment.js';
          import { openParts } from './dist/apps/standalone/parts.js';
          ${watch}
          const { deps, database } = await openParts(readEnvironment(${JSON.stringify(env)}, process.cwd()));
          await database.migrate();
          await deps.uow.run(async () => 1);
          await deps.uow.read(async () => 1);
          // Node notes on a promise that is followed whose it is.
          console.log(Object.getOwnPropertySymbols(Promise.resolve(1)).length);
          await database.close();
          process.exit();`,
        ],
        { encoding: 'utf8' },
      ).trim();
    try {
      expect(followed('')).toBe('0');
      const hook = `import { createHook } from 'node:async_hooks'; createHook({ init() {} }).enable();`;
      expect(Number(followed(hook))).toBeGreaterThan(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000); // it builds, which a busy machine takes long for
});
