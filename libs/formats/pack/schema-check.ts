import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { PackFault } from './fault.js';
import type { Source } from './source.js';

const ajv = new Ajv({ allErrors: true, useDefaults: true, verbose: true, strictTypes: false, strictRequired: false });
const compiled = new Map<object, ValidateFunction>();

/** Checks a file against its schema, fills in defaults in place, and gives every fault with its line. */
export function schemaFaults(source: Source, schema: object): PackFault[] {
  if (source.data === undefined) return [];
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(source.data)) return [];
  return (validate.errors ?? [])
    .filter((e) => e.keyword !== 'if' && e.keyword !== 'anyOf')
    .map((e) => ({
      file: source.file,
      line: source.lineOf(
        e.instancePath + (e.keyword === 'additionalProperties' ? `/${e.params.additionalProperty}` : ''),
      ),
      path: e.instancePath,
      message: `${e.message ?? 'is not valid'}${e.keyword === 'additionalProperties' ? ` ("${e.params.additionalProperty}")` : ''}${found(e)}`,
      remedy: remedy(e),
    }));
}

function found(e: ErrorObject): string {
  const simple = ['string', 'number', 'boolean'].includes(typeof e.data);
  return simple ? `; found ${JSON.stringify(e.data)}` : '';
}

function remedy(e: ErrorObject): string {
  switch (e.keyword) {
    case 'required':
      return `Add "${e.params.missingProperty}".`;
    case 'additionalProperties':
      return 'Remove it or correct its name.';
    case 'enum':
      return `Use one of: ${(e.params.allowedValues as unknown[]).join(', ')}.`;
    case 'const':
      return `Write ${JSON.stringify(e.params.allowedValue)}.`;
    case 'type':
      return `Write a value of type ${String(e.params.type)}.`;
    case 'minItems':
      return `List at least ${String(e.params.limit)}.`;
    case 'uniqueItems':
      return 'List each only once.';
    case 'pattern':
      return e.params.pattern.includes('T\\d')
        ? 'Write a UTC instant with milliseconds, for example 2026-01-31T17:30:00.000Z.'
        : `Write it in the form ${String(e.params.pattern)}.`;
    default:
      return 'Correct the value.';
  }
}
