import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { recordWeather } from '#core/intake/disturbance/weather.js';
import { Action } from '../http/action.js';
import { Corners, Figure, Id, Instant, Text } from '../http/fields.js';
import { Who } from '../http/request.js';
import { receiptAnswer } from '../intake/answers.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { weatherAnswer } from './rate-answers.js';

const optional = (description: string) => ({ optional: true, description });

/** Weather over a sector or an area, at least one measure of it. */
export class WeatherForm {
  @Id({ description: 'Made by the client: sending again with the same id is safe.' }) id: string;
  @Text(1, 100, { description: 'Station, forecast or patrol that measured it.' }) sourceId: string;
  @Instant() start: string;
  @Instant() end: string;
  @Text(1, 100, optional('A whole sector; else give an area.')) sector?: string;
  @Corners(optional('Corners [lon, lat] of the area.')) area?: [number, number][];
  @Figure(0, 200_000, { optional: true }) visibilityMetres?: number;
  @Figure(0, 120, { optional: true }) windMetresPerSecond?: number;
  @Figure(0, 20_000, { optional: true }) cloudBaseMetres?: number;
  @Figure(0, 500, { optional: true }) rainMillimetresPerHour?: number;
}

@ApiTags('fieldwork')
@Controller('v1/weather')
export class WeatherController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Recorded weather; hours of watching there are reduced by it, by the pack's limits for each means. */
  @Action('effort.submit')
  @Post()
  async record(@Who() actor: Actor, @Body() form: WeatherForm) {
    const { weather, receipt } = await recordWeather(this.runtime.deps, actor, form);
    return { weather: weatherAnswer(weather), receipt: receiptAnswer(receipt) };
  }
}
