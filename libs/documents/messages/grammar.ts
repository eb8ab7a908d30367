/** A message after reading: text, a value to put in, a value with its unit, or a choice by the plural of a number. */
export type Node =
  | { type: 'text'; text: string }
  | { type: 'value'; name: string }
  | { type: 'measure'; name: string }
  | { type: 'count'; name: string }
  | { type: 'plural'; name: string; branches: Record<string, Node[]> };

/**
 * Reads a message: `{name}`, `{name, unit}` and `{name, plural, one {…} few {…} other {…}}`, in which `#` is the number
 * (the plural and number parts of ICU MessageFormat). A message holds no other braces.
 * @throws Error with the message, for whoever writes a catalogue
 */
export function readMessage(message: string): Node[] {
  let at = 0;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${at} of "${message}"`);
  };
  const nodes = (counted: string | null): Node[] => {
    const read: Node[] = [];
    while (at < message.length && message[at] !== '}') {
      if (message[at] === '{') read.push(braces());
      else if (message[at] === '#' && counted !== null) {
        at++;
        read.push({ type: 'count', name: counted });
      } else {
        const end = message.slice(at + 1).search(counted === null ? /[{}]/ : /[{}#]/);
        const text = end < 0 ? message.slice(at) : message.slice(at, at + 1 + end);
        at += text.length;
        read.push({ type: 'text', text });
      }
    }
    return read;
  };
  const word = (): string => {
    const found = /^\s*(\w+)\s*/.exec(message.slice(at)) ?? fail('a name is missing');
    at += found[0].length;
    return found[1] ?? '';
  };
  const sign = (wanted: string): void => {
    if (message[at] !== wanted) fail(`"${wanted}" is missing`);
    at++;
  };
  const braces = (): Node => {
    sign('{');
    const name = word();
    if (message[at] === '}') {
      at++;
      return { type: 'value', name };
    }
    sign(',');
    const form = word();
    if (form === 'unit') {
      sign('}');
      return { type: 'measure', name };
    }
    if (form !== 'plural') fail(`"${form}" is not a form`);
    sign(',');
    const branches: Record<string, Node[]> = {};
    while (/^\s*\w/.test(message.slice(at))) {
      const category = word();
      sign('{');
      branches[category] = nodes(name);
      sign('}');
      at += /^\s*/.exec(message.slice(at))?.[0].length ?? 0;
    }
    sign('}');
    if (!branches['other']) fail('a plural without "other"');
    return { type: 'plural', name, branches };
  };
  const all = nodes(null);
  if (at < message.length) fail('a brace too many');
  return all;
}

/** Names of the values that a message uses. */
export function placeholders(nodes: Node[]): Set<string> {
  return new Set(
    nodes.flatMap((node) => {
      if (node.type === 'text') return [];
      if (node.type !== 'plural') return [node.name];
      return [node.name, ...Object.values(node.branches).flatMap((branch) => [...placeholders(branch)])];
    }),
  );
}
