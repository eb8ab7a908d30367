import type { Sql, SqlRow } from '#db/sql/sql.js';
import type { Operation } from '../load/log.js';
import type { Faults } from './faults.js';

const atOnce = 2_000;

/** Every sighting that is stored belongs to one live incident, and that has exactly one current verdict of the machine. */
export async function checkVerdicts(sql: Sql, operations: readonly Operation[], faults: Faults): Promise<void> {
  const keys = operations
    .filter((o) => (o.op === 'report' || o.op === 'sighting') && o.result === 'ok')
    .map((o) => o.key);
  for (let i = 0; i < keys.length; i += atOnce) await checkSome(sql, keys.slice(i, i + atOnce), faults);
  await checkTwice(sql, faults);
  await checkCounts(sql, faults);
  await checkWork(sql, faults);
}

async function checkSome(sql: Sql, keys: string[], faults: Faults): Promise<void> {
  const among = sql.anyOf('l."sighting_id"', keys);
  const rows = await sql.all(
    `SELECT l."sighting_id", i."id", i."state", i."proposed_outcome", i."sighting_count" FROM "link" l
     JOIN "incident" i ON i."id" = l."incident_id" WHERE l."ended_at" IS NULL AND ${among.text}`,
    [among.param],
  );
  const links = new Map<string, SqlRow[]>();
  for (const row of rows) {
    const key = row.sighting_id as string;
    links.set(key, [...(links.get(key) ?? []), row]);
  }
  const newest = await newestVerdicts(sql, [...new Set(rows.map((row) => row.id as string))]);
  for (const key of keys) {
    const mine = links.get(key) ?? [];
    if (mine.length === 0) faults.add('no_verdict', key, 'it belongs to no incident');
    if (mine.length > 1) faults.add('two_verdicts', key, `it belongs to ${mine.length} incidents`);
    for (const incident of mine) {
      const id = incident.id as string;
      const verdict = newest.get(id);
      if (!verdict) faults.add('no_verdict', key, `its incident ${id} has no verdict`);
      else if (incident.proposed_outcome !== verdict.outcome)
        faults.add(
          'no_verdict',
          key,
          `incident ${id} shows ${String(incident.proposed_outcome)}, its newest verdict says ${verdict.outcome}`,
        );
      else if (verdict.restsOn !== incident.sighting_count)
        faults.add(
          'no_verdict',
          key,
          `the verdict on ${id} rests on ${verdict.restsOn} of ${String(incident.sighting_count)} sightings`,
        );
    }
  }
}

/** The verdict on each incident's highest judged version, and how many sightings the incident had then. */
async function newestVerdicts(sql: Sql, ids: string[]): Promise<Map<string, { outcome: string; restsOn: number }>> {
  const proposals = sql.anyOf('"incident_id"', ids);
  const rows = await sql.all(
    `SELECT "incident_id", "incident_version", "outcome" FROM "verification" WHERE "type" = 'proposed' AND ${proposals.text}
     ORDER BY "incident_version"`,
    [proposals.param],
  );
  const checks = await sql.all(
    `SELECT "incident_id", "incident_version", "inputs" FROM "check" WHERE "name" = 'independence' AND ${proposals.text}
     ORDER BY "incident_version"`,
    [proposals.param],
  );
  const basis = new Map(checks.map((row) => [row.incident_id as string, row]));
  return new Map(
    rows.map((row) => {
      const inputs = basis.get(row.incident_id as string)?.inputs;
      const held = (typeof inputs === 'string' ? JSON.parse(inputs) : inputs) as
        { basis?: { of?: number } } | undefined;
      return [row.incident_id as string, { outcome: row.outcome as string, restsOn: held?.basis?.of ?? -1 }];
    }),
  );
}

async function checkTwice(sql: Sql, faults: Faults): Promise<void> {
  const rows = await sql.all(
    `SELECT "incident_id", "incident_version", count(*) AS "n" FROM "verification" WHERE "type" = 'proposed'
     GROUP BY "incident_id", "incident_version" HAVING count(*) > 1`,
  );
  for (const { incident_id, incident_version, n } of rows)
    faults.add('two_verdicts', String(incident_id), `${String(n)} verdicts on version ${String(incident_version)}`);
}

async function checkCounts(sql: Sql, faults: Faults): Promise<void> {
  const rows = await sql.all(
    `SELECT i."id", i."sighting_count", count(l."id") AS "n" FROM "incident" i
     LEFT JOIN "link" l ON l."incident_id" = i."id" AND l."ended_at" IS NULL
     GROUP BY i."id", i."sighting_count" HAVING count(l."id") <> i."sighting_count"`,
  );
  for (const { id, sighting_count, n } of rows)
    faults.add('miscounted', String(id), `it says ${String(sighting_count)} sightings, ${String(n)} are linked`);
}

async function checkWork(sql: Sql, faults: Faults): Promise<void> {
  const rows =
    await sql.all(`SELECT "id", "state", "attempts", "epoch", "relayed_at", "not_before", "last_error" FROM "work"
     WHERE "state" <> 'done' LIMIT 100`);
  for (const { id, state, attempts, epoch, relayed_at, not_before, last_error } of rows) {
    const where = `epoch ${String(epoch)}, ${String(attempts)} tries, relayed ${String(relayed_at)}, not before ${String(not_before)}`;
    faults.add('work_left', String(id), `${String(state)}: ${String(last_error ?? 'no reason kept')} (${where})`);
  }
  const [waiting] = await sql.all('SELECT count(*) AS "n" FROM "journal_unsequenced"');
  if (Number(waiting!.n) > 0) faults.add('work_left', 'journal', `${String(waiting!.n)} entries without a position`);
}
