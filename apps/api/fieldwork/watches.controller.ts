import { say } from '#core/said.js';
import { Body, Controller, Headers, Inject, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Problem } from '#core/errors.js';
import { mostFixes } from '#core/intake/watch/check.js';
import { recordWatch } from '#core/intake/watch/record.js';
import type { Actor } from '#core/access/types.js';
import { readGpx } from '#formats/gpx.js';
import { Accepts, Action } from '../http/action.js';
import { asSigned } from '../http/credentials.js';
import { From, Who, type ApiRequest, type Caller } from '../http/request.js';
import { receiptAnswer } from '../intake/answers.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { watchAnswer, watchedHoursAnswer } from './answers.js';
import { WatchForm } from './forms.js';

type Recorded = Awaited<ReturnType<typeof recordWatch>>;

const answerOf = (done: Recorded) => ({
  watch: watchAnswer(done.watch),
  hours: done.hours.map(watchedHoursAnswer),
  receipt: receiptAnswer(done.receipt),
});

@ApiTags('fieldwork')
@Controller('v1/watches')
export class WatchesController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** A patrol's track, the up-time of a post, or a pass over a footprint. */
  @Action('effort.submit')
  @Post()
  async record(@Who() actor: Actor, @Body() form: WatchForm) {
    return answerOf(await recordWatch(this.runtime.deps, actor, form));
  }

  /** A patrol's track as a GPX file in the raw body. A document type declaration is refused. */
  @Action('effort.submit')
  @Accepts('bytes')
  @ApiHeader({ name: 'Linewatch-Watch-Id', required: true, description: 'UUIDv7 made by the client.' })
  @ApiHeader({ name: 'Linewatch-Means', required: true, description: 'Id of a means of the mission.' })
  @ApiHeader({ name: 'Linewatch-Source-Id', required: true, description: 'The patrol.' })
  @Post('gpx')
  async gpx(
    @From() caller: Caller,
    @Req() request: ApiRequest,
    @Headers() headers: Record<string, string | undefined>,
  ) {
    const body = asSigned(caller, (request.body ?? []) as AsyncIterable<Uint8Array>);
    const { fixes, untimed } = await readGpx(limited(body, this.runtime.config.evidenceBytes), mostFixes);
    if (fixes.length < 2)
      throw new Problem(
        'invalid_input',
        say`The file holds ${fixes.length} points with a time (and ${untimed} without).`,
      );
    const done = await recordWatch(this.runtime.deps, caller.actor, {
      id: headers['linewatch-watch-id'] ?? '',
      means: headers['linewatch-means'] ?? '',
      sourceId: headers['linewatch-source-id'] ?? '',
      start: fixes[0]!.at,
      end: fixes.at(-1)!.at,
      said: { type: 'track', fixes },
    });
    return { ...answerOf(done), untimed };
  }
}

async function* limited(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > most) throw new Problem('too_large', say`A track is at most ${most} bytes long.`);
    yield part;
  }
}
