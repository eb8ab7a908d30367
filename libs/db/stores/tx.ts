import type { Ids, Reads, Tx } from '#core/ports.js';
import type { Sql } from '../sql/sql.js';
import { accessReads } from './access.js';
import { consoleReads } from './console.js';
import { escalationReads } from './escalation.js';
import { editionReads } from './editions.js';
import { factReads } from './facts.js';
import { fieldworkReads } from './fieldwork.js';
import { incidentReads } from './incidents.js';
import { appendEntries, drawEntries, enterEntries, journalReads } from './journal.js';
import { judgementReads } from './judgements.js';
import { ledgerReads } from './ledger.js';
import { memberReads } from './members.js';
import { linkReads } from './links.js';
import { registerReads } from './registers.js';
import { recordReads } from './records.js';
import { replyReads } from './replies.js';
import { rollupReads } from './rollups.js';
import { sequencer } from './sequencer.js';
import { sightingReads } from './sightings.js';
import { weekReads } from './week.js';
import { takeLocks } from './locks.js';
import { StoreWrites } from './writes.js';
import { upkeepReads } from './upkeep.js';
import { workReads, workWrites } from './work.js';

export function readsOver(sql: Sql): Reads {
  return new StoreReads(sql);
}

export function txOver(sql: Sql, now: string, ids: Ids, hopeful: boolean): Tx {
  return new StoreTx(sql, now, ids, hopeful);
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
  get disturbances() {
    return fieldworkReads(this.sql).disturbances;
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
  get triage() {
    return consoleReads(this.sql).triage;
  }
  get map() {
    return consoleReads(this.sql).map;
  }
  get watching() {
    return consoleReads(this.sql).watching;
  }
  get running() {
    return consoleReads(this.sql).running;
  }
  get upkeep() {
    return upkeepReads(this.sql).upkeep;
  }
  get signInTries() {
    return upkeepReads(this.sql).signInTries;
  }
}

class StoreTx extends StoreReads implements Tx {
  readonly write: Tx['write'];
  constructor(
    sql: Sql,
    readonly now: string,
    readonly ids: Ids,
    readonly hopeful: boolean,
  ) {
    super(sql);
    this.write = new StoreWrites(sql, now);
  }
  get append(): Tx['append'] {
    return (...drafts) => appendEntries(this.sql, this.ids, this.now, drafts);
  }
  get drawUp(): Tx['drawUp'] {
    return (...drafts) => drawEntries(this.ids, this.now, drafts);
  }
  get enter(): Tx['enter'] {
    return (drawn) => enterEntries(this.sql, drawn);
  }
  get lock(): Tx['lock'] {
    return (keys) => takeLocks(this.sql, keys);
  }
  get workDone() {
    return workWrites(this.sql, this.now).workDone;
  }
  get workAllDone() {
    return workWrites(this.sql, this.now).workAllDone;
  }
  get workFailed() {
    return workWrites(this.sql, this.now).workFailed;
  }
  get workRelayed() {
    return workWrites(this.sql, this.now).workRelayed;
  }
  get workNotRelayed() {
    return workWrites(this.sql, this.now).workNotRelayed;
  }
  get workSetRight() {
    return workWrites(this.sql, this.now).workSetRight;
  }
  get workRedrive() {
    return workWrites(this.sql, this.now).workRedrive;
  }
  get sequence() {
    return sequencer(this.sql, this.now, this.lock);
  }
}
