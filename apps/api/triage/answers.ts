import type { BulkDone } from '#core/verification/desk/bulk.js';
import type { Colleague } from '#core/verification/desk/colleagues.js';
import type { LikelyDuplicate } from '#core/verification/desk/likely-duplicates.js';
import type { TriageItem, TriagePage } from '#core/verification/desk/list.js';
import type { TriageView } from '#core/verification/desk/types.js';
import { incidentAnswer, linkTermAnswer } from '../cases/answers.js';

export const triageAnswer = (item: TriageItem) => ({
  key: item.key,
  group: item.group && {
    sector: item.group.sector,
    kind: item.group.kind,
    hour: item.group.hour,
    count: item.group.count,
  },
  incident: incidentAnswer(item.incident),
  state: item.state,
  snoozed: item.snoozed,
  snooze: item.incident.snooze
    ? { until: item.incident.snooze.until, by: item.incident.snooze.by, reason: item.incident.snooze.reason }
    : null,
  waitingHours: item.waitingHours,
  stale: item.stale,
  priority: item.priority,
  terms: item.terms.map(({ name, value, weight, because }) => ({
    name,
    value,
    weight,
    because: because.map(({ key, figures }) => ({ key, figures })),
  })),
  clock: item.clock && {
    what: item.clock.what,
    by: item.clock.by,
    subjectId: item.clock.subjectId,
    overdue: item.clock.overdue,
  },
});

export const triagePageAnswer = ({ items, next, at, totals }: TriagePage) => ({
  items: items.map(triageAnswer),
  next,
  at,
  totals: {
    open: totals.open,
    unclaimed: totals.unclaimed,
    mine: totals.mine,
    claimed: totals.claimed,
    snoozed: totals.snoozed,
    casualties: totals.casualties,
    shown: totals.shown,
    rows: totals.rows,
    grouped: totals.grouped,
  },
});

export const bulkAnswer = ({ results, undoWith }: BulkDone) => ({
  results: results.map(({ id, incident, problem }) => ({
    id,
    incident: incident && incidentAnswer(incident),
    problem: problem && { code: problem.code, detail: problem.detail, said: problem.said },
  })),
  undoWith,
});

export const colleagueAnswer = ({ id, name, sectors }: Colleague) => ({ id, name, sectors });

export const viewAnswer = ({ id, name, filter, createdAt }: TriageView) => ({
  id,
  name,
  filter: {
    sectors: filter.sectors ?? [],
    kinds: filter.kinds ?? [],
    parties: filter.parties ?? [],
    state: filter.state ?? 'open',
    olderThanHours: filter.olderThanHours ?? null,
    youngerThanHours: filter.youngerThanHours ?? null,
    casualtiesOnly: filter.casualtiesOnly ?? false,
    grouped: filter.grouped ?? true,
  },
  createdAt,
});

export const duplicateAnswer = (d: LikelyDuplicate) => ({
  incident: incidentAnswer(d.incident),
  metres: d.metres,
  seconds: d.seconds,
  sameKind: d.sameKind,
  sameWeapon: d.sameWeapon,
  logRatio: d.logRatio,
  terms: d.terms.map(linkTermAnswer),
});
