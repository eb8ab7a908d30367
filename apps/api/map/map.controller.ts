import type { Readable } from 'node:stream';
import { Controller, Get, HttpStatus, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { mapPoints, mostPoints, requirePoints, type PointsInput } from '#core/verification/map/points.js';
import { incidentShapes, sightingShapes } from '#core/verification/map/shape.js';
import { watchedCells } from '#core/verification/map/watched.js';
import { Action } from '../http/action.js';
import { Who, type ApiReply, type ApiRequest } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { geographyAnswer, shapesAnswer, watchedCellAnswer, type PointsAnswer } from './answers.js';
import { PointsQuery, WindowQuery } from './forms.js';
import { sendPoints } from './stream.js';

const dayMs = 86_400_000;

/** What a map draws. */
@ApiTags('map')
@Controller('v1')
export class MapController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Lines, sectors, zones and settlements of the pack: the same until the pack changes, so ask with If-None-Match. */
  @Action('mission.read')
  @Get('map/geography')
  geography(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply) {
    const { mission } = this.runtime.deps;
    const tag = `"${mission.digest}"`;
    void reply.header('ETag', tag).header('Cache-Control', 'private, no-cache');
    if (request.headers['if-none-match'] !== tag) return geographyAnswer(mission);
    void reply.status(HttpStatus.NOT_MODIFIED);
    return undefined;
  }

  /** Incidents that began in the window, by box and time, as columns; merged ones left out. */
  @Action('incident.read')
  @ApiProduces('application/json')
  @Get('map/incidents')
  async incidents(
    @Who() actor: Actor,
    @Query() query: PointsQuery,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<PointsAnswer | Readable> {
    return this.points(actor, 'incidents', query, request, reply);
  }

  /** Sightings that began in the window, by box and time, as columns. */
  @Action('sighting.read')
  @ApiProduces('application/json')
  @Get('map/sightings')
  async sightings(
    @Who() actor: Actor,
    @Query() query: PointsQuery,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<PointsAnswer | Readable> {
    return this.points(actor, 'sightings', query, request, reply);
  }

  /** Watching by sector and hour. */
  @Action('watching.read')
  @Get('map/effort')
  async effort(@Who() actor: Actor, @Query() query: WindowQuery) {
    const { from, to, cells } = await watchedCells(this.runtime.deps, actor, this.window(query, dayMs));
    return { from, to, items: cells.map(watchedCellAnswer) };
  }

  /** The incident's ellipse, and what each of its sightings covers (GeoJSON). */
  @Action('incident.read')
  @Get('incidents/:id/shape')
  async incidentShape(@Who() actor: Actor, @Param('id') id: string) {
    return shapesAnswer(await incidentShapes(this.runtime.deps, actor, id));
  }

  /** What the sighting covers (GeoJSON). */
  @Action('sighting.read')
  @Get('sightings/:id/shape')
  async sightingShape(@Who() actor: Actor, @Param('id') id: string) {
    return shapesAnswer(await sightingShapes(this.runtime.deps, actor, id));
  }

  private points(
    actor: Actor,
    what: 'incidents' | 'sightings',
    query: PointsQuery,
    request: ApiRequest,
    reply: ApiReply,
  ): Readable {
    const { bbox, limit = mostPoints } = query;
    const input: PointsInput = {
      ...this.window(query, 7 * dayMs),
      limit,
      ...(bbox !== undefined && { box: boxOf(bbox) }),
    };
    requirePoints(actor, what, input);
    const points = mapPoints(this.runtime.deps, actor, what, input);
    return sendPoints(request, reply, input, points, (error) =>
      this.runtime.logger.error({ err: error, what }, 'the points of a map could not be sent'),
    );
  }

  private window({ from, to }: { from?: string; to?: string }, length: number): { from: string; to: string } {
    const end = to === undefined ? this.runtime.deps.clock.now() : new Date(to);
    return { from: from ?? new Date(end.getTime() - length).toISOString(), to: end.toISOString() };
  }
}

function boxOf(text: string): { west: number; south: number; east: number; north: number } {
  const [west, south, east, north] = text.split(',').map(Number);
  return { west: west!, south: south!, east: east!, north: north! };
}
