import type { Ids, Reads, Tx } from '#core/ports.js';
import type { Sql } from '../sql/sql.js';
import { accessReads, accessWrites } from './access.js';
import { escalationReads, escalationWrites } from './escalation.js';
import { editionReads, editionWrites } from './editions.js';
import { factReads, factWrites } from './facts.js';
import { fieldworkReads, fieldworkWrites } from './fieldwork.js';
import { incidentReads, incidentWrites } from './incidents.js';
import { appendEntries, journalReads } from './journal.js';
import { judgementReads, judgementWrites } from './judgements.js';
import { ledgerReads, ledgerWrites } from './ledger.js';
import { memberReads } from './members.js';
import { linkReads, linkWrites } from './links.js';
import { registerReads, registerWrites } from './registers.js';
import { recordReads, recordWrites } from './records.js';
import { replyReads, replyWrites } from './replies.js';
import { rollupReads, rollupWrites } from './rollups.js';
import { sequencer } from './sequencer.js';
import { sightingReads, sightingWrites } from './sightings.js';
import { weekReads } from './week.js';
import { workReads, workWrites } from './work.js';

export function readsOver(sql: Sql): Reads {
  return new StoreReads(sql);
}

export function txOver(sql: Sql, now: string, ids: Ids): Tx {
  return new StoreTx(sql, now, ids);
}

/**
 * Each store comes into being when it is first asked for: making all of them for every transaction took a
 * third of the time of an accept.
 */
class StoreReads implements Reads {
  constructor(protected readonly sql: Sql) {}
  get sightings() {
    return sightingReads(this.sql);
  }
  get incidents() {
    return incidentReads(this.sql);
  }
  get links() {
    return linkReads(this.sql).links;
  }
  get members() {
    return memberReads(this.sql);
  }
  get restructures() {
    return linkReads(this.sql).restructures;
  }
  get checks() {
    return judgementReads(this.sql).checks;
  }
  get verifications() {
    return judgementReads(this.sql).verifications;
  }
  get attributions() {
    return judgementReads(this.sql).attributions;
  }
  get rulings() {
    return judgementReads(this.sql).rulings;
  }
  get ledger() {
    return ledgerReads(this.sql);
  }
  get escalations() {
    return escalationReads(this.sql).escalations;
  }
  get notifications() {
    return recordReads(this.sql).notifications;
  }
  get effort() {
    return recordReads(this.sql).effort;
  }
  get evidence() {
    return recordReads(this.sql).evidence;
  }
  get facts() {
    return factReads(this.sql).facts;
  }
  get journal() {
    return journalReads(this.sql).journal;
  }
  get work() {
    return workReads(this.sql).work;
  }
  get accounts() {
    return accessReads(this.sql).accounts;
  }
  get sessions() {
    return accessReads(this.sql).sessions;
  }
  get devices() {
    return accessReads(this.sql).devices;
  }
  get provisionReviews() {
    return registerReads(this.sql).provisionReviews;
  }
  get registers() {
    return registerReads(this.sql).registers;
  }
  get assessments() {
    return registerReads(this.sql).assessments;
  }
  get notices() {
    return replyReads(this.sql).notices;
  }
  get replies() {
    return replyReads(this.sql).replies;
  }
  get hotline() {
    return replyReads(this.sql).hotline;
  }
  get meta() {
    return accessReads(this.sql).meta;
  }
  get rollups() {
    return rollupReads(this.sql).rollups;
  }
  get editions() {
    return editionReads(this.sql).editions;
  }
  get week() {
    return weekReads(this.sql).week;
  }
  get personal() {
    return accessReads(this.sql).personal;
  }
  get restrictions() {
    return fieldworkReads(this.sql).restrictions;
  }
  get complaints() {
    return fieldworkReads(this.sql).complaints;
  }
  get watches() {
    return fieldworkReads(this.sql).watches;
  }
  get fieldTasks() {
    return fieldworkReads(this.sql).fieldTasks;
  }
  get debts() {
    return fieldworkReads(this.sql).debts;
  }
  get sources() {
    return fieldworkReads(this.sql).sources;
  }
  get noticeMatches() {
    return fieldworkReads(this.sql).noticeMatches;
  }
  get images() {
    return fieldworkReads(this.sql).images;
  }
  get deliveries() {
    return escalationReads(this.sql).deliveries;
  }
  get contacts() {
    return escalationReads(this.sql).contacts;
  }
  get triggers() {
    return escalationReads(this.sql).triggers;
  }
  get alarms() {
    return escalationReads(this.sql).alarms;
  }
}

class StoreTx extends StoreReads implements Tx {
  readonly write: Tx['write'];
  constructor(
    sql: Sql,
    readonly now: string,
    readonly ids: Ids,
  ) {
    super(sql);
    this.write = new StoreWrites(sql, now);
  }
  get append(): Tx['append'] {
    return (...drafts) => appendEntries(this.sql, this.ids, this.now, drafts);
  }
  get lock(): Tx['lock'] {
    return (keys) => takeLocks(this.sql, keys);
  }
  get workDone() {
    return workWrites(this.sql, this.now).workDone;
  }
  get workFailed() {
    return workWrites(this.sql, this.now).workFailed;
  }
  get workRelayed() {
    return workWrites(this.sql, this.now).workRelayed;
  }
  get workRedrive() {
    return workWrites(this.sql, this.now).workRedrive;
  }
  get sequence() {
    return sequencer(this.sql, this.now, this.lock);
  }
}

class StoreWrites implements Writes {
  constructor(
    private readonly sql: Sql,
    private readonly now: string,
  ) {}
  get sightings() {
    return sightingWrites(this.sql).sightings;
  }
  get incidentNew() {
    return incidentWrites(this.sql).incidentNew;
  }
  get incidentUpdate() {
    return incidentWrites(this.sql).incidentUpdate;
  }
  get links() {
    return linkWrites(this.sql, this.now).links;
  }
  get endLinks() {
    return linkWrites(this.sql, this.now).endLinks;
  }
  get reviveLinks() {
    return linkWrites(this.sql, this.now).reviveLinks;
  }
  get restructure() {
    return linkWrites(this.sql, this.now).restructure;
  }
  get restructureUndone() {
    return linkWrites(this.sql, this.now).restructureUndone;
  }
  get checks() {
    return judgementWrites(this.sql).checks;
  }
  get verification() {
    return judgementWrites(this.sql).verification;
  }
  get attribution() {
    return judgementWrites(this.sql).attribution;
  }
  get ruling() {
    return judgementWrites(this.sql).ruling;
  }
  get ledger() {
    return ledgerWrites(this.sql);
  }
  get escalation() {
    return escalationWrites(this.sql, this.now).escalation;
  }
  get notification() {
    return recordWrites(this.sql).notification;
  }
  get effort() {
    return recordWrites(this.sql).effort;
  }
  get evidence() {
    return recordWrites(this.sql).evidence;
  }
  get facts() {
    return factWrites(this.sql).facts;
  }
  get provisionReview() {
    return registerWrites(this.sql).provisionReview;
  }
  get registerFigure() {
    return registerWrites(this.sql).registerFigure;
  }
  get presenceDays() {
    return registerWrites(this.sql).presenceDays;
  }
  get assessment() {
    return registerWrites(this.sql).assessment;
  }
  get notice() {
    return replyWrites(this.sql).notice;
  }
  get noticeClock() {
    return replyWrites(this.sql).noticeClock;
  }
  get reply() {
    return replyWrites(this.sql).reply;
  }
  get hotline() {
    return replyWrites(this.sql).hotline;
  }
  get account() {
    return accessWrites(this.sql).account;
  }
  get session() {
    return accessWrites(this.sql).session;
  }
  get device() {
    return accessWrites(this.sql).device;
  }
  get deviceSequence() {
    return accessWrites(this.sql).deviceSequence;
  }
  get meta() {
    return accessWrites(this.sql).meta;
  }
  get editionNew() {
    return editionWrites(this.sql).editionNew;
  }
  get editionUpdate() {
    return editionWrites(this.sql).editionUpdate;
  }
  get editionStep() {
    return editionWrites(this.sql).editionStep;
  }
  get editionText() {
    return editionWrites(this.sql).editionText;
  }
  get editionFiles() {
    return editionWrites(this.sql).editionFiles;
  }
  get editionErratum() {
    return editionWrites(this.sql).editionErratum;
  }
  get rollupsTo() {
    return rollupWrites(this.sql, (keys) => takeLocks(this.sql, keys)).rollupsTo;
  }
  get personal() {
    return accessWrites(this.sql).personal;
  }
  get restrictions() {
    return fieldworkWrites(this.sql).restrictions;
  }
  get complaints() {
    return fieldworkWrites(this.sql).complaints;
  }
  get complaintCluster() {
    return fieldworkWrites(this.sql).complaintCluster;
  }
  get watch() {
    return fieldworkWrites(this.sql).watch;
  }
  get fieldTask() {
    return fieldworkWrites(this.sql).fieldTask;
  }
  get debt() {
    return fieldworkWrites(this.sql).debt;
  }
  get sourceOutcomes() {
    return fieldworkWrites(this.sql).sourceOutcomes;
  }
  get noticeMatches() {
    return fieldworkWrites(this.sql).noticeMatches;
  }
  get images() {
    return fieldworkWrites(this.sql).images;
  }
  get deliveries() {
    return escalationWrites(this.sql, this.now).deliveries;
  }
  get deliverySettled() {
    return escalationWrites(this.sql, this.now).deliverySettled;
  }
  get deliveryRead() {
    return escalationWrites(this.sql, this.now).deliveryRead;
  }
  get contact() {
    return escalationWrites(this.sql, this.now).contact;
  }
  get alarmRun() {
    return escalationWrites(this.sql, this.now).alarmRun;
  }
}

type Writes = Tx['write'];

/** In sorted order, so that two transactions with the same keys cannot wait for each other. */
async function takeLocks(sql: Sql, keys: string[]): Promise<void> {
  if (sql.dialect === 'sqlite') return;
  for (const key of [...new Set(keys)].sort())
    await sql.all('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [key]);
}
