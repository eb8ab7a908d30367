import type { Mission } from '../../mission/types.js';
import type { Deps, Geography, PreparedJob, Reads, Tx } from '../../ports.js';
import type { Effort } from '../types.js';
import { keyOf } from '../watch/hours.js';
import type { Watch } from '../watch/types.js';
import { walk } from '../watch/walk.js';
import { blinds, tooBad } from './blinds.js';
import type { Disturbance, EffortLoss } from './types.js';

type Reason = EffortLoss['reason'];
type Hours = Pick<EffortLoss, 'hours' | 'dayHours' | 'nightHours'>;
/** What is to be taken, by effort record and reason. */
type Taken = Map<string, Record<Reason, Hours>>;

const reasons: readonly Reason[] = ['jamming', 'weather'];
const none = (): Record<Reason, Hours> => ({
  jamming: { hours: 0, dayHours: 0, nightHours: 0 },
  weather: { hours: 0, dayHours: 0, nightHours: 0 },
});

/**
 * What disturbances take from the usable hours of a watch, by sector, side and week (key of `hours.ts`). What the source
 * itself lost is not taken again, and where jamming and weather overlap only the jamming counts, so that the hours that
 * are left, those lost and those taken are the whole. The same for every side.
 */
export function takenFromWatch(
  watch: Pick<Watch, 'said' | 'start' | 'end' | 'lost' | 'means'>,
  disturbances: readonly Disturbance[],
  mission: Pick<Mission, 'calendar' | 'verification'>,
  geography: Pick<Geography, 'sectorOf' | 'sideOf'>,
): Taken {
  const ordered = [...disturbances]
    .map((d) => ({ d, from: Date.parse(d.start), to: Date.parse(d.end) }))
    .sort((a, b) => reasons.indexOf(a.d.type) - reasons.indexOf(b.d.type));
  const taken: Taken = new Map();
  if (ordered.length === 0) return taken;
  const cuts = ordered.flatMap(({ from, to }) => [from, to]);
  for (const part of walk(watch, mission, geography, cuts)) {
    if (part.lost !== null) continue;
    const cause = ordered.find(
      ({ d, from, to }) =>
        from <= part.from &&
        part.from < to &&
        blinds(d, watch.means, part.at, part.sector, mission.verification.effort),
    );
    if (!cause) continue;
    const key = keyOf(part.sector, part.side, part.week);
    const row = taken.get(key) ?? none();
    taken.set(key, row);
    row[cause.d.type].hours += part.hours;
    row[cause.d.type][part.night ? 'nightHours' : 'dayHours'] += part.hours;
  }
  return taken;
}

/**
 * What weather over the whole sector takes from hours that were sent in without places and times of day: in proportion to
 * the time that it lasted, counted once where records overlap, and only as far as the source did not itself lose as
 * much. Jamming and weather over part of a sector cannot be compared with such hours and take nothing.
 */
export function takenFromHours(
  effort: Pick<Effort, 'means' | 'sector' | 'start' | 'end' | 'usableHours' | 'lostHours' | 'dayHours' | 'nightHours'>,
  disturbances: readonly Disturbance[],
  mission: Pick<Mission, 'verification'>,
): Hours {
  const [start, end] = [Date.parse(effort.start), Date.parse(effort.end)];
  const bad = disturbances
    .filter((d) => d.type === 'weather' && d.area === null && d.sector === effort.sector)
    .filter((d) => tooBad(d, effort.means, mission.verification.effort))
    .map((d) => ({ from: Math.max(start, Date.parse(d.start)), to: Math.min(end, Date.parse(d.end)) }))
    .sort((a, b) => a.from - b.from);
  let covered = 0;
  let until = start;
  for (const { from, to } of bad) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  const left = (effort.usableHours + effort.lostHours) * (1 - covered / (end - start));
  const hours = Math.max(0, effort.usableHours - left);
  const part = effort.usableHours === 0 ? 0 : hours / effort.usableHours;
  return { hours, dayHours: (effort.dayHours ?? 0) * part, nightHours: (effort.nightHours ?? 0) * part };
}

/** What was found for one watch, or one record of hours, before the transaction. */
interface Reduction {
  subject: { kind: 'watch' | 'effort'; id: string };
  start: string;
  end: string;
  /** Ids of the disturbances that it rests on. */
  from: string[];
  wanted: Taken;
}

/**
 * Takes recorded jamming and weather from hours of watching: the job after a disturbance, a watch or a record of hours
 * (its subject is any of them). What is to be taken is computed before the transaction; inside, only the difference
 * to what was taken already is written, so that repeating it changes nothing. Where another disturbance has come in
 * between, its own job does this one's work.
 */
export const reduceEffort: PreparedJob<Reduction[]> = {
  async prepare(deps, subjectId) {
    return deps.uow.read(async (reads) => {
      const disturbance = await reads.disturbances.get(subjectId);
      const found: Reduction[] = [];
      const watch = disturbance ? null : await reads.watches.get(subjectId);
      const watches = disturbance
        ? await reads.watches.during(disturbance.start, disturbance.end)
        : [watch].filter((w) => w !== null);
      for (const w of watches) found.push(await reductionOfWatch(deps, reads, w));
      const effort = disturbance || watch ? null : await reads.effort.get(subjectId);
      const plain = disturbance
        ? await reads.disturbances.plainEffort(disturbance.start, disturbance.end)
        : [effort].filter((e) => e !== null);
      for (const e of plain) found.push(await reductionOfHours(deps, reads, e));
      return found;
    });
  },
  async carryOut(tx, _deps, _subjectId, found) {
    for (const reduction of found) await keep(tx, reduction);
  },
};

async function reductionOfWatch(deps: Deps, reads: Reads, watch: Watch): Promise<Reduction> {
  const disturbances = await reads.disturbances.during(watch.start, watch.end);
  const byKey = takenFromWatch(watch, disturbances, deps.mission, deps.geography);
  const rows = disturbances.length === 0 ? [] : await reads.disturbances.effortOfWatch(watch.id);
  const wanted: Taken = new Map();
  for (const row of rows)
    wanted.set(row.id, within(byKey.get(keyOf(row.sector, row.side, row.reportingWeek)) ?? none(), row));
  const { id, start, end } = watch;
  return { subject: { kind: 'watch', id }, start, end, from: disturbances.map((d) => d.id), wanted };
}

async function reductionOfHours(deps: Deps, reads: Reads, effort: Effort): Promise<Reduction> {
  const disturbances = await reads.disturbances.during(effort.start, effort.end);
  const weather = takenFromHours(effort, disturbances, deps.mission);
  const { id, start, end } = effort;
  const wanted: Taken = new Map(disturbances.length === 0 ? [] : [[id, { ...none(), weather }]]);
  return { subject: { kind: 'effort', id }, start, end, from: disturbances.map((d) => d.id), wanted };
}

/** No more than the record has: another version of the line may give a part of the watch to another side. */
function within(taken: Record<Reason, Hours>, row: Effort): Record<Reason, Hours> {
  const sum = taken.jamming.hours + taken.weather.hours;
  const share = sum > row.usableHours ? row.usableHours / sum : 1;
  const scaled = (h: Hours): Hours => ({
    hours: h.hours * share,
    dayHours: h.dayHours * share,
    nightHours: h.nightHours * share,
  });
  return share === 1 ? taken : { jamming: scaled(taken.jamming), weather: scaled(taken.weather) };
}

async function keep(tx: Tx, { subject, start, end, from, wanted }: Reduction): Promise<void> {
  if (wanted.size === 0) return;
  await tx.lock([`effort-loss:${subject.id}`]);
  const now = (await tx.disturbances.during(start, end)).map((d) => d.id);
  if (now.length !== from.length || now.some((id, i) => id !== from[i])) return;
  const before = await tx.disturbances.taken([...wanted.keys()]);
  const rows: EffortLoss[] = [];
  for (const [effortId, byReason] of wanted)
    for (const reason of reasons) {
      const was = before.find((b) => b.effortId === effortId && b.reason === reason);
      const change = (key: keyof Hours) => byReason[reason][key] - (was?.[key] ?? 0);
      const delta = { hours: change('hours'), dayHours: change('dayHours'), nightHours: change('nightHours') };
      // A tenth of a second is finer than any log, and coarser than what adding in another order changes.
      if (Object.values(delta).some((d) => Math.abs(d) > 3e-5))
        rows.push({ id: tx.ids.next(), effortId, reason, ...delta, at: tx.now });
    }
  if (rows.length === 0) return;
  const [entry] = await tx.append({
    actor: 'system',
    type: 'effort.reduced',
    subject,
    payload: { by: from, taken: rows.map(({ effortId, reason, hours }) => ({ effortId, reason, hours })) },
  });
  await tx.write.effortLosses(rows, entry!.id);
}
