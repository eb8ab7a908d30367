/** The fastest that could be: Fastify parses the same body and answers with one of the same size. Nothing is stored. */
import { fastify } from 'fastify';
import { serve } from './serve.js';

await serve<{ answer: object }>(async ({ answer }) => {
  const server = fastify();
  server.post('/v1/reports', (request, reply) => {
    const { id } = request.body as { id: string };
    void reply.status(201).send({ ...answer, id });
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return { address, close: () => server.close() };
});
