import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Documents that name the test behind a claim as `file › words of its title`. */
const documents = ['docs/threat-model.md', 'docs/asvs.md'];

interface Named {
  file: string;
  title: string;
}

function namedIn(text: string): Named[] {
  return [...text.matchAll(/`([\w./-]+\.test\.ts) › ([^`]+)`/g)].map(([, file = '', title = '']) => ({ file, title }));
}

/** Titles of the tests of a file, tables of cases included; none where there is no such file. */
const titlesOf = (() => {
  const known = new Map<string, string[]>();
  return (file: string): string[] => {
    const titles = known.get(file) ?? (existsSync(file) ? titlesIn(readFileSync(file, 'utf8')) : []);
    known.set(file, titles);
    return titles;
  };
})();

function titlesIn(source: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [title, body] = ts.isCallExpression(node) ? node.arguments : [];
    const isTest = title && ts.isStringLiteralLike(title) && body && ts.isFunctionLike(body);
    if (isTest && /^(it|test)\b/.test(node.getText())) titles.push(title.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2023, true));
  return titles;
}

/** The names that do not lead to the words of a test in that file. */
function missing(named: Named[]): string[] {
  return named
    .filter(({ file, title }) => !titlesOf(file).some((words) => words.includes(title)))
    .map(({ file, title }) => `${file} › ${title}`);
}

describe('documents that name tests', () => {
  it.each(documents)('%s names tests that exist', (file) => {
    const named = namedIn(readFileSync(file, 'utf8'));
    expect(named.length).toBeGreaterThan(40);
    expect(missing(named)).toEqual([]);
  });

  it('are found out when one does not', () => {
    const text =
      'By `test/architecture/shown-by.test.ts › are found out when one does not`, `test/no.test.ts › x` and ' +
      '`test/architecture/shown-by.test.ts › nothing of the kind`.';
    expect(missing(namedIn(text))).toEqual([
      'test/no.test.ts › x',
      'test/architecture/shown-by.test.ts › nothing of the kind',
    ]);
  });
});
