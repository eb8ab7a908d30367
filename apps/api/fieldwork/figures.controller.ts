import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { listComplaints, readComplaintFigures } from '#core/compliance/complaints.js';
import { readRates } from '#core/compliance/rates.js';
import { listDebt, readAccessFigures } from '#core/verification/access/figures.js';
import { readNoticeFigures } from '#core/verification/notices/figures.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { PageQuery } from '../intake/forms.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { complaintAnswer, debtAnswer } from './answers.js';
import { ComplaintQuery } from './forms.js';
import { sectorRateAnswer } from './rate-answers.js';

/** Counts of one reporting week, per party, side or sector. */
@ApiTags('fieldwork')
@Controller('v1')
export class FiguresController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Sightings inside, perhaps inside and outside each party's notices, broken silences, and the abuse rate. */
  @Action('fieldwork.read')
  @Get('weeks/:week/notices')
  async notices(@Who() actor: Actor, @Param('week') week: string) {
    const rows = await readNoticeFigures(this.runtime.deps, actor, week);
    return {
      week,
      parties: rows.map((r) => ({
        party: r.party,
        notices: r.notices,
        inside: r.inside,
        perhaps: r.perhaps,
        outside: r.outside,
        breaksSilence: r.breaksSilence,
        abuseRate: r.abuseRate,
      })),
    };
  }

  /** Per side: places reached and not, access index, verification debt. */
  @Action('fieldwork.read')
  @Get('weeks/:week/access')
  async access(@Who() actor: Actor, @Param('week') week: string) {
    const rows = await readAccessFigures(this.runtime.deps, actor, week);
    return {
      week,
      sides: rows.map((r) => ({
        side: r.side,
        reached: r.reached,
        keptOut: r.keptOut,
        otherwiseNotReached: r.otherwiseNotReached,
        accessIndex: r.accessIndex,
        debtOpened: r.debtOpened,
        debtOpen: r.debtOpen,
      })),
    };
  }

  /** Complaints and rulings per party, counted apart. */
  @Action('fieldwork.read')
  @Get('weeks/:week/complaints')
  async complaintFigures(@Who() actor: Actor, @Param('week') week: string) {
    const rows = await readComplaintFigures(this.runtime.deps, actor, week);
    return {
      week,
      parties: rows.map((r) => ({
        party: r.party,
        made: r.made,
        madeClusters: r.madeClusters,
        specificity: r.specificity,
        against: r.against,
        againstClusters: r.againstClusters,
        ruledBreach: r.ruledBreach,
        ruledNoBreach: r.ruledNoBreach,
      })),
    };
  }

  /** Incidents per usable hour by sector, side, day and night, with the raw counts; gross hours and what was taken from them. */
  @Action('fieldwork.read')
  @Get('weeks/:week/rates')
  async rates(@Who() actor: Actor, @Param('week') week: string) {
    const rows = await readRates(this.runtime.deps, actor, week);
    return {
      week,
      sectors: rows.map(sectorRateAnswer),
    };
  }

  /** Near-identical complaints as one with their number; with `cluster`, every one of them. */
  @Action('complaint.read')
  @Get('complaints')
  async complaints(@Who() actor: Actor, @Query() query: ComplaintQuery) {
    const page = await listComplaints(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(complaintAnswer), next: page.next };
  }

  /** Incidents that want of access keeps from being verified, oldest first. */
  @Action('incident.read')
  @Get('debts')
  async debts(@Who() actor: Actor, @Query() query: PageQuery) {
    const page = await listDebt(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(debtAnswer), next: page.next };
  }
}
