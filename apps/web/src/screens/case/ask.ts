import { api, dataOf } from '../../api/client.js';

/** One incident with all that is known of it. */
export const askForCase = async (id: string, signal: AbortSignal) =>
  dataOf(await api.GET('/v1/incidents/{id}/case', { params: { path: { id } }, signal }));

export const askForGeography = async (signal: AbortSignal) => dataOf(await api.GET('/v1/map/geography', { signal }));

/** The incident's ellipse and what each of its sightings covers. */
export const askForShapes = async (id: string, signal: AbortSignal) =>
  dataOf(await api.GET('/v1/incidents/{id}/shape', { params: { path: { id } }, signal }));

export type CasePage = Awaited<ReturnType<typeof askForCase>>;
export type Geography = Awaited<ReturnType<typeof askForGeography>>;
export type Shapes = Awaited<ReturnType<typeof askForShapes>>;
