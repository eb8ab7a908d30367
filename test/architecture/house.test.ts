/** What no linter knows about this house: length and names of files, the clock in core, and documents. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

function filesOf(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

const sources = filesOf('apps', 'libs', 'test').filter((file) => /\.(tsx?|mjs)$/.test(file));

/** The one place where the core's whole outside is declared, read as a table; and what is made from the API's description. */
const longOnPurpose = new Set(['libs/core/ports.ts', 'apps/web/src/api/schema.d.ts']);

describe('the files', () => {
  it('have at most 300 lines', () => {
    const long = sources
      .filter((file) => !longOnPurpose.has(file))
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('are named by what they do: no barrels, no rooms for odds and ends', () => {
    expect(
      sources.filter((file) => /(^|\/)(utils?|common|helpers?|misc|shared)([./]|$)|\/index\.ts$/.test(file)),
    ).toEqual([]);
  });
});

describe('the core', () => {
  it('asks no clock of its own: every new Date has an argument', () => {
    const asking = filesOf('libs/core')
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => constructsNow(readFileSync(file, 'utf8')));
    expect(asking).toEqual([]);
  });

  it('is found out when it does', () => {
    expect(constructsNow('const at = new Date();')).toBe(true);
    expect(constructsNow('const at = new Date;')).toBe(true);
    expect(constructsNow('// new Date()\nconst at = new Date(0);')).toBe(false);
  });
});

describe("connections to the mission's own servers", () => {
  it('are opened in these places alone, each of which checks certificate and name where it speaks TLS', () => {
    const opening =
      /\bnew (pg\.)?(Client|Pool|Redis|Cluster|S3Client)\(|extends pg\.Client\b|rejectUnauthorized: false/;
    const files = filesOf('apps', 'libs').filter(
      (file) => /\.m?ts$/.test(file) && !/\.test\.ts$|\/testing\/|^apps\/(web|cli)\//.test(file),
    );
    expect(files.filter((file) => opening.test(readFileSync(file, 'utf8'))).sort()).toEqual([
      'apps/standalone/stores/postgres.ts', // to its own child, on this machine
      'libs/db/blobs/s3.ts',
      'libs/db/primary.ts',
      'libs/queue/redis-address.ts',
      'libs/queue/store.ts', // its PostgreSQL is that child
    ]);
  });
});

describe('what runs in production', () => {
  const running = filesOf('apps', 'libs').filter(
    (file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.(test|fixture)\.ts$|\/testing\//.test(file),
  );
  const having = (pattern: RegExp) => running.filter((file) => pattern.test(readFileSync(file, 'utf8'))).sort();

  it('starts other programs in these places alone, with lists of arguments; one is a script of the shell that never changes', () => {
    expect(having(/['"](node:)?child_process['"]/)).toEqual([
      'apps/cli/bin.mjs',
      'apps/standalone/setup/build.mjs',
      'apps/standalone/setup/install.mjs',
      'apps/standalone/stores/child.ts', // sh -c, and what it is told as its arguments
      'apps/standalone/stores/postgres.ts',
      'apps/worker/documents/run-child.ts',
    ]);
    const byWords =
      /\bexec(Sync)?\b[^;]*from ['"](node:)?child_process|\bshell: (true|process)|(?<![.\w])eval\(|new Function\(/;
    expect(having(byWords)).toEqual(['apps/standalone/setup/install.mjs']); // npm on Windows is a script
  });

  it('draws its numbers from the system; what nobody may guess depends on no other', () => {
    expect(having(/Math\.random/)).toEqual(['libs/db/postgres-work.ts']); // how long a transaction waits before it is tried again
  });

  it('is an image without development packages, and a build without tests', () => {
    const image = readFileSync('Dockerfile', 'utf8');
    expect(image).toMatch(/npm run build && npm prune --omit=dev/);
    const copied = [...image.matchAll(/^COPY --from=build \S+ (\S+)/gm)].map(([, from]) => from);
    expect(copied.filter((from) => /test|bench/.test(from!))).toEqual([]);
    const { exclude } = JSON.parse(readFileSync('.swcrc', 'utf8')) as { exclude: string[] };
    expect(exclude.some((pattern) => new RegExp(pattern).test('libs/core/errors.test.ts'))).toBe(true);
  });
});

describe('the documents', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesOf('docs')].filter(
    (file) => file.endsWith('.md') && existsSync(file),
  );
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  it.each(documents)('%s names files and commands that exist', (file) => {
    expect(missingIn(file, readFileSync(file, 'utf8'))).toEqual([]);
  });

  it('are found out when they do not', () => {
    const text =
      'See `libs/nowhere/` and [this](./gone.md), then `npm run paint` or `npm start`; `libs/core/ports.ts`.';
    expect(missingIn('docs/x.md', text)).toEqual(['libs/nowhere/', './gone.md', 'npm run paint']);
  });

  function missingIn(document: string, text: string): string[] {
    const paths = [...text.matchAll(/`((?:apps|libs|test|missions|docs|\.ci)\/[\w./-]*)`/g)].map(
      ([, path]) => path ?? '',
    );
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link]) => link ?? '');
    const runs = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script ?? '');
    return [
      ...paths.filter((path) => !existsSync(path)),
      ...links.filter((link) => !existsSync(join(dirname(document), link))),
      ...runs.filter((script) => !scripts[script]).map((script) => `npm run ${script}`),
    ];
  }
});

function constructsNow(text: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) ||
    (ts.forEachChild(node, visit) ?? false);
  return visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2023, true));
}
