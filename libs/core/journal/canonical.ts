import { hash as digest } from 'node:crypto';

const loneSurrogate = /\p{Surrogate}/u;

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, numbers and strings
 * as ECMAScript writes them, no white space. Equal values give equal bytes on every machine.
 * @throws TypeError for what JSON cannot say exactly: undefined, NaN, infinities, lone surrogates,
 * bigint, functions, symbols, cycles, and objects with a `toJSON` of their own (a Date, say).
 */
export function canonicalJson(value: unknown): string {
  const text = isInOrder(value, 0) ? JSON.stringify(value) : quickText(value, 0, false);
  // Half a surrogate pair comes out escaped; a pair that is whole, and all other text, does not.
  return text === null || text.includes('\\ud') ? write(value, '', []) : text;
}

const deepest = 100;
const tagOf = Object.prototype.toString;
/** What JSON writes between quotes as it stands. */
export const asItStands = /^[ !#-[\]-~]*$/;

/**
 * The canonical text, its members put in order; null where it might say something else than `write`, which then decides.
 * @param carried takes what JSON.stringify carries: no member that is undefined, and of an instance its own members
 */
function quickText(value: unknown, depth: number, carried: boolean): string | null {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return Number.isFinite(value) ? String(value) : null;
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return 'null';
  if (depth > deepest || 'toJSON' in value) return null;
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      const item = quickText(value[i], depth + 1, carried);
      if (item === null) return null;
      text += i === 0 ? item : `,${item}`;
    }
    return `${text}]`;
  }
  const parent: unknown = Object.getPrototypeOf(value);
  if (parent !== Object.prototype && parent !== null && !(carried && tagOf.call(value) === '[object Object]'))
    return null;
  const members = value as Record<string, unknown>;
  let text = '{';
  for (const key of sortedKeys(members)) {
    const member = members[key];
    if (carried && member === undefined) continue;
    const said = quickText(member, depth + 1, carried);
    if (said === null) return null;
    text += `${text.length > 1 ? ',' : ''}${quoted(key)}:${said}`;
  }
  return `${text}}`;
}

const quoted = (text: string): string => (asItStands.test(text) ? `"${text}"` : JSON.stringify(text));

/**
 * Whether JSON.stringify writes the value as canonicalJson does, which is quicker by far: members stand in order
 * already, as in whatever was read from canonical text, and nothing is in it that JSON cannot say. False where unsure.
 */
function isInOrder(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth > deepest) return false;
  if (Array.isArray(value)) {
    if ('toJSON' in value) return false;
    for (let i = 0; i < value.length; i++) if (!isInOrder(value[i], depth + 1)) return false;
    return true;
  }
  const parent: unknown = Object.getPrototypeOf(value);
  if ((parent !== Object.prototype && parent !== null) || 'toJSON' in value) return false;
  const members = value as Record<string, unknown>;
  let before = '';
  // Object.keys would make a list for each object; nothing enumerable is inherited here.
  for (const key in members) {
    if (key < before || !isInOrder(members[key], depth + 1)) return false;
    before = key;
  }
  return true;
}

/** By UTF-16 code units. Few members are put in order where they stand: to sort a list takes room of its own. */
function sortedKeys(members: object): string[] {
  const keys = Object.keys(members);
  if (keys.length > 40) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!;
    let to = i;
    for (; to > 0 && keys[to - 1]! > key; to--) keys[to] = keys[to - 1]!;
    keys[to] = key;
  }
  return keys;
}

function isPlain(value: object): boolean {
  return !('toJSON' in value || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value));
}

/** SHA-256 (hex) over the UTF-8 bytes of the canonical JSON. @throws TypeError as canonicalJson */
export function canonicalSha256(value: unknown): string {
  return digest('sha256', canonicalJson(value), 'hex');
}

/**
 * `canonicalSha256` of what JSON carries of a value: members that are undefined count as absent.
 * @throws TypeError for texts that have no UTF-8 form, and as JSON.stringify
 */
export function carriedSha256(value: object): string {
  const text = quickText(value, 0, true);
  if (text !== null && !text.includes('\\ud')) return digest('sha256', text, 'hex');
  return canonicalSha256(JSON.parse(JSON.stringify(value)));
}

function write(value: unknown, path: string, above: object[]): string {
  switch (typeof value) {
    case 'string':
      return quote(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${at(path)} is ${value}, which JSON cannot hold`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      if (above.includes(value)) throw new TypeError(`${at(path)} contains itself`);
      above.push(value);
      try {
        return Array.isArray(value) ? writeArray(value, path, above) : writeObject(value, path, above);
      } finally {
        above.pop();
      }
    default:
      throw new TypeError(`${at(path)} is ${typeof value}, which JSON cannot hold`);
  }
}

function writeArray(items: unknown[], path: string, above: object[]): string {
  let text = '[';
  // By index, so that holes are refused like any other undefined.
  for (let i = 0; i < items.length; i++) text += (i ? ',' : '') + write(items[i], `${path}/${i}`, above);
  return text + ']';
}

function writeObject(value: object, path: string, above: object[]): string {
  if (!isPlain(value)) throw new TypeError(`${at(path)} is not a plain object`);
  const members = value as Record<string, unknown>;
  let text = '{';
  for (const key of sortedKeys(members)) {
    text += `${text.length > 1 ? ',' : ''}${quote(key, path)}:${write(members[key], `${path}/${key}`, above)}`;
  }
  return text + '}';
}

function quote(text: string, path: string): string {
  const written = JSON.stringify(text);
  if (written.includes('\\ud') && loneSurrogate.test(text))
    throw new TypeError(`${at(path)} holds half of a surrogate pair`);
  return written;
}

function at(path: string): string {
  return path === '' ? 'The value' : `The value at "${path}"`;
}
