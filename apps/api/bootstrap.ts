import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './app.module.js';
import { makeFastify } from './http/fastify.js';
import { ApiMetrics } from './http/metrics.js';
import { ProblemFilter } from './http/problem.filter.js';
import { formPipe } from './http/validation.js';
import { serveDescription } from './openapi.js';
import type { ApiRuntime } from './runtime.js';

/** The API and whatever else the process is made of. */
@Module({})
class ProcessModule {}

/**
 * The application, initialised but not listening; `others` live and end with it.
 * `bodyParser: false`: http/fastify.ts says what is parsed.
 */
export async function makeApi(runtime: ApiRuntime, others: DynamicModule[] = []): Promise<NestFastifyApplication> {
  const metrics = new ApiMetrics(runtime.deps);
  const server = await makeFastify(runtime, metrics);
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: ProcessModule, imports: [ApiModule.forRoot(runtime, metrics), ...others] },
    new FastifyAdapter(server as never),
    { bodyParser: false, logger: false, abortOnError: false },
  );
  app.useGlobalFilters(new ProblemFilter(runtime.logger));
  app.useGlobalPipes(formPipe);
  serveDescription(app);
  await app.init();
  return app;
}

/**
 * Starts the API. Port 0 takes any free port.
 * `close` stops taking requests, lets running ones finish, and leaves `runtime.deps` open.
 * @throws Error where the address is taken, or a route has no row in the policy table
 */
export async function startApi(
  runtime: ApiRuntime,
  listen: { host: string; port: number },
): Promise<{ app: NestFastifyApplication; address: string; close(): Promise<void> }> {
  const app = await makeApi(runtime);
  await app.listen(listen.port, listen.host);
  const bound = app.getHttpServer().address() as AddressInfo;
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return { app, address: `${runtime.tls ? 'https' : 'http'}://${host}:${bound.port}`, close: () => app.close() };
}
