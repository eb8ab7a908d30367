import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { Dialect } from './sql/values.js';

/**
 * Column kinds that mean the same on both databases (D15). Instants are text, fixed-width UTC ISO 8601:
 * there is no common timestamp type, and text sorts rightly and comes back byte for byte.
 */
export type ColumnKind = 'text' | 'json' | 'integer' | 'bigint' | 'real' | 'boolean' | 'auto';

export interface Column {
  kind: ColumnKind;
  nullable: boolean;
  primary: boolean;
  /** What rows of before the column have. */
  default?: number;
}

function column(kind: ColumnKind): Column {
  return { kind, nullable: false, primary: false };
}

/** Names, words and free text; also ids (UUIDv7, lower case) and hashes (hex). */
export const text = () => column('text');
/** An instant, `2026-11-22T05:00:00.000Z`. */
export const utc = () => column('text');
/** Anything JSON, as text; never searched by SQL: what is filtered gets a column of its own. */
export const json = () => column('json');
/** At most 2^31 - 1. */
export const integer = () => column('integer');
/** Whole numbers up to 2^53 - 1. */
export const bigint = () => column('bigint');
export const real = () => column('real');
export const boolean = () => column('boolean');
/** A growing number given by the database: the order of insertion. Primary key. */
export const auto = (): Column => ({ kind: 'auto', nullable: false, primary: true });
export const nullable = (of: Column): Column => ({ ...of, nullable: true });
export const withDefault = (of: Column, value: number): Column => ({ ...of, default: value });
export const primary = (of: Column): Column => ({ ...of, primary: true });

export interface IndexSpec {
  columns: string[];
  unique?: boolean;
  where?: string;
  /** A migration says more of it than TypeORM can, so TypeORM does not compare it. */
  byMigration?: boolean;
}

/** One table: columns by property name (snake case in the database), indexes and foreign keys by name. */
export interface TableSpec {
  name: string;
  columns: Record<string, Column>;
  indexes?: Record<string, IndexSpec>;
  /** Property → table whose `id` it holds. */
  references?: Record<string, string>;
}

export function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

/** The TypeORM entity of a table. */
export function entityOf(table: TableSpec, dialect: Dialect): EntitySchema<Record<string, unknown>> {
  const columns: Record<string, EntitySchemaColumnOptions> = {};
  for (const [property, spec] of Object.entries(table.columns)) {
    columns[property] = {
      name: snakeCase(property),
      type: typeOf(spec.kind, dialect),
      nullable: spec.nullable,
      primary: spec.primary,
      ...(spec.default !== undefined && { default: spec.default }),
      ...(spec.kind === 'auto' && { generated: 'increment' as const }),
      ...(spec.primary && { primaryKeyConstraintName: `pk_${table.name}` }),
    };
  }
  return new EntitySchema({
    name: table.name,
    tableName: table.name,
    columns,
    indices: Object.entries(table.indexes ?? {}).map(([name, index]) => ({
      name,
      columns: index.columns,
      unique: index.unique ?? false,
      ...(index.where && { where: index.where }),
      ...(index.byMigration && { synchronize: false }),
    })),
    foreignKeys: Object.entries(table.references ?? {}).map(([property, target]) => ({
      name: `fk_${table.name}_${snakeCase(property)}`,
      target,
      columnNames: [property],
      referencedColumnNames: ['id'],
    })),
  });
}

function typeOf(kind: ColumnKind, dialect: Dialect): EntitySchemaColumnOptions['type'] {
  switch (kind) {
    case 'text':
      return 'text';
    case 'json':
      return 'simple-json';
    case 'integer':
      return 'integer';
    case 'bigint':
      return 'bigint';
    case 'real':
      return 'double precision';
    case 'boolean':
      return 'boolean';
    case 'auto':
      // SQLite counts up only in a column that is exactly INTEGER.
      return dialect === 'sqlite' ? 'integer' : 'bigint';
  }
}
