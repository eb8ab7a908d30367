/** Hours during which a source saw nothing of use, and why. ISO instants. */
export interface Lost {
  start: string;
  end: string;
  reason: 'jamming' | 'weather' | 'technical' | 'access' | 'other';
}

/** What a source watched, as it was sent in: from it the hours per sector and side are computed. */
export type WatchSaid =
  | {
      type: 'track';
      /** Fixes in the order of their times. */
      fixes: { lat: number; lon: number; at: string }[];
    }
  | { type: 'post'; lat: number; lon: number; up: { start: string; end: string }[] }
  | {
      type: 'pass';
      /** What was overflown or looked at, corners [lon, lat]. */
      footprint: [number, number][];
    };

/** One source's watching over one interval. Never edited. */
export interface Watch {
  id: string;
  means: string;
  sourceId: string;
  start: string;
  end: string;
  said: WatchSaid;
  lost: Lost[];
  sha256: string;
  submittedBy: string;
  receivedAt: string;
}
