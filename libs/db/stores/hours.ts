import type { Sql } from '../sql/sql.js';

/** Every effort of a week below a cut-off as gross hours, and every later loss as hours taken. Parameters: week, cut-off, twice. */
const hoursSql = `SELECT "sector", "side", "means", sum("gross") AS "gross", sum("stated") AS "stated",
    sum("jamming") AS "jamming", sum("weather") AS "weather", sum("day") AS "day", sum("night") AS "night"
  FROM (
    SELECT e."sector", e."side", e."means", e."usable_hours" + e."lost_hours" AS "gross", e."lost_hours" AS "stated",
      0.0 AS "jamming", 0.0 AS "weather", coalesce(e."day_hours", 0) AS "day", coalesce(e."night_hours", 0) AS "night"
    FROM "effort" e JOIN "journal_position" p ON p."entry_id" = e."entry_id"
    WHERE e."reporting_week" = ? AND p."position" < ?
    UNION ALL
    SELECT e."sector", e."side", e."means", 0.0, 0.0, CASE l."reason" WHEN 'jamming' THEN l."hours" ELSE 0.0 END,
      CASE l."reason" WHEN 'weather' THEN l."hours" ELSE 0.0 END, -l."day_hours", -l."night_hours"
    FROM "effort" e JOIN "effort_loss" l ON l."effort_id" = e."id"
    JOIN "journal_position" p ON p."entry_id" = l."entry_id"
    WHERE e."reporting_week" = ? AND p."position" < ?) AS "hours"
  GROUP BY "sector", "side", "means" ORDER BY "sector", "side", "means"`;

/** Hours of a reporting week by sector, side and means, less what recorded jamming and weather took. */
export async function watchedHours(sql: Sql, week: string, cutoff: number) {
  const rows = await sql.all(hoursSql, [week, cutoff, week, cutoff]);
  return rows.map((row) => {
    const [gross, stated, jamming, weather] = [row.gross, row.stated, row.jamming, row.weather].map(Number);
    return {
      sector: row.sector as string,
      side: row.side as string | null,
      means: row.means as string,
      grossHours: gross!,
      statedLostHours: stated!,
      jammingHours: jamming!,
      weatherHours: weather!,
      // Sums of decimal hours may miss zero by the order of adding.
      usableHours: Math.max(0, gross! - stated! - jamming! - weather!),
      dayHours: Math.max(0, Number(row.day)),
      nightHours: Math.max(0, Number(row.night)),
    };
  });
}
