import type { Incident } from '#core/fusion/types.js';
import type { IncidentFilter, Page, Reads, Tx } from '#core/ports.js';
import { incidents } from '../entities/fusion.js';
import { StaleVersion } from '../sql/faults.js';
import type { Param, Sql } from '../sql/sql.js';
import { selectTouching, spanOf } from './near.js';
import { keysOf, pageOf } from './page.js';

export function incidentReads(sql: Sql): Reads['incidents'] {
  return {
    get: (id) => incidents.one(sql, 'WHERE "id" = ?', [id]),
    getMany: (ids) => incidents.byIds(sql, ids),
    async cells(ids) {
      if (ids.length === 0) return [];
      const { text, param } = sql.anyOf('"id"', ids);
      const rows = await sql.all(`SELECT "id", "cell5" FROM "incident" WHERE ${text}`, [param]);
      return rows.map((row) => ({ id: row.id as string, cell5: row.cell5 as string }));
    },
    async near(box, only) {
      if (box.cells5.length === 0) return [];
      const { text, param } = sql.anyOf('"cell5"', box.cells5);
      const live = { where: `${text} AND "state" <> 'merged'`, params: [param] };
      if (!only) return selectTouching(sql, incidents, box, live);
      if (only.kinds.length === 0) return [];
      const kinds = sql.siftedBy('"kind"', only.kinds);
      const some = { where: `${live.where} AND ${kinds.text}`, params: [...live.params, kinds.param] };
      return selectTouching(sql, incidents, box, some, only.limit);
    },
    list: (filter) => list(sql, filter),
  };
}

async function list(sql: Sql, filter: IncidentFilter): Promise<Page<Incident>> {
  if (filter.sectors?.length === 0) return { items: [], next: null };
  const where: string[] = [];
  const params: Param[] = [];
  const also = (text: string, ...values: Param[]) => {
    where.push(text);
    params.push(...values);
  };
  if (filter.sectors && filter.sectors.length !== 1) {
    const { text, param } = sql.siftedBy('"sector"', filter.sectors);
    also(text, param);
  }
  if (filter.undecidedOnly && filter.state !== undefined && filter.state !== 'open') return { items: [], next: null };
  const state = filter.undecidedOnly ? 'open' : filter.state;
  const given: [column: string, value: string | undefined][] = [
    ['"reporting_week"', filter.week],
    ['"state"', state === 'decided' ? undefined : state],
    ['"kind"', filter.kind],
    ['"alleged_party"', filter.party],
    ['"sector"', filter.sectors?.length === 1 ? filter.sectors[0] : undefined],
    ['"state"', state === 'decided' ? state : undefined],
  ];
  // The narrowest leads, by an index that is in the order of the list; SQLite, which counts nothing, would take any.
  let sift = '';
  for (const [column, value] of given) {
    if (value === undefined) continue;
    also(`${sift}${column} = ?`, value);
    if (sql.dialect === 'sqlite') sift = '+';
  }
  if (filter.cursor !== undefined) also('("start", "id") < (?, ?)', ...keysOf(filter.cursor, ['string', 'string']));
  const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
  const rows = await incidents.select(sql, `${clause} ORDER BY "start" DESC, "id" DESC LIMIT ?`, [
    ...params,
    filter.limit + 1,
  ]);
  return pageOf(rows, filter.limit, (row) => [row.start, row.id]);
}

type IncidentWrites = Pick<Tx['write'], 'incidentNew' | 'incidentUpdate' | 'incidentChanges'>;

export function incidentWrites(sql: Sql): IncidentWrites {
  const stored = (row: Incident) => ({
    ...row,
    span: spanOf(row.start, row.end),
    machineOnly: row.machineOnly ?? null,
    snooze: row.snooze ?? null,
  });
  const stale = (id: string, from: number) =>
    new StaleVersion(`Incident ${id} is no longer at version ${from}; read it again`);
  const whole = async (row: Incident, from: number): Promise<void> => {
    const changed = await incidents.update(sql, stored(row), '"id" = ? AND "version" = ?', [row.id, from]);
    if (changed === 0) throw stale(row.id, from);
  };
  return {
    incidentNew: (row) => incidents.insert(sql, [stored(row)]),
    incidentUpdate: (row) => whole(row, row.version - 1),
    async incidentChanges(changes) {
      const fresh = changes.filter(({ from }) => from === null);
      await incidents.insert(
        sql,
        fresh.map(({ row }) => stored(row)),
      );
      const parts: { row: Incident; from: number; was: Incident }[] = [];
      for (const { row, from, was } of changes) {
        if (from === null) continue;
        if (was) parts.push({ row, from, was });
        else await whole(row, from);
      }
      const given = parts.map(({ row, from, was }) => ({ row: stored(row), was: stored(was), match: [row.id, from] }));
      const changed = await incidents.updateChanged(sql, ['id', 'version'], given);
      if (changed === parts.length) return;
      if (parts.length === 1) throw stale(parts[0]!.row.id, parts[0]!.from);
      throw new StaleVersion(`Of ${parts.length} incidents not all are at the version that was read; read them again`);
    },
  };
}
