import { Worker } from 'node:worker_threads';
import type { Look, Looked } from '#core/escalation/alarms/look.js';

/**
 * Runs one daily look in a thread that ends with it. @param file the thread's compiled entry file
 * @throws Error that the look ended with, or that the thread could not be started
 */
export function lookInThread(file: URL): (look: Look) => Promise<Looked | null> {
  return (look) =>
    new Promise((resolve, reject) => {
      const thread = new Worker(file, { workerData: look });
      thread.once('message', resolve);
      thread.once('error', reject);
      // Settled already where it has answered.
      thread.once('exit', (code) => reject(new Error(`The thread of the alarms ended with ${code} and no answer.`)));
    });
}
