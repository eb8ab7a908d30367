import type { Board, BoardItem, LadderPerson, ToldBy } from '#core/escalation/board.js';
import type { ListedAlarm } from '#core/escalation/alarms/run.js';
import type { KnownContact } from '#core/escalation/contacts.js';
import type { Delivery } from '#core/escalation/types.js';
import { escalationAnswer, incidentAnswer } from '../cases/answers.js';

export const messageAnswer = (d: Delivery) => ({
  id: d.id,
  escalationId: d.escalationId,
  language: d.language,
  subject: d.subject,
  text: d.text,
  createdAt: d.createdAt,
  readAt: d.readAt,
});

export const deliveryAnswer = (d: Delivery) => ({
  id: d.id,
  recipient: d.recipient,
  channel: d.channel,
  createdAt: d.createdAt,
  state: d.state,
  settledAt: d.settledAt,
  note: d.note,
  readAt: d.readAt,
});

const toldByAnswer = ({ channel, waiting, sent, dropped, read }: ToldBy) => ({ channel, waiting, sent, dropped, read });

const boardItemAnswer = (i: BoardItem) => ({
  step: escalationAnswer(i.step),
  state: i.state,
  clock: i.clock && { what: i.clock.what, by: i.clock.by, overdue: i.clock.overdue },
  sector: i.incident ? i.incident.sector : i.step.sector,
  incident: i.incident && incidentAnswer(i.incident),
  advice: i.advice,
  told: i.told.map(toldByAnswer),
  can: i.can,
  snoozesLeft: i.snoozesLeft,
});

export const boardAnswer = ({ at, snoozeMinutes, items }: Board) => ({
  at,
  snoozeMinutes,
  items: items.map(boardItemAnswer),
});

export const ladderPersonAnswer = ({ id, name, role, mayHold }: LadderPerson) => ({ id, name, role, mayHold });

export const contactAnswer = (c: KnownContact) => ({
  id: c.id,
  channel: c.channel,
  address: c.address,
  rungs: c.rungs,
  sectors: c.sectors,
  language: c.language,
  privateAllowed: c.privateAllowed,
  addedBy: c.addedBy,
  addedAt: c.addedAt,
  disabledAt: c.disabledAt,
});

export const alarmAnswer = (a: ListedAlarm) => ({
  id: a.id,
  day: a.day,
  version: a.version,
  superseded: a.superseded,
  at: a.at,
  method: a.method,
  category: a.category,
  sectors: a.sectors,
  window: a.window,
  observed: a.observed,
  expected: a.expected,
  threshold: a.threshold,
  hours: a.hours,
  statistic: a.statistic,
  pValue: a.pValue,
  falseAlarms: a.falseAlarms,
  advice: a.advice,
  texts: a.texts,
});
