import type { Entry, EntryDraft, PositionedEntry, TreeHead, WrittenEntry } from '#core/journal/types.js';
import { type DrawnEntry, drawEntry } from '#core/journal/draw.js';
import type { Ids, Reads } from '#core/ports.js';
import { type EntryRow, type HeadRow, entries, heads, unsequenced } from '../entities/journal.js';
import type { Sql, SqlRow } from '../sql/sql.js';

export function entryOf(row: EntryRow): Entry {
  const { id, at, actor, type, subjectKind, subjectId, payload, salt, leafHash } = row;
  return {
    id,
    at,
    actor,
    type,
    subject: { kind: subjectKind, id: subjectId },
    payload: payload as Record<string, unknown>,
    salt,
    leafHash,
  };
}

/** As it lies there, its payload unread. */
export function writtenOf(row: SqlRow): WrittenEntry {
  return {
    id: row.id as string,
    at: row.at as string,
    actor: row.actor as string,
    type: row.type as string,
    subject: { kind: row.subject_kind as string, id: row.subject_id as string },
    payload: row.payload as string,
    salt: row.salt as string,
    leafHash: row.leaf_hash as string,
    position: Number(row.position),
    chain: row.chain as string,
  };
}

export function headOf({ size, root, at, keyId, signature }: HeadRow): TreeHead {
  return { size, root, at, keyId, signature };
}

export function journalReads(sql: Sql): Pick<Reads, 'journal'> {
  const columns = `${entries.list('e')}, p."position", p."chain"`;
  const withPosition = `SELECT ${columns} FROM "journal_entry" e LEFT JOIN "journal_position" p ON p."entry_id" = e."id"`;
  const byPosition = `SELECT ${columns} FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id"
    WHERE p."position" >= ? ORDER BY p."position" LIMIT ?`;
  const read = (row: SqlRow) => ({
    ...entryOf(entries.fromSql(row)),
    position: row.position === null ? null : Number(row.position),
  });
  return {
    journal: {
      async head() {
        const row = await heads.one(sql, 'ORDER BY "size" DESC');
        return row && headOf(row);
      },
      heads: async (limit) => (await heads.select(sql, 'ORDER BY "size" DESC LIMIT ?', [limit])).map(headOf),
      headsFrom: async (size, limit) =>
        (await heads.select(sql, 'WHERE "size" >= ? ORDER BY "size" LIMIT ?', [size, limit])).map(headOf),
      async lastPosition() {
        const row = (await sql.all('SELECT max("position") AS "last" FROM "journal_position"'))[0]!;
        return row.last === null ? null : Number(row.last);
      },
      async get(id) {
        const row = (await sql.all(`${withPosition} WHERE e."id" = ?`, [id]))[0];
        return row ? read(row) : null;
      },
      async page(from, limit) {
        const rows = await sql.all(byPosition, [from, limit]);
        return rows.map((row): PositionedEntry => ({
          ...entryOf(entries.fromSql(row)),
          position: Number(row.position),
          chain: row.chain as string,
        }));
      },
      written: async (from, limit) => (await sql.all(byPosition, [from, limit])).map(writtenOf),
      async ofSubject(kind, id) {
        const rows = await sql.all(
          `${withPosition} LEFT JOIN "journal_unsequenced" u ON u."entry_id" = e."id"
           WHERE e."subject_kind" = ? AND e."subject_id" = ?
           ORDER BY CASE WHEN p."position" IS NULL THEN 1 ELSE 0 END, p."position", u."ordinal"`,
          [kind, id],
        );
        return rows.map(read);
      },
      async leafHashes(from, to) {
        const rows = await sql.all(
          `SELECT e."leaf_hash" FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id"
           WHERE p."position" >= ? AND p."position" < ? ORDER BY p."position"`,
          [from, to],
        );
        return rows.map((row) => row.leaf_hash as string);
      },
      async backlog() {
        const row = (await sql.all('SELECT count(*) AS "n", min("at") AS "oldest" FROM "journal_unsequenced"'))[0]!;
        return { count: Number(row.n), oldestAt: row.oldest as string | null };
      },
    },
  };
}

/** Completes drafts, in their order, without writing them. @throws TypeError where a payload is not JSON */
export function drawEntries(ids: Ids, at: string, drafts: readonly EntryDraft[]): DrawnEntry[] {
  return drafts.map((draft) => drawEntry(draft, { id: ids.next(), at, salt: ids.random(16) }));
}

/** Writes entries in the order given and leaves them to the sequencer. */
export async function enterEntries(sql: Sql, drawn: readonly DrawnEntry[]): Promise<void> {
  if (drawn.length === 0) return;
  await sql.insert(
    entries.name,
    ['id', 'at', 'actor', 'type', 'subject_kind', 'subject_id', 'payload', 'salt', 'leaf_hash'],
    drawn.map(({ entry: e, payload }) => [
      e.id,
      e.at,
      e.actor,
      e.type,
      e.subject.kind,
      e.subject.id,
      payload,
      e.salt,
      e.leafHash,
    ]),
  );
  await unsequenced.insert(
    sql,
    drawn.map(({ entry }) => ({ entryId: entry.id, at: entry.at })),
  );
}

/** Appends entries in the order given and leaves them to the sequencer. @throws TypeError where a payload is not JSON */
export async function appendEntries(sql: Sql, ids: Ids, at: string, drafts: EntryDraft[]): Promise<Entry[]> {
  const drawn = drawEntries(ids, at, drafts);
  await enterEntries(sql, drawn);
  return drawn.map((d) => d.entry);
}
