import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { watchingNow } from '#core/verification/map/watching-now.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { watchingNowAnswer } from './watching-answers.js';

@ApiTags('fieldwork')
@Controller('v1/watches')
export class WatchingController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Who watches which sector now, where nobody did in the last 24 hours, which machines are silent, what is jammed. */
  @Action('watching.read')
  @Get('now')
  async now(@Who() actor: Actor) {
    return watchingNowAnswer(await watchingNow(this.runtime.deps, actor));
  }
}
