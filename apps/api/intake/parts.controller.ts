import { say } from '#core/said.js';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { finishUpload, mostParts, partBytes, storePart, uploadState } from '#core/intake/parts.js';
import { Accepts, Action } from '../http/action.js';
import { readSigned } from '../http/credentials.js';
import { Pattern, Text, Whole } from '../http/fields.js';
import { From, Who, type ApiRequest, type Caller } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { evidenceAnswer, receiptAnswer } from './answers.js';

export class FinishUploadForm {
  @Text(3, 200, { description: 'Media type, for example image/jpeg.' }) mediaType: string;
  @Text(1, 255, { optional: true }) name?: string;
  @Pattern(/^[0-9a-f]{64}$/, say`Must be a SHA-256 in hex.`, { description: 'Of the whole file.' }) sha256: string;
  @Whole(1, mostParts, { description: 'How many parts the file has, numbered from 0.' }) parts: number;
}

/** The same as sending a file in one piece, for links that break. */
@ApiTags('intake')
@Controller('v1/evidence/:id/parts')
export class PartsController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Which parts of one's own unfinished upload are here. */
  @Action('evidence.submit')
  @Get()
  state(@Who() actor: Actor, @Param('id') id: string) {
    return uploadState(this.runtime.deps, actor, id);
  }

  /** Keeps one part of at most 2 MiB; numbers start at 0. Sent again it takes the place of the first. */
  @Action('evidence.submit')
  @Accepts('bytes')
  @Put(':number')
  async store(
    @From() caller: Caller,
    @Req() request: ApiRequest,
    @Param('id') id: string,
    @Param('number') number: string,
  ) {
    const bytes = await readSigned(caller, (request.body ?? []) as AsyncIterable<Uint8Array>, partBytes);
    return storePart(this.runtime.deps, caller.actor, { id, number: Number(number), bytes });
  }

  /** Puts the parts together. 201 = every byte is on stable storage; done again it gives the same receipt. */
  @Action('evidence.submit')
  @HttpCode(201)
  @Post('finish')
  async finish(@Who() actor: Actor, @Param('id') id: string, @Body() form: FinishUploadForm) {
    const { config, deps } = this.runtime;
    const stored = await finishUpload(deps, actor, { id, ...form }, config.evidenceBytes);
    return { evidence: evidenceAnswer(stored.evidence), flags: stored.flags, receipt: receiptAnswer(stored.receipt) };
  }
}
