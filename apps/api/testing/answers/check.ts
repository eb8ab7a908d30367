import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Operation {
  responses: Record<string, { content?: Record<string, unknown> }>;
}

const described = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};

// What is not described is refused in tests; clients must bear it, so the committed description leaves it open.
const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false });
ajv.addSchema(closed(described) as object, 'api');

const templates = Object.keys(described.paths)
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{path\}/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`) }))
  // A literal word wins over a parameter, as in the router.
  .sort((a, b) => a.path.split('{').length - b.path.split('{').length);

/** @throws Error where a JSON answer of the API is not what its description says */
export function checkAnswer(method: string, url: string, status: number, type: string, json: unknown): void {
  const path = templates.find(({ pattern }) => pattern.test(url.split('?', 1)[0]!))?.path;
  const operation = path === undefined ? undefined : described.paths[path]![method.toLowerCase()];
  const isProblem = type.startsWith('application/problem+json');
  if (!isProblem && !operation) return;
  const escape = (word: string) => word.replaceAll('~', '~0').replaceAll('/', '~1');
  const told = operation?.responses[status]?.content ?? {};
  if (!isProblem && told['*/*']) return;
  const media = type.split(';', 1)[0]!;
  const place = isProblem
    ? 'components/schemas/ProblemBody'
    : `paths/${escape(path!)}/${method.toLowerCase()}/responses/${status}/content/${escape(media)}/schema`;
  if (!isProblem && !told[media]) {
    throw new Error(`${method} ${path} answered ${status} ${media}, which is not described: npm run openapi`);
  }
  const validate = ajv.getSchema(`api#/${place}`)!;
  if (validate(json)) return;
  throw new Error(`${method} ${url} answered ${status} otherwise than described: ${ajv.errorsText(validate.errors)}`);
}

/** The same with every object closed that names its fields and no others. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  const isOpen = copy.type === 'object' && copy.properties !== undefined && copy.additionalProperties === undefined;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
