import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module.js';
import type { WorkerRuntime } from './worker.js';

/** A process that only works: no HTTP. `close` lets running jobs finish. */
export async function startWorkerOnly(runtime: WorkerRuntime): Promise<{ close(): Promise<void> }> {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(runtime), { logger: false });
  return { close: () => app.close() };
}
