/** What nobody needs to read the first rows: fetched behind them. */
import { lazy } from 'react';

const detail = async () => ({ default: (await import('./detail.js')).Detail });
const filters = async () => ({ default: (await import('./filters.js')).Filters });
const decide = async () => ({ default: (await import('./decide.js')).Decide });
const putOff = () => import('./put-off.js');

export const Detail = lazy(detail);
export const Filters = lazy(filters);
export const Decide = lazy(decide);
export const HandOver = lazy(async () => ({ default: (await putOff()).HandOver }));
export const Snooze = lazy(async () => ({ default: (await putOff()).Snooze }));

/** Fetches it all, so that no press waits for it. What does not come is asked for again by whoever needs it. */
export function fetchLater(): void {
  for (const fetched of [filters, detail, putOff]) fetched().catch(() => undefined);
}
