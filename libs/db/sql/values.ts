export type Dialect = 'sqlite' | 'postgres';

/** A value that both databases take as a parameter. */
export type Value = string | number | boolean | null;
