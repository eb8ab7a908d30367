import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Worker, type WorkerRuntime } from './worker.js';

/** Starts the worker with the application; ends it once no more requests are taken, before the database closes. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Worker) private readonly worker: Worker) {}

  static forRoot(runtime: WorkerRuntime): DynamicModule {
    return { module: WorkerModule, providers: [{ provide: Worker, useFactory: () => new Worker(runtime) }] };
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }
}
