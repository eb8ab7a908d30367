import type { FactRollup, IncidentRollup, SightingRollup } from '#core/compliance/edition-record.js';
import type { Reads, Tx } from '#core/ports.js';
import { factRollups, incidentRollups, sightingRollups } from '../entities/edition.js';
import type { Table } from '../table.js';
import { quotedList, type Param, type Sql, type Value } from '../sql/sql.js';

const markKey = 'rollup.position';
const cell = ['reporting_week', 'reporting_day', 'sector', 'kind', 'party', 'standing'];
const factKey = [...cell, 'provision_id', 'ruled'];
const sightingKey = ['reporting_week', 'reporting_day', 'sector', 'means', 'type', 'provider'];

/**
 * Facts of the incidents chosen, each with its rank among those of its incident and provision below a cut-off, newest
 * first: the same rule as the weekly count (facts.ts). Parameter: the cut-off.
 */
const ranked = (chosen: string) => `SELECT f.*, row_number() OVER (
    PARTITION BY f."incident_id", f."provision_id" ORDER BY p."position" DESC, f."ordinal" DESC) AS "rank"
  FROM "incident_fact" f JOIN "journal_position" p ON p."entry_id" = f."entry_id"
  WHERE ${chosen} p."position" < ?`;
const live = `WHERE "rank" = 1 AND "live" = 1`;

/** Distinct incidents of a ranked set: what an incident's provisions say of it is the same. */
const distinct = (from: string) => `SELECT DISTINCT "incident_id", ${quotedList(cell)} FROM ${from} ${live}`;

/** 'mission', 'party', 'ally' or 'public': the name behind the colon is a source. */
const provider = (sql: Sql) =>
  sql.dialect === 'sqlite'
    ? `CASE WHEN instr(s."provider", ':') > 0 THEN substr(s."provider", 1, instr(s."provider", ':') - 1) ELSE s."provider" END`
    : `split_part(s."provider", ':', 1)`;

const sightings = (sql: Sql, where: string) => `SELECT s."reporting_week", s."reporting_day",
    coalesce(s."sector", 'none') AS "sector", s."means", s."type", ${provider(sql)} AS "provider", count(*) AS "n"
  FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id" JOIN "sighting" s ON s."id" = e."subject_id"
  WHERE e."type" = 'sighting.accepted' AND ${where} GROUP BY 1, 2, 3, 4, 5, 6`;

export function rollupReads(sql: Sql): Pick<Reads, 'rollups'> {
  const position = () => positionOf(sql);
  return {
    rollups: {
      position,
      facts: (week) => stored(sql, factRollups, 'incidents', factKey, week),
      incidents: (week) => stored(sql, incidentRollups, 'incidents', cell, week),
      sightings: (week) => stored(sql, sightingRollups, 'sightings', sightingKey, week),
      all: async () => ({
        facts: await stored<FactRollup>(sql, factRollups, 'incidents', factKey),
        incidents: await stored<IncidentRollup>(sql, incidentRollups, 'incidents', cell),
        sightings: await stored<SightingRollup>(sql, sightingRollups, 'sightings', sightingKey),
      }),
      async recount(cutoff) {
        const group = quotedList(factKey);
        const facts = await sql.all(
          `WITH "newest" AS (${ranked('')}) SELECT ${group}, count(*) AS "incidents" FROM "newest" ${live}
           GROUP BY ${group} ORDER BY ${group}`,
          [cutoff],
        );
        const incidents = await sql.all(
          `WITH "newest" AS (${ranked('')}), "one" AS (${distinct('"newest"')})
           SELECT ${quotedList(cell)}, count(*) AS "incidents" FROM "one"
           GROUP BY ${quotedList(cell)} ORDER BY ${quotedList(cell)}`,
          [cutoff],
        );
        const seen = await sql.all(
          `SELECT ${quotedList(sightingKey)}, "n" AS "sightings" FROM (${sightings(sql, 'p."position" < ?')}) AS "c"
           ORDER BY ${quotedList(sightingKey)}`,
          [cutoff],
        );
        const number = (rows: Record<string, unknown>[], name: string) =>
          rows.map((row) => ({ ...row, [name]: Number(row[name]) }));
        return {
          facts: number(facts, 'incidents').map((row) => factRollups.fromSql(row)),
          incidents: number(incidents, 'incidents').map((row) => incidentRollups.fromSql(row)),
          sightings: number(seen, 'sightings').map((row) => sightingRollups.fromSql(row)),
        };
      },
    },
  };
}

export function rollupWrites(sql: Sql, lock: Tx['lock']): Pick<Tx['write'], 'rollupsTo'> {
  return {
    async rollupsTo(position) {
      await lock(['linewatch.rollups']);
      const from = await positionOf(sql);
      if (position <= from) return from;
      const touched = `f."incident_id" IN (SELECT t."incident_id" FROM "journal_position" q
        JOIN "incident_fact" t ON t."entry_id" = q."entry_id" WHERE q."position" >= ? AND q."position" < ?) AND`;
      const both = `"now" AS (${ranked(touched)}), "then" AS (${ranked(touched)})`;
      const params = [from, position, position, from, position, from];
      const facts = await sql.all(
        `WITH ${both}, "change" AS (
           SELECT ${quotedList(factKey)}, 1 AS "n" FROM "now" ${live}
           UNION ALL SELECT ${quotedList(factKey)}, -1 AS "n" FROM "then" ${live})
         SELECT ${quotedList(factKey)}, sum("n") AS "n" FROM "change" GROUP BY ${quotedList(factKey)} HAVING sum("n") <> 0`,
        params,
      );
      const incidents = await sql.all(
        `WITH ${both}, "one" AS (${distinct('"now"')}), "was" AS (${distinct('"then"')}), "change" AS (
           SELECT ${quotedList(cell)}, 1 AS "n" FROM "one" UNION ALL SELECT ${quotedList(cell)}, -1 AS "n" FROM "was")
         SELECT ${quotedList(cell)}, sum("n") AS "n" FROM "change" GROUP BY ${quotedList(cell)} HAVING sum("n") <> 0`,
        params,
      );
      const seen = await sql.all(sightings(sql, 'p."position" >= ? AND p."position" < ?'), [from, position]);
      await add(sql, 'rollup_fact', factKey, 'incidents', facts);
      await add(sql, 'rollup_incident', cell, 'incidents', incidents);
      await add(sql, 'rollup_sighting', sightingKey, 'sightings', seen);
      await sql.insert(
        'meta',
        ['key', 'value'],
        [[markKey, String(position)]],
        'ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"',
      );
      return position;
    },
  };
}

async function positionOf(sql: Sql): Promise<number> {
  const [row] = await sql.all('SELECT "value" FROM "meta" WHERE "key" = ?', [markKey]);
  return row ? Number(row.value) : 0;
}

async function stored<Row extends object>(
  sql: Sql,
  table: Table<Row>,
  count: string,
  key: string[],
  week?: string,
): Promise<Row[]> {
  const params: Param[] = week === undefined ? [] : [week];
  const where = `WHERE "${count}" <> 0${week === undefined ? '' : ' AND "reporting_week" = ?'}`;
  return table.select(sql, `${where} ORDER BY ${quotedList(key)}`, params);
}

async function add(
  sql: Sql,
  table: string,
  key: string[],
  count: string,
  changes: Record<string, unknown>[],
): Promise<void> {
  const rows = changes.map((row) => [...key.map((name) => row[name] as Value), Number(row.n)]);
  await sql.insert(
    table,
    [...key, count],
    rows,
    `ON CONFLICT (${quotedList(key)}) DO UPDATE SET "${count}" = "${table}"."${count}" + excluded."${count}"`,
  );
}
