import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The API's description, OpenAPI 3.1, generated from the controllers and their forms. */
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

/** Serves the description at /openapi.json, made at the first request for it. */
export function serveDescription(app: INestApplication): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .get('/openapi.json', (_request: unknown, reply: { type(t: string): { send(b: string): void } }) => {
      text ??= JSON.stringify(describeApi(app));
      reply.type('application/json').send(text);
    });
}
