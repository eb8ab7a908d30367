import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validate, type ValidationError, type ValidatorOptions } from 'class-validator';
import { Problem, type ProblemPointer } from '#core/errors.js';

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
    throw new Problem('invalid_input', 'A JSON object is expected.', [{ pointer: '', detail: 'Not an object.' }]);
  }
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
  const detail = 'A part of it has another shape than its form: a list where an object belongs, or the reverse.';
  return new Problem('invalid_input', detail, [{ pointer: '', detail }]);
}

function invalid(errors: ValidationError[]): Problem {
  const pointers = errors.flatMap((error) => pointersOf(error, ''));
  const more = pointers.length > named ? ` The first ${named} are named here.` : '';
  return new Problem('invalid_input', `${pointers.length} field(s) are not valid.${more}`, pointers.slice(0, named));
}

/** Flattens nested errors to JSON pointers (RFC 6901). */
function pointersOf(error: ValidationError, parent: string): ProblemPointer[] {
  const pointer = `${parent}/${error.property.slice(0, nameLength).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([name, detail]) => ({
    pointer,
    detail: name === 'whitelistValidation' ? 'There is no such field.' : detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => pointersOf(child, pointer))];
}
