import type { Logger } from 'pino';
import { say } from './saying.js';

/**
 * Ends the process in order at the first SIGINT or SIGTERM: `drain` stops taking requests, lets jobs
 * finish, closes queue and database. A second signal ends at once; nothing acknowledged is lost by that.
 */
export function onStop(log: Logger, drain: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(130);
    stopping = true;
    say('\nStopping: finishing what runs …');
    log.info({ signal }, 'stopping');
    drain().then(
      () => {
        say('Stopped.');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.stderr.write(`Did not stop cleanly: ${(error as Error).message}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
