import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** Routes, forms and actions as OpenAPI 3.1, generated from the controllers; without what they answer. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Linewatch')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/**
 * Serves the committed description at /openapi.json: what Nest knows of the routes, and what each answers, which only
 * the compiler knows (testing/answers). `npm run openapi` makes it.
 */
export function serveDescription(app: INestApplication): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .get('/openapi.json', (_request: unknown, reply: { type(t: string): { send(b: string): void } }) => {
      text ??= JSON.stringify(JSON.parse(readFileSync(createRequire(import.meta.url).resolve('#openapi'), 'utf8')));
      reply.type('application/json').send(text);
    });
}
