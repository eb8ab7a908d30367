import type { ApiRuntime } from '../runtime.js';

/** Name of the data source that readiness asks. */
export const probeName = 'probe';

/** Asks everything that a request needs, the database through a connection of its own. */
export async function askStores(
  runtime: Pick<ApiRuntime, 'readiness' | 'logger'>,
  probe: { query(text: string): Promise<unknown> },
): Promise<{ name: string; ready: boolean }[]> {
  const checks: ApiRuntime['readiness'] = {
    database: async () => void (await probe.query('SELECT 1')),
    ...runtime.readiness,
  };
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await check();
        return { name, ready: true };
      } catch (error) {
        // The reason goes to the log: it may name hosts and paths.
        runtime.logger.warn({ check: name, reason: (error as Error).message }, 'not ready');
        return { name, ready: false };
      }
    }),
  );
}
