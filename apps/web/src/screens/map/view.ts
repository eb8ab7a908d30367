/** What of the map is shown, as its address says it: whoever opens the address sees the same. */
export const layers = [
  'lines',
  'sectors',
  'zones',
  'settlements',
  'incidents',
  'sightings',
  'shapes',
  'effort',
] as const;
export type Layer = (typeof layers)[number];

/** Days that are asked for at once; effort is told for two weeks at most. */
export const periods = [1, 3, 7, 14] as const;
export type Step = 'all' | 'hour' | 'day';
export const stepMs: Record<Exclude<Step, 'all'>, number> = { hour: 3_600_000, day: 86_400_000 };

export interface Camera {
  lat: number;
  lon: number;
  zoom: number;
}

export interface Chosen {
  of: 'incident' | 'sighting';
  id: string;
}

export interface View {
  /** Null: as the sectors lie. */
  camera: Camera | null;
  days: (typeof periods)[number];
  /** End of the period, ISO UTC; null: now, and moving with it. */
  to: string | null;
  step: Step;
  /** Start of the step shown, ISO UTC; null: the last one. */
  at: string | null;
  shown: ReadonlySet<Layer>;
  chosen: Chosen | null;
  isList: boolean;
}

const standard: ReadonlySet<Layer> = new Set(layers.filter((layer) => layer !== 'sightings'));

/** What cannot be read is as if it were not there. */
export function readView(params: URLSearchParams): View {
  const [lat, lon, zoom] = (params.get('c') ?? '').split(',').map(Number);
  const isCamera =
    within(lat, -85, 85) && within(lon, -180, 180) && within(zoom, 0, 18) && params.get('c')!.split(',').length === 3;
  const step = params.get('step');
  const [of, id] = (params.get('item') ?? '').split(':');
  const isChosen = (of === 'incident' || of === 'sighting') && /^[0-9a-f-]{36}$/.test(id ?? '');
  const names = params.get('layers')?.split('.');
  return {
    camera: isCamera ? { lat: lat!, lon: lon!, zoom: zoom! } : null,
    days: periods.find((days) => String(days) === params.get('days')) ?? 7,
    to: instant(params.get('to')),
    step: step === 'hour' || step === 'day' ? step : 'all',
    at: instant(params.get('at')),
    shown: names ? new Set(layers.filter((layer) => names.includes(layer))) : standard,
    chosen: isChosen ? { of, id: id! } : null,
    isList: params.get('list') === '1',
  };
}

export function writeView(view: View): URLSearchParams {
  const params = new URLSearchParams();
  const { camera, chosen } = view;
  if (camera) params.set('c', `${camera.lat.toFixed(5)},${camera.lon.toFixed(5)},${camera.zoom.toFixed(2)}`);
  if (view.days !== 7) params.set('days', String(view.days));
  if (view.to !== null) params.set('to', view.to);
  if (view.step !== 'all') params.set('step', view.step);
  if (view.at !== null && view.step !== 'all') params.set('at', view.at);
  const isStandard = layers.every((layer) => view.shown.has(layer) === standard.has(layer));
  if (!isStandard) params.set('layers', layers.filter((layer) => view.shown.has(layer)).join('.'));
  if (chosen) params.set('item', `${chosen.of}:${chosen.id}`);
  if (view.isList) params.set('list', '1');
  return params;
}

/** Milliseconds since 1970: the period asked for, and the part of it that is shown. */
export interface Span {
  from: number;
  to: number;
  shownFrom: number;
  shownTo: number;
  /** Steps in the period, and which of them is shown; one where the whole period is. */
  steps: number;
  position: number;
}

/** The period ends with a whole hour, so that asking twice asks for the same. */
export function spanOf({ days, to, step, at }: Pick<View, 'days' | 'to' | 'step' | 'at'>, now: number): Span {
  const end = to === null ? Math.ceil(now / stepMs.hour) * stepMs.hour : Date.parse(to);
  const from = end - days * stepMs.day;
  if (step === 'all') return { from, to: end, shownFrom: from, shownTo: end, steps: 1, position: 0 };
  const length = stepMs[step];
  const steps = Math.round((end - from) / length);
  const wished = at === null ? steps - 1 : Math.floor((Date.parse(at) - from) / length);
  const position = Math.max(0, Math.min(steps - 1, wished));
  const shownFrom = from + position * length;
  return { from, to: end, shownFrom, shownTo: shownFrom + length, steps, position };
}

function within(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

function instant(text: string | null): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) || !text!.endsWith('Z') ? null : new Date(at).toISOString();
}
