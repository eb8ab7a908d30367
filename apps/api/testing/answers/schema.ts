import ts from 'typescript';

/** JSON Schema 2020-12, as far as answers need it. */
export interface Schema {
  [keyword: string]: unknown;
}

const refTo = '#/components/schemas/';

/** Turns types of answers into schemas; what is named in the code becomes a component of that name. */
export class Schemas {
  private readonly components = new Map<ts.Node, Schema>();
  private names = new Map<ts.Node, string>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** @throws Error where a type cannot be JSON, naming `at` */
  of(type: ts.Type, at: string): Schema {
    const node = namingNode(type);
    if (!node) return this.plain(type, at);
    if (!this.components.has(node)) {
      this.components.set(node, {});
      Object.assign(this.components.get(node)!, this.plain(type, at));
    }
    return { $ref: refTo + (this.names.get(node) ?? plainName(node)) };
  }

  /** Gives everything seen so far its name: its own where it is the only one, else with its folder before it. */
  settleNames(): void {
    const nodes = [...this.components.keys()];
    const shared = new Set(nodes.map(plainName).filter((name, i, all) => all.indexOf(name) !== i));
    const nameOf = (node: ts.Node) => (shared.has(plainName(node)) ? folderName(node) : '') + plainName(node);
    this.names = new Map(nodes.map((node) => [node, nameOf(node)]));
    if (new Set(this.names.values()).size < nodes.length) {
      throw new Error(`Two types of one name in one folder: ${[...shared].join(', ')}. Give one another name.`);
    }
    this.components.clear();
  }

  /** The components by name. */
  all(): Record<string, Schema> {
    const pairs = [...this.components].map(
      ([node, schema]) => [this.names.get(node) ?? plainName(node), schema] as const,
    );
    return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private plain(type: ts.Type, at: string): Schema {
    if (type.isUnion()) return this.union(type.types, at);
    const { flags } = type;
    if (flags & ts.TypeFlags.Any) throw new Error(`${at} is of the type "any": say what it is.`);
    if (flags & ts.TypeFlags.Unknown) return {};
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral()) return { type: 'string', enum: [type.value] };
    if (type.isNumberLiteral()) return { type: 'number', enum: [type.value] };
    if (flags & ts.TypeFlags.BooleanLiteral) {
      return { type: 'boolean', enum: [this.checker.typeToString(type) === 'true'] };
    }
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (this.checker.isTupleType(type)) return this.tuple(type as ts.TypeReference, at);
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: this.of(item!, `${at}[]`) };
    }
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.object(type, at);
    throw new Error(`${at} is of the type ${this.checker.typeToString(type)}, which is not JSON.`);
  }

  private union(types: ts.Type[], at: string): Schema {
    const present = types.filter((t) => !(t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const parts: Schema[] = [];
    for (const type of present) {
      const part = this.of(type, at);
      const alike = parts.find((p) => p.enum !== undefined && part.enum !== undefined && p.type === part.type);
      if (alike) alike.enum = [...(alike.enum as unknown[]), ...(part.enum as unknown[])];
      else parts.push(part);
    }
    for (const part of parts) if (part.type === 'boolean' && (part.enum as unknown[])?.length === 2) delete part.enum;
    // "null" goes into the type of the other one where that has a type of its own.
    const [a, b] = [parts.find((p) => p.type !== 'null'), parts.find((p) => p.type === 'null')];
    if (parts.length === 2 && a && b && typeof a.type === 'string') {
      return { ...a, type: [a.type, 'null'], ...(a.enum !== undefined && { enum: [...(a.enum as unknown[]), null] }) };
    }
    parts.sort((x, y) => Number(x.type === 'null') - Number(y.type === 'null'));
    return parts.length === 1 ? parts[0]! : { anyOf: parts };
  }

  private tuple(type: ts.TypeReference, at: string): Schema {
    const items = this.checker.getTypeArguments(type).map((item, i) => this.of(item, `${at}[${i}]`));
    return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
  }

  private object(type: ts.Type, at: string): Schema {
    const [index] = this.checker.getIndexInfosOfType(type);
    const fields = this.checker.getPropertiesOfType(type);
    if (type.getCallSignatures().length > 0 || (type.isClass() && !isOurs(type))) {
      throw new Error(`${at} is of the type ${this.checker.typeToString(type)}, which is not JSON.`);
    }
    const properties = fields.map((field) => {
      const schema = this.of(this.checker.getTypeOfSymbol(field), `${at}.${field.name}`);
      const description = this.wordsOn(field);
      // Beside a $ref a description is allowed since 3.1.
      return [field.name, description === '' ? schema : { ...schema, description }] as const;
    });
    const required = fields.filter((f) => !(f.flags & ts.SymbolFlags.Optional)).map((f) => f.name);
    return {
      type: 'object',
      ...(fields.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.of(index.type, `${at}.*`) }),
    };
  }

  /** The comment on a field, or on the field that it is taken from (`id: incident.id`). */
  private wordsOn(field: ts.Symbol): string {
    const own = ts.displayPartsToString(field.getDocumentationComment(this.checker));
    const declared = field.declarations?.[0];
    if (own !== '' || !declared || !ts.isPropertyAssignment(declared)) return own;
    if (!ts.isPropertyAccessExpression(declared.initializer)) return own;
    const source = this.checker.getSymbolAtLocation(declared.initializer);
    return source ? ts.displayPartsToString(source.getDocumentationComment(this.checker)) : '';
  }
}

/**
 * The declaration that gives a type its name: an interface, the alias of a union or object, or the function
 * `…Answer` whose object literal it is. None for generic types and bare literals.
 */
function namingNode(type: ts.Type): ts.Node | undefined {
  const alias = type.aliasSymbol?.declarations?.[0];
  if (alias) {
    const isSimple = type.isUnion() && !type.types.some((t) => t.flags & ts.TypeFlags.Object);
    return type.aliasTypeArguments || isSimple || !isOurNode(alias) ? undefined : alias;
  }
  const declared = type.symbol?.declarations?.[0];
  if (!declared || !isOurNode(declared) || !(type.flags & ts.TypeFlags.Object)) return undefined;
  if (ts.isInterfaceDeclaration(declared) || ts.isClassDeclaration(declared)) {
    return declared.typeParameters ? undefined : declared;
  }
  if (!ts.isObjectLiteralExpression(declared)) return undefined;
  let holder: ts.Node = declared.parent;
  while (ts.isParenthesizedExpression(holder)) holder = holder.parent;
  if (!ts.isArrowFunction(holder) || !ts.isVariableDeclaration(holder.parent)) return undefined;
  return holder.parent.name.getText().endsWith('Answer') ? holder.parent : undefined;
}

function plainName(node: ts.Node): string {
  const name = (node as ts.VariableDeclaration).name.getText().replace(/Answer$/, '');
  return name[0]!.toUpperCase() + name.slice(1);
}

/** `libs/core/ruling/types.ts` → `Ruling`. */
function folderName(node: ts.Node): string {
  const folder = node.getSourceFile().fileName.split('/').at(-2)!;
  return folder[0]!.toUpperCase() + folder.slice(1);
}

const isOurNode = (node: ts.Node): boolean => !node.getSourceFile().fileName.includes('node_modules');
const isOurs = (type: ts.Type): boolean => type.symbol.declarations?.every(isOurNode) ?? false;
