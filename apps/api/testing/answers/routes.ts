import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { Schemas, type Schema } from './schema.js';

/** What a controller's method answers. */
export interface RouteAnswer {
  /** Of its JSON; null where it never answers JSON. */
  json: Schema | null;
  /** Whether it may answer something else: text or a stream. */
  other: boolean;
  /** The media types that `@ApiProduces` names. */
  produces: string[];
  /** The comment above it. */
  words: string;
}

export interface Answers {
  /** By operation id: `Sessions_open` is `SessionsController.open`. */
  routes: Record<string, RouteAnswer>;
  components: Record<string, Schema>;
}

/**
 * Reads from the code what every route answers: the types that the compiler infers for the controllers' methods.
 * So the description cannot say anything but what the code does, and nobody writes a shape twice. Takes seconds.
 * @param root folder of package.json
 * @throws Error where an answer is of the type `any` or cannot be JSON
 */
export function readAnswers(root: string): Answers {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (file) => readFileSync(file, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = ts.sys.readDirectory(`${root}/apps/api`, ['.controller.ts', '.filter.ts']);
  const program = ts.createProgram(files, { ...options, incremental: false, tsBuildInfoFile: undefined });
  const checker = program.getTypeChecker();
  const schemas = new Schemas(checker);
  const methods = files.flatMap((file) => methodsOf(program.getSourceFile(file)!));
  const problem = files.flatMap((file) => problemOf(program.getSourceFile(file)!));
  const readAll = () => {
    for (const node of problem) schemas.of(checker.getTypeAtLocation(node), 'problem');
    return Object.fromEntries(methods.map(({ id, node }) => [id, answerOf(checker, schemas, id, node)]));
  };
  readAll();
  schemas.settleNames();
  return { routes: readAll(), components: schemas.all() };
}

function methodsOf(source: ts.SourceFile): { id: string; node: ts.MethodDeclaration }[] {
  return source.statements.filter(ts.isClassDeclaration).flatMap((group) => {
    const name = group.name?.text ?? '';
    if (!name.endsWith('Controller')) return [];
    const methods = group.members.filter(ts.isMethodDeclaration).filter(isRoute);
    return methods.map((node) => ({ id: `${name.slice(0, -'Controller'.length)}_${node.name.getText()}`, node }));
  });
}

/** Every route names its action. */
const isRoute = (node: ts.MethodDeclaration): boolean =>
  (ts.getDecorators(node) ?? []).some(({ expression }) => /^(Action|Public)\(/.test(expression.getText()));

const problemOf = (source: ts.SourceFile): ts.Node[] =>
  source.statements.filter((s) => ts.isInterfaceDeclaration(s) && s.name.text === 'ProblemBody');

function answerOf(checker: ts.TypeChecker, schemas: Schemas, id: string, node: ts.MethodDeclaration): RouteAnswer {
  const signature = checker.getSignatureFromDeclaration(node)!;
  const type = checker.getAwaitedType(signature.getReturnType()) ?? signature.getReturnType();
  const parts = type.isUnion() ? type.types : [type];
  const isOther = (t: ts.Type) =>
    Boolean(t.flags & ts.TypeFlags.StringLike) || ['StreamableFile', 'Readable'].includes(t.symbol?.name ?? '');
  const isNothing = (t: ts.Type) => Boolean(t.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined));
  const json = parts.filter((t) => !isOther(t) && !isNothing(t)).map((t) => schemas.of(t, id));
  return {
    json: json.length === 0 ? null : json.length === 1 ? json[0]! : { anyOf: json },
    other: parts.some(isOther),
    produces: producedBy(checker, node),
    words: ts.displayPartsToString(checker.getSymbolAtLocation(node.name)!.getDocumentationComment(checker)),
  };
}

function producedBy(checker: ts.TypeChecker, node: ts.MethodDeclaration): string[] {
  const calls = (ts.getDecorators(node) ?? []).map((d) => d.expression).filter(ts.isCallExpression);
  const named = calls.filter((call) => call.expression.getText() === 'ApiProduces');
  return named.flatMap((call) => call.arguments.flatMap((word) => literal(checker.getTypeAtLocation(word))));
}

const literal = (type: ts.Type): string[] => (type.isStringLiteral() ? [type.value] : []);
