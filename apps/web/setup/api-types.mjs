/** Writes src/api/schema.d.ts, the types of the API, from the committed description. Also `npm run api-types`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hash, root } from '../../standalone/setup/install.mjs';

const description = join(root, 'apps', 'api', 'openapi.json');
const types = join(root, 'apps', 'web', 'src', 'api', 'schema.d.ts');

/** Git ignores the file: it is made again whenever the description is another. */
export async function writeApiTypes() {
  const text = readFileSync(description, 'utf8');
  const head = `// Made from apps/api/openapi.json ${hash(text)}\n`;
  if (existsSync(types) && readFileSync(types, 'utf8').startsWith(head)) return false;
  const { default: openapiTypes, astToString } = await import('openapi-typescript');
  writeFileSync(types, head + astToString(await openapiTypes(JSON.parse(text))));
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeApiTypes();
