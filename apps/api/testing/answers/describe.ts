import type { OpenAPIObject } from '@nestjs/swagger';
import type { Answers, RouteAnswer } from './routes.js';
import type { Schema } from './schema.js';

interface Response {
  description: string;
  content?: Record<string, { schema: Schema }>;
}
interface Operation {
  operationId: string;
  summary?: string;
  responses: Record<string, Response>;
  [more: string]: unknown;
}

const words: Record<string, string> = {
  200: 'Here it is.',
  201: 'It is stored.',
  204: 'Done; there is nothing to say.',
  503: 'The same answer, with bad news.',
};

/** The description that Nest makes of the controllers and forms, with what every route answers. */
export function withAnswers(description: OpenAPIObject, answers: Answers): OpenAPIObject {
  const whole = structuredClone(description) as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown> };
  };
  for (const operation of Object.values(whole.paths).flatMap((methods) => Object.values(methods))) {
    const answer = answers.routes[operation.operationId];
    if (!answer) throw new Error(`no method of a controller is the operation ${operation.operationId}`);
    if (answer.words !== '') operation.summary = answer.words.replaceAll('\n', ' ');
    for (const [status, response] of Object.entries(operation.responses)) {
      response.description = words[status] ?? response.description;
      const content = contentOf(answer);
      if (content) response.content = content;
    }
    operation.responses.default = {
      description: 'A problem (RFC 9457).',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemBody' } } },
    };
  }
  Object.assign(whole.components.schemas, answers.components);
  return whole as unknown as OpenAPIObject;
}

/** The second is a stored file of whatever kind. */
const binary = ['application/octet-stream', '*/*'];

function contentOf({ json, other, produces }: RouteAnswer): Response['content'] | null {
  const types =
    produces.length > 0
      ? produces
      : [...(json ? ['application/json'] : []), ...(other ? ['application/octet-stream'] : [])];
  if (!json && !other) return null;
  const schemaOf = (type: string): Schema => {
    if (type === 'application/json') return json ?? {};
    return binary.includes(type) ? { type: 'string', format: 'binary' } : { type: 'string' };
  };
  return Object.fromEntries(types.map((type) => [type, { schema: schemaOf(type) }]));
}

/** The description without what the answers add, to compare it with what Nest makes. */
export function withoutAnswers(description: OpenAPIObject): object {
  const bare = structuredClone(description) as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown> };
  };
  for (const operation of Object.values(bare.paths).flatMap((methods) => Object.values(methods))) {
    delete operation.summary;
    const { default: _problem, ...responses } = operation.responses;
    operation.responses = Object.fromEntries(Object.keys(responses).map((status) => [status, { description: '' }]));
  }
  const forms = Object.entries(bare.components.schemas).filter(([name]) => name.endsWith('Form'));
  return { ...bare, components: { ...bare.components, schemas: Object.fromEntries(forms) } };
}
