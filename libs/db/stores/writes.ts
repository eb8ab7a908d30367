import type { Tx } from '#core/ports.js';
import type { Sql } from '../sql/sql.js';
import { accessWrites } from './access.js';
import { consoleWrites } from './console.js';
import { escalationWrites } from './escalation.js';
import { editionWrites } from './editions.js';
import { factWrites } from './facts.js';
import { fieldworkWrites } from './fieldwork.js';
import { incidentWrites } from './incidents.js';
import { judgementWrites } from './judgements.js';
import { ledgerWrites } from './ledger.js';
import { linkWrites } from './links.js';
import { registerWrites } from './registers.js';
import { recordWrites } from './records.js';
import { replyWrites } from './replies.js';
import { rollupWrites } from './rollups.js';
import { sightingWrites } from './sightings.js';
import { upkeepWrites } from './upkeep.js';
import { takeLocks } from './locks.js';

type Writes = Tx['write'];

/** Everything that writes, each store made when it is first asked for. */
export class StoreWrites implements Writes {
  constructor(
    private readonly sql: Sql,
    private readonly now: string,
  ) {}
  get upkeep() {
    return upkeepWrites(this.sql).upkeep;
  }
  get signInTries() {
    return upkeepWrites(this.sql).signInTries;
  }
  get signInTriesForgotten() {
    return upkeepWrites(this.sql).signInTriesForgotten;
  }
  get sightings() {
    return sightingWrites(this.sql).sightings;
  }
  get incidentNew() {
    return incidentWrites(this.sql).incidentNew;
  }
  get incidentUpdate() {
    return incidentWrites(this.sql).incidentUpdate;
  }
  get incidentChanges() {
    return incidentWrites(this.sql).incidentChanges;
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
  get verifications() {
    return judgementWrites(this.sql).verifications;
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
  get erratumProposal() {
    return editionWrites(this.sql).erratumProposal;
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
  get disturbances() {
    return fieldworkWrites(this.sql).disturbances;
  }
  get effortLosses() {
    return fieldworkWrites(this.sql).effortLosses;
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
  get triageView() {
    return consoleWrites(this.sql).triageView;
  }
  get triageViewRemoved() {
    return consoleWrites(this.sql).triageViewRemoved;
  }
}
