import { chance } from './chance.js';
import { weekInterval, reportingDay } from '#core/mission/calendar.js';
import type { IncidentFact } from '#core/mission/types.js';
import type { Deps, Tx } from '#core/ports.js';
import { incident, link, sighting } from '#db/testing/rows.js';

const chunk = 1_000;

/** Fills a week with incidents, each with its sightings, its first standing and a decision on most of them. */
export async function fillWeek(
  deps: Deps,
  week: string,
  size: { sightings: number; incidents: number },
): Promise<void> {
  const { from } = weekInterval(week, deps.mission.calendar);
  const perIncident = Math.max(1, Math.round(size.sightings / size.incidents));
  const random = chance(7);
  for (let first = 0; first < size.incidents; first += chunk) {
    await deps.uow.run((tx) =>
      fillChunk(tx, deps, week, Date.parse(from), {
        first,
        count: Math.min(chunk, size.incidents - first),
        perIncident,
        random,
      }),
    );
    while ((await deps.uow.run((tx) => tx.sequence(5_000, () => [], deps.signer))).length > 0);
  }
}

interface Chunk {
  first: number;
  count: number;
  perIncident: number;
  random: () => number;
}

async function fillChunk(
  tx: Tx,
  { mission }: Deps,
  week: string,
  from: number,
  { first, count, perIncident, random }: Chunk,
): Promise<void> {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const kinds = mission.eventKinds.map((k) => k.id);
  const means = mission.means.map((m) => m.id);
  const [sightings, links, incidents] = [[], [], []] as [
    Parameters<typeof tx.write.sightings>[0],
    Parameters<typeof tx.write.links>[0],
    Parameters<typeof tx.write.incidentNew>[0][],
  ];
  for (let i = first; i < first + count; i++) {
    const start = new Date(from + random() * 7 * 86_400_000).toISOString();
    const end = new Date(Date.parse(start) + 60_000).toISOString();
    const day = reportingDay(start, mission.calendar);
    const sector = one(mission.sectors).id;
    const place = one(mission.settlements);
    const estimate = {
      lat: place.lat + random() / 50,
      lon: place.lon + random() / 50,
      covEE: 1e5,
      covEN: 0,
      covNN: 9e4,
      method: 'fix' as const,
    };
    const verified = random() < 0.6;
    const row = incident(`i-${i}`, {
      kind: one(kinds),
      start,
      end,
      estimate: { ...estimate, method: 'fused' },
      sector,
      reportingDay: day,
      reportingWeek: week,
      sightingCount: perIncident,
      allegedParty: one(mission.parties).id,
      outcome: verified ? 'verified' : null,
      outcomeReason: verified ? 'Two independent sources.' : null,
      casualties: random() < 0.02 ? { killed: 1, injured: 2 } : null,
    });
    incidents.push(row);
    for (let s = 0; s < perIncident; s++) {
      const id = `s-${i}-${s}`;
      sightings.push(
        sighting(id, {
          means: one(means),
          kind: row.kind,
          start,
          end,
          estimate,
          sector,
          reportingDay: day,
          reportingWeek: week,
          provider: s % 4 ? 'mission' : 'ally:eyes',
        }),
      );
      links.push({ ...link(`l-${i}-${s}`, id, row.id) });
    }
  }
  await tx.write.sightings(sightings);
  for (const row of incidents) await tx.write.incidentNew(row);
  await tx.write.links(links);
  await tx.append(
    ...sightings.map((s) => ({
      actor: 'post',
      type: 'sighting.accepted',
      subject: { kind: 'sighting', id: s.id },
      payload: {},
    })),
  );
  for (const decided of [false, true]) {
    const entries = await tx.append(
      ...incidents.map((i) => ({
        actor: 'system',
        type: 'incident.changed',
        subject: { kind: 'incident', id: i.id },
        payload: {},
      })),
    );
    const facts = incidents.flatMap((i, n): IncidentFact[] =>
      (n % 3 === 0 ? ['full-stop', 'second'] : ['full-stop']).map((provisionId) => ({
        entryId: entries[n]!.id,
        incidentId: i.id,
        provisionId,
        party: i.allegedParty ?? 'none',
        sector: i.sector ?? 'none',
        reportingDay: i.reportingDay,
        reportingWeek: week,
        kind: i.kind,
        standing: decided && i.outcome === 'verified' ? 'verified' : 'alleged',
        ruled: 'none',
        live: 1,
      })),
    );
    await tx.write.facts(facts);
  }
}
