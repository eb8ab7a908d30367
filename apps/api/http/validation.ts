import { say, type Said } from '#core/said.js';
import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validate, type ValidationError, type ValidatorOptions } from 'class-validator';
import { faultAt, Problem, problemAt, type ProblemPointer } from '#core/errors.js';
import { quickForm } from './quick-form.js';
import { partsOf } from './worded.js';

/** Faults named in one answer, and characters of a field's name in each: an answer is not larger than its question. */
const named = 50;
const nameLength = 100;

/** Unknown fields are refused, never dropped. */
const options: ValidatorOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
};

/** A shape that no form has (a list where an object stands, a member named "constructor") makes the transformer throw. */
class FormPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (metatype && (type === 'body' || type === 'query')) {
      const made = quickForm(metatype as new () => object, value);
      if (made) return made;
    }
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      throw error instanceof TypeError ? shapeless() : error;
    }
  }
}

export const formPipe = new FormPipe({
  ...options,
  transform: true,
  exceptionFactory: (errors) => invalid(errors),
});

/** The same check for one item of a stream. @throws Problem invalid_input */
export async function checkForm<T extends object>(form: ClassConstructor<T>, plain: unknown): Promise<T> {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new Problem('invalid_input', say`A JSON object is expected.`, [faultAt('', say`Not an object.`)]);
  }
  return quickForm(form, plain) ?? longForm(form, plain);
}

/** The check as class-validator makes it, fault by fault. @throws Problem invalid_input */
export async function longForm<T extends object>(form: ClassConstructor<T>, plain: object): Promise<T> {
  const item = instanceOf(form, plain);
  const errors = await validate(item, options);
  if (errors.length > 0) throw invalid(errors);
  return item;
}

function instanceOf<T extends object>(form: ClassConstructor<T>, plain: object): T {
  try {
    return plainToInstance(form, plain);
  } catch (error) {
    throw error instanceof TypeError ? shapeless() : error;
  }
}

function shapeless(): Problem {
  const said = say`A part of it has another shape than its form: a list where an object belongs, or the reverse.`;
  return problemAt('invalid_input', '', said);
}

function invalid(errors: ValidationError[]): Problem {
  const pointers = errors.flatMap((error) => pointersOf(error, ''));
  const said =
    pointers.length > named
      ? say`Fields that are not valid: ${pointers.length}. The first ${named} are named here.`
      : say`Fields that are not valid: ${pointers.length}.`;
  return new Problem('invalid_input', said, pointers.slice(0, named));
}

/** Flattens nested errors to JSON pointers (RFC 6901). */
function pointersOf(error: ValidationError, parent: string): ProblemPointer[] {
  const pointer = `${parent}/${error.property.slice(0, nameLength).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([name, detail]) => {
    const said = saidOf(name, detail);
    return said ? faultAt(pointer, said) : { pointer, detail };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => pointersOf(child, pointer))];
}

/** What a check says, in parts; null: its own English words stay. */
function saidOf(check: string, detail: string): Said | null {
  const [first, second] = detail.match(/-?\d+(?:\.\d+)?/g) ?? [];
  switch (check) {
    case 'whitelistValidation':
      return say`There is no such field.`;
    case 'isString':
      return say`Must be a text.`;
    case 'isLength':
      return detail.includes('shorter') ? say`At most ${first!} characters.` : say`At least ${first!} characters.`;
    case 'min':
      return say`At least ${first!}.`;
    case 'max':
      return say`At most ${first!}.`;
    case 'isInt':
      return say`Must be a whole number.`;
    case 'isNumber':
      return say`Must be a number.`;
    case 'isBoolean':
      return say`Must be true or false.`;
    case 'isArray':
      return say`Must be a list.`;
    case 'arrayMaxSize':
      return say`At most ${second ?? first!} of them.`;
    case 'isIn':
      return say`Must be one of ${detail.replace(/^.*values: /, '')}.`;
    case 'isObject':
    case 'nestedValidation':
      return say`Must be an object.`;
    default:
      return partsOf(detail);
  }
}
