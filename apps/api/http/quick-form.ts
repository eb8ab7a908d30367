import { getMetadataStorage, ValidationTypes, type ValidationArguments } from 'class-validator';
import { defaultMetadataStorage as shapes } from 'class-transformer/cjs/storage.js';

type Form = new () => object;
/** Builds the value of a member, or says `unsure`. */
type Build = (value: unknown) => unknown;

interface Check {
  holds: (value: unknown, args: ValidationArguments) => unknown;
  /** Filled for each value; no check of ours keeps it. */
  args: ValidationArguments;
  each: boolean;
}

interface Member {
  name: string;
  build: Build;
  conditions: ((object: object, value: unknown) => boolean)[];
  checks: Check[];
}

interface Plan {
  form: Form;
  byName: Map<string, Member>;
  members: Member[];
}

const unsure = Symbol('left to class-validator');
const plainToClass = 0;
const plans = new Map<Form, Plan | null>();

/**
 * The instance of `form` that class-transformer makes of a JSON object, if class-validator finds no fault with it. What
 * the decorators say is put together once for each form instead of at each request; the checks are class-validator's own.
 * Null where anything is not so, or not sure: the long way then says what is wrong, in its own words.
 */
export function quickForm<T extends object>(form: new () => T, plain: unknown): T | null {
  const plan = planOf(form);
  if (!plan) return null;
  const made = fill(plan, plain);
  return made === unsure ? null : (made as T);
}

function fill(plan: Plan, plain: unknown): object | typeof unsure {
  if (typeof plain !== 'object' || plain === null || Object.getPrototypeOf(plain) !== Object.prototype) return unsure;
  const made = new plan.form() as Record<string, unknown>;
  for (const name of Object.keys(plain)) {
    const member = plan.byName.get(name);
    if (!member) return unsure;
    const value = member.build((plain as Record<string, unknown>)[name]);
    if (value === unsure) return unsure;
    made[name] = value;
  }
  for (const member of plan.members) if (!isRight(member, made)) return unsure;
  return made;
}

function isRight({ name, conditions, checks }: Member, object: Record<string, unknown>): boolean {
  const value = object[name];
  for (const condition of conditions) if (!condition(object, value)) return true;
  for (const { holds, args, each } of checks) {
    args.object = object;
    args.value = value;
    // A promise is no answer yet.
    if (each && Array.isArray(value) ? !value.every((v) => holds(v, args) === true) : holds(value, args) !== true)
      return false;
  }
  return true;
}

function planOf(form: Form): Plan | null {
  const known = plans.get(form);
  if (known !== undefined) return known;
  plans.set(form, null); // a form within itself is left to the long way
  const plan = makePlan(form);
  plans.set(form, plan);
  return plan;
}

/** Null where a decorator asks for something that is not done here. */
function makePlan(form: Form): Plan | null {
  const byName = new Map<string, Member>();
  const nested = new Set<string>();
  const storage = getMetadataStorage();
  for (const found of storage.getTargetValidationMetadatas(form, '', false, false)) {
    const { propertyName: name, type, constraints = [], each = false } = found;
    if (found.groups?.length || found.validateIf) return null;
    let member = byName.get(name);
    if (!member) byName.set(name, (member = { name, build: copied, conditions: [], checks: [] }));
    if (type === ValidationTypes.CUSTOM_VALIDATION) {
      for (const { instance } of storage.getTargetValidatorConstraints(found.constraintCls)) {
        const holds: Check['holds'] = (value, args) => instance.validate(value, args);
        const args = { targetName: form.name, property: name, object: {}, value: null, constraints };
        member.checks.push({ holds, args, each });
      }
    } else if (type === ValidationTypes.CONDITIONAL_VALIDATION) {
      member.conditions.push((constraints as Member['conditions'])[0]!);
    } else if (type === ValidationTypes.NESTED_VALIDATION) nested.add(name);
    else return null;
  }
  if (byName.size === 0 || shapes.getStrategy(form) !== 'none' || !hasOnly(form, byName)) return null;
  for (const member of byName.values()) {
    const build = builderOf(form, member.name, nested.has(member.name));
    if (!build) return null;
    member.build = build;
  }
  return { form, byName, members: [...byName.values()] };
}

/** Nothing but declared members: no field or method of the class stands in their way, none is renamed or left out. */
function hasOnly(form: Form, byName: Map<string, Member>): boolean {
  const listed = [
    ...shapes.getExposedProperties(form, plainToClass),
    ...shapes.getExcludedProperties(form, plainToClass),
  ];
  const own = Object.keys(new form());
  return (
    listed.length === 0 && own.every((name) => byName.has(name)) && ![...byName.keys()].some((n) => n in form.prototype)
  );
}

function builderOf(form: Form, name: string, isNested: boolean): Build | null {
  if (shapes.findTransformMetadatas(form, name, plainToClass).length > 0) return null;
  const shape = shapes.findTypeMetadata(form, name);
  if (!shape) return isNested ? null : copied;
  if (shape.reflectedType === Set || shape.reflectedType === Map) return null;
  const type = shape.typeFunction?.({ newObject: {}, object: {}, property: name });
  if (type === Number && !isNested) return (value) => (isSimple(value) ? asNumber(value) : unsure);
  if (!isNested || typeof type !== 'function') return null;
  const { discriminator, keepDiscriminatorProperty } = shape.options;
  if (!discriminator) return nestedIn(planOf(type as Form));
  if (keepDiscriminatorProperty !== true) return null;
  const { property, subTypes } = discriminator;
  const kinds = new Map(subTypes.map((sub) => [sub.name, planOf(sub.value)]));
  return (value) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, property)) return unsure;
    const plan = kinds.get((value as Record<string, string>)[property]!);
    return plan ? fill(plan, value) : unsure;
  };
}

function nestedIn(plan: Plan | null): Build | null {
  if (!plan) return null;
  return (value) => {
    if (!Array.isArray(value)) return value === undefined ? value : fill(plan, value);
    const made = value.map((one) => fill(plan, one));
    return made.includes(unsure) ? unsure : made;
  };
}

const isSimple = (value: unknown): boolean => typeof value !== 'object' && typeof value !== 'function';

const asNumber = (value: unknown): unknown => (value === undefined ? value : Number(value));

/** What has no type of its own: texts, numbers and lists of them. Free objects are left to the long way. */
function copied(value: unknown): unknown {
  if (isSimple(value) || value === null) return value;
  if (!Array.isArray(value)) return unsure;
  const list = value.map(copied);
  return list.includes(unsure) ? unsure : list;
}
