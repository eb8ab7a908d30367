import { Readable } from 'node:stream';
import { Controller, HttpCode, Inject, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { requireRepeat } from '#core/access/device-messages.js';
import type { Actor } from '#core/access/types.js';
import { Accepts, Action, bodyTypes } from '../http/action.js';
import { readSigned } from '../http/credentials.js';
import { From, type ApiRequest, type Caller } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { acceptStream, idsOfLines } from './bulk.js';

@ApiTags('intake')
@Controller('v1/intake')
export class BulkController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /**
   * Bulk intake: NDJSON in (a report or observation with its `type` per line), NDJSON out (one result
   * per line, then `{"summary": …}`). An answer without a summary is not complete: send again. What a device
   * signs is taken only once it is here whole, and answered once all of it is stored.
   */
  @Action('intake.submit')
  @Accepts('ndjson')
  @ApiProduces(bodyTypes.ndjson)
  @Post()
  @HttpCode(200)
  async take(@From() caller: Caller, @Req() request: ApiRequest): Promise<StreamableFile> {
    const source = (request.body ?? []) as AsyncIterable<Uint8Array>;
    const answers = caller.message
      ? [await this.ofDevice(caller, source)]
      : this.answers(caller.actor, source, request.id);
    return new StreamableFile(Readable.from(answers), { type: bodyTypes.ndjson });
  }

  /** The signature covers the whole body, so no line of it counts before the last byte has been seen. */
  private async ofDevice(caller: Caller, source: AsyncIterable<Uint8Array>): Promise<string> {
    const { config, deps } = this.runtime;
    const bytes = await readSigned(caller, source, config.signedBulkBytes);
    if (caller.standing === 'used') await requireRepeat(deps, caller.actor, await idsOfLines(bytes));
    let text = '';
    for await (const line of acceptStream(deps, caller.actor, Readable.from([bytes]))) text += line;
    return text;
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
