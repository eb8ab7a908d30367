import type { Logger } from 'pino';
import { say } from './saying.js';

/** A stop waits for what runs; of a database or a queue that is gone it waits no longer than this, milliseconds. */
const stopWithinMs = 90_000;

/**
 * Ends the process in order at the first SIGINT or SIGTERM: `drain` stops taking requests, lets jobs
 * finish, closes queue and database. A second signal ends at once, and so does `withinMs`; nothing acknowledged is
 * lost by that.
 */
export function onStop(log: Logger, drain: () => Promise<void>, withinMs = stopWithinMs): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(130);
    stopping = true;
    say('\nStopping: finishing what runs …');
    log.info({ signal }, 'stopping');
    const limit = setTimeout(() => {
      log.error('the stop took too long: what runs is cut off');
      process.stderr.write('The stop took too long, perhaps since the database or the queue is gone: ended.\n');
      process.exit(1);
    }, withinMs).unref();
    const drained = drain().finally(() => clearTimeout(limit));
    drained.then(
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
