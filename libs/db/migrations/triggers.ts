import type { QueryRunner } from 'typeorm';

/** Refuses UPDATE and DELETE (and on PostgreSQL TRUNCATE) of a table's rows (D4). */
export async function appendOnly(runner: QueryRunner, table: string): Promise<void> {
  await refuse(runner, table, ['UPDATE', 'DELETE']);
}

/** Refuses DELETE only. */
export async function noDelete(runner: QueryRunner, table: string): Promise<void> {
  await refuse(runner, table, ['DELETE']);
}

async function refuse(runner: QueryRunner, table: string, verbs: ('UPDATE' | 'DELETE')[]): Promise<void> {
  if (runner.connection.options.type === 'better-sqlite3') {
    for (const verb of verbs) {
      await runner.query(
        `CREATE TRIGGER "${table}_refuses_${verb.toLowerCase()}" BEFORE ${verb} ON "${table}"
         BEGIN SELECT RAISE(ABORT, '${table} rows are kept as they are: ${verb} refused'); END`,
      );
    }
    return;
  }
  await runner.query(
    `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION '% rows are kept as they are: % refused', TG_TABLE_NAME, TG_OP; END $$`,
  );
  for (const verb of verbs) {
    await runner.query(
      `CREATE TRIGGER "${table}_refuses_${verb.toLowerCase()}" BEFORE ${verb} ON "${table}"
       FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    );
  }
  await runner.query(
    `CREATE TRIGGER "${table}_refuses_truncate" BEFORE TRUNCATE ON "${table}"
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  );
}
