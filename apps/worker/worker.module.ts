import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Worker, type WorkerRuntime } from './worker.js';

/** Starts the worker with the application and ends it before the database closes. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(Worker) private readonly worker: Worker) {}

  static forRoot(runtime: WorkerRuntime): DynamicModule {
    return { module: WorkerModule, providers: [{ provide: Worker, useFactory: () => new Worker(runtime) }] };
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }
}
