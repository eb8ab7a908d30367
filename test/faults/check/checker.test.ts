/** The checker can fail: on a good store it finds nothing, and each kind of damage planted in it is found by its name. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Operation, OperationLog, readLog } from '../load/log.js';
import { fillStore } from './fill.fixture.js';
import { check } from './checker.js';
import { damages, type Opened } from './damage.js';
import { withStore } from './store.js';

let root: string;
let operations: Operation[];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'linewatch-checker-'));
  const log = new OperationLog(join(root, 'operations.ndjson'));
  await fillStore(join(root, 'good'), log);
  log.close();
  operations = readLog(log.file);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function verdictOn(folder: string, told = operations) {
  const database = { type: 'sqlite' as const, file: join(folder, 'linewatch.sqlite') };
  return withStore(database, join(folder, 'evidence'), (store) => check(store, told, true));
}

describe('the checker', () => {
  it('finds nothing wrong in a good store', async () => {
    const verdict = await verdictOn(join(root, 'good'));
    expect(verdict.faults).toEqual([]);
    expect(verdict).toMatchObject({ ok: 16, fail: 1, unknown: 1, files: 2 });
    expect(verdict.entries).toBeGreaterThan(30);
  });

  it.each(damages.map((damage) => [damage.name, damage] as const))('finds that %s', async (_, damage) => {
    const folder = join(root, 'broken');
    cpSync(join(root, 'good'), folder, { recursive: true });
    const database = new SqliteDatabase(join(folder, 'linewatch.sqlite'));
    try {
      database.pragma('foreign_keys = OFF');
      layOpen(database);
      damage.plant({ database, evidence: join(folder, 'evidence'), ...examples() });
      database.close();
      const { faults } = await verdictOn(folder);
      expect(faults.map((fault) => fault.kind)).toContain(damage.finds);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('finds a receipt that another key signed, and one that changed from one answer to the next', async () => {
    const forged = operations.map((o) =>
      o.op === 'report' && o.receipt ? { ...o, receipt: o.receipt.replace(/"signature":"./, '"signature":"_') } : o,
    );
    const { faults } = await verdictOn(join(root, 'good'), forged);
    expect(new Set(faults.map((fault) => fault.kind))).toEqual(new Set(['bad_receipt']));
  });
});

/** Whoever damages a store behind the program's back asks no trigger and no unique index. */
function layOpen(database: SqliteDatabase.Database): void {
  const guards = database
    .prepare(
      `SELECT "type", "name" FROM sqlite_master WHERE "type" = 'trigger' OR ("type" = 'index' AND "name" LIKE 'ux_%')`,
    )
    .all() as { type: string; name: string }[];
  for (const { type, name } of guards) database.exec(`DROP ${type} "${name}"`);
}

function examples(): Pick<Opened, 'ok' | 'refused'> {
  const first = (op: Operation['op'], result: Operation['result']) =>
    operations.find((o) => o.op === op && o.result === result)!;
  return {
    ok: { report: first('report', 'ok'), sighting: first('sighting', 'ok'), evidence: first('evidence', 'ok') },
    refused: first('report', 'fail'),
  };
}
