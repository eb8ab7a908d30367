import { Readable } from 'node:stream';
import { Controller, HttpCode, Inject, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { Accepts, Action, bodyTypes } from '../http/action.js';
import { Who, type ApiRequest } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { acceptStream } from './bulk.js';

@ApiTags('intake')
@Controller('v1/intake')
export class BulkController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /**
   * Bulk intake: NDJSON in (a report or observation with its `type` per line), NDJSON out (one result
   * per line, then `{"summary": …}`). An answer without a summary is not complete: send again.
   */
  @Action('intake.submit')
  @Accepts('ndjson')
  @Post()
  @HttpCode(200)
  take(@Who() actor: Actor, @Req() request: ApiRequest): StreamableFile {
    const source = (request.body ?? []) as AsyncIterable<Uint8Array>;
    return new StreamableFile(Readable.from(this.answers(actor, source, request.id)), { type: bodyTypes.ndjson });
  }

  private async *answers(actor: Actor, source: AsyncIterable<Uint8Array>, requestId: string): AsyncGenerator<string> {
    try {
      yield* acceptStream(this.runtime.deps, actor, source);
    } catch (error) {
      // The status is already sent; the missing summary and the broken connection say it to the client.
      this.runtime.logger.error({ requestId, message: (error as Error).message }, 'bulk intake broke off');
      throw error;
    }
  }
}
