import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import ts from 'typescript';

/** Longest text that any expression of ours may be given; where it is less, the source checks that first. */
const length = 50_000;
const mostMs = 100;

/** Files whose expressions see nothing that a stranger wrote. */
const ownWords = ['apps/web/src/screens/map/tiles.ts'];

interface Found {
  where: string;
  pattern: RegExp;
}

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !/\.test\.ts$|\.fixture\.ts$|\/testing\//.test(name))
    .map((name) => join(folder, name))
    .filter((file) => !ownWords.includes(file)),
);

/** Every regular expression that is written out in the sources. */
function expressions(file: string): Found[] {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ where: `${file}:${line} ${node.text}`, pattern: new RegExp(source, flags) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Words that the expression likes, with a piece of each repeated and an end that it does not like. */
function pumped({ pattern }: Found): string[] {
  let words: string[] = [];
  try {
    words = fc.sample(fc.stringMatching(pattern, { size: 'xsmall' }), { numRuns: 12, seed: 1 });
  } catch {
    // Some syntax has no generator: the plain pieces below remain.
  }
  const texts = new Set<string>();
  const add = (head: string, piece: string) => {
    if (piece !== '') texts.add(`${head}${piece.repeat(Math.ceil(length / piece.length))}\u0001`);
  };
  for (const word of words.map((w) => w.slice(0, 40)))
    for (let from = 0; from < Math.min(word.length, 12); from++)
      for (const size of [1, 2]) add(word.slice(0, from), word.slice(from, from + size));
  for (const piece of [
    'a',
    '0',
    ' ',
    '\n',
    '\t',
    '-',
    '.',
    ',',
    '"',
    '<',
    '[',
    '\\',
    '/',
    'é',
    '\u0301',
    'а',
    'a ',
    '0.',
  ])
    add('', piece);
  return [...texts].slice(0, 60);
}

/** Milliseconds that one test of the text takes; Infinity where it takes more than two seconds. */
function timeOf(pattern: RegExp, text: string): number {
  const context = createContext({ pattern, text });
  const began = performance.now();
  try {
    runInContext('pattern.lastIndex = 0; pattern.test(text)', context, { timeout: 2000 });
  } catch {
    return Infinity;
  }
  return performance.now() - began;
}

/** The first text that takes too long each of three times (a busy machine is slow once), or null. */
function slowOn(found: Found): string | null {
  for (const text of pumped(found)) {
    const times = [];
    do times.push(timeOf(found.pattern, text));
    while (times.at(-1)! > mostMs && times.length < 3);
    if (Math.min(...times) > mostMs)
      return `${found.where}: ${Math.round(Math.min(...times))} ms on ${JSON.stringify(text.slice(0, 30))}…`;
  }
  return null;
}

describe('the regular expressions of the sources', () => {
  const all = sources.flatMap(expressions);

  it('are found', () => {
    expect(all.length).toBeGreaterThan(200);
  });

  it('of a bad kind are found out', () => {
    expect(slowOn({ where: 'here', pattern: /^(a+)+$/ })).not.toBeNull();
    expect(slowOn({ where: 'here', pattern: /\s+$/ })).not.toBeNull();
    expect(slowOn({ where: 'here', pattern: /^[a-z]+$/ })).toBeNull();
  });

  it('each reads 50,000 signs of any kind at once', () => {
    expect(all.map(slowOn).filter((slow) => slow !== null)).toEqual([]);
  });
});
