import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isNode } from 'yaml';
import { readYaml } from '../yaml.js';
import type { PackFault } from './fault.js';

/** A YAML or JSON file of a pack, with the way back from a JSON pointer to a line. */
export interface Source {
  file: string;
  /** Undefined where the file could not be read as YAML or JSON. */
  data: unknown;
  faults: PackFault[];
  /** Line (from 1) of what the pointer names, or of the nearest thing above it that exists. */
  lineOf(pointer: string): number;
}

/** Reads `dir/file`. A file that is absent or not well-formed comes back with faults, never thrown. */
export async function readSource(dir: string, file: string): Promise<Source> {
  let text: string;
  try {
    text = await readFile(join(dir, file), 'utf8');
  } catch (error) {
    const message = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'the file is missing' : String(error);
    return {
      file,
      data: undefined,
      faults: [{ file, line: 1, path: '', message, remedy: 'Add the file.' }],
      lineOf: () => 1,
    };
  }
  let located: ReturnType<typeof locate> | undefined;
  const lineOf = (pointer: string) => (located ??= locate(text)).lineOf(pointer);
  try {
    // JSON is read by the fast parser; lines are worked out only if there is a fault to point at.
    if (!/\.ya?ml$/.test(file)) return { file, data: JSON.parse(text), faults: [], lineOf };
  } catch {
    located = locate(text);
    const faults = located.faults(file);
    const plain = { file, line: 1, path: '', message: 'is not well-formed JSON', remedy: 'Correct the syntax.' };
    return { file, data: undefined, faults: faults.length > 0 ? faults : [plain], lineOf };
  }
  located = locate(text);
  const faults = located.faults(file);
  return { file, data: located.data, faults, lineOf };
}

function locate(text: string) {
  const { data, document, lines, faults } = readYaml(text);
  return {
    data,
    faults: (file: string): PackFault[] =>
      faults.map(({ line, message }) => ({ file, line, path: '', message, remedy: 'Correct the syntax.' })),
    lineOf(pointer: string): number {
      let offset = document.contents?.range?.[0] ?? 0;
      let node: unknown = document.contents;
      for (const key of stepsOf(pointer)) {
        if (isMap(node)) {
          const pair = node.items.find((p) => String(isNode(p.key) ? p.key.toJSON() : p.key) === key);
          if (!pair) break;
          if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
          node = pair.value;
        } else {
          node = document.contents && isNode(node) && 'get' in node ? node.get(Number(key), true) : undefined;
          if (!isNode(node)) break;
          offset = node.range?.[0] ?? offset;
        }
      }
      return lines.linePos(offset).line;
    },
  };
}

/** The steps of a JSON pointer (RFC 6901). */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
}
