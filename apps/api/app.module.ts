import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import type { Security } from '#core/access/signin.js';
import { AccessGuard } from './http/access.guard.js';
import { ApiMetrics } from './http/metrics.js';
import { RouteCheck } from './http/route-check.js';
import { EditionsController } from './editions/editions.controller.js';
import { EditionReadingController } from './editions/reading.controller.js';
import { PublicEditionsController } from './editions/public.controller.js';
import { FindingsController } from './cases/findings.controller.js';
import { IncidentsController } from './cases/incidents.controller.js';
import { CasePageController } from './cases/page.controller.js';
import { RestructuresController } from './cases/restructures.controller.js';
import { SummariesController } from './cases/summaries.controller.js';
import { MapController } from './map/map.controller.js';
import { WatchingController } from './map/watching.controller.js';
import { TriageController } from './triage/triage.controller.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { FiguresController } from './fieldwork/figures.controller.js';
import { TasksController } from './fieldwork/tasks.controller.js';
import { WatchesController } from './fieldwork/watches.controller.js';
import { WeatherController } from './fieldwork/weather.controller.js';
import { EscalationController } from './escalation/escalation.controller.js';
import { TellingController } from './escalation/telling.controller.js';
import { LiveController } from './live/live.controller.js';
import { BulkController } from './intake/bulk.controller.js';
import { EvidenceController } from './intake/evidence.controller.js';
import { PartsController } from './intake/parts.controller.js';
import { NoticesController } from './intake/notices.controller.js';
import { SightingsController } from './intake/sightings.controller.js';
import { CorrespondenceController } from './parties/correspondence.controller.js';
import { PartyController } from './parties/party.controller.js';
import { DevicesController } from './people/devices.controller.js';
import { PasswordsController } from './people/passwords.controller.js';
import { SessionsController } from './people/sessions.controller.js';
import { UsersController } from './people/users.controller.js';
import { RegistersController } from './registers/registers.controller.js';
import { HealthController } from './running/health.controller.js';
import { RunningController } from './running/running.controller.js';
import { probeName } from './running/readiness.js';
import { JournalController } from './running/journal.controller.js';
import { MissionController } from './running/mission.controller.js';
import { WorkController } from './running/work.controller.js';
import { RUNTIME, SECURITY, type ApiRuntime } from './runtime.js';

/** In the order of the main job; the order means nothing to the router. */
const controllers = [
  SessionsController,
  PasswordsController,
  UsersController,
  DevicesController,
  SightingsController,
  EvidenceController,
  PartsController,
  NoticesController,
  BulkController,
  WatchesController,
  WeatherController,
  TasksController,
  FiguresController,
  IncidentsController,
  CasePageController,
  RestructuresController,
  MapController,
  WatchingController,
  TriageController,
  FindingsController,
  LedgerController,
  RegistersController,
  EscalationController,
  TellingController,
  PartyController,
  CorrespondenceController,
  SummariesController,
  EditionsController,
  EditionReadingController,
  PublicEditionsController,
  JournalController,
  LiveController,
  WorkController,
  RunningController,
  MissionController,
  HealthController,
];

/** The HTTP edge. Takes everything it needs in `runtime`, so that any app can compose it. */
@Module({})
export class ApiModule {
  static forRoot(runtime: ApiRuntime, metrics = new ApiMetrics(runtime.deps)): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        DiscoveryModule,
        TypeOrmModule.forRoot({ ...runtime.probe, name: probeName, poolSize: 1 } as TypeOrmModuleOptions),
      ],
      controllers,
      providers: [
        { provide: RUNTIME, useValue: runtime },
        { provide: SECURITY, useFactory: () => securityOf(runtime) },
        { provide: ApiMetrics, useValue: metrics },
        { provide: APP_GUARD, useClass: AccessGuard },
        RouteCheck,
      ],
    };
  }
}

async function securityOf({ deps, hasher, secondFactor }: ApiRuntime): Promise<Security> {
  const decoyHash = await hasher.hash(deps.ids.random(32));
  return { hasher, secondFactor, decoyHash };
}
