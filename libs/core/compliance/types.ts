/** The figures of every row and total: four standings that exclude each other, and what was ruled a breach. */
export const figureNames = ['alleged', 'verified', 'notVerifiable', 'setAside', 'ruledBreach'] as const;
export type FigureName = (typeof figureNames)[number];

export interface Figure {
  id: string;
  value: number;
  unit: string;
  /** The stored query that gives it: name and parameters, including the cut-off position. */
  query: { name: string; params: Record<string, string | number | null> };
}

export interface SummaryRow {
  provisionId: string;
  party: string;
  sector: string;
  alleged: Figure;
  verified: Figure;
  notVerifiable: Figure;
  setAside: Figure;
  ruledBreach: Figure;
  lastWeek: { alleged: number; verified: number; notVerifiable: number; setAside: number; ruledBreach: number };
}

export interface Summary {
  week: string;
  /** Half-open UTC interval of the reporting week. */
  from: string;
  to: string;
  /** Journal position up to which everything was counted. */
  cutoff: number;
  treeRoot: string;
  missionId: string;
  packDigest: string;
  demo: boolean;
  /** Alternates by week who comes first; otherwise carries no meaning. */
  partyOrder: string[];
  rows: SummaryRow[];
  /** `figures` by FigureName, and `<FigureName>LastWeek` for the week before. */
  totals: { scope: 'provision' | 'party' | 'sector' | 'all'; id: string; figures: Record<string, Figure> }[];
  incidents: { live: Figure; bySector: Figure[]; byKind: Figure[] };
  effort: { sector: string; side: string | null; means: string; usableHours: Figure; lostHours: Figure }[];
  restrictions: Figure[];
  /** Incidents per effort: each sector, and after it each of its sides (null = side not known). */
  rates: FieldRates[];
  /** What was seen in and around each party's notices, in the week's order of parties. */
  notices: {
    party: string;
    notices: Figure;
    inside: Figure;
    perhaps: Figure;
    outside: Figure;
    breaksSilence: Figure;
    /** (outside + breaksSilence) / (inside + outside + breaksSilence); null where there are none. */
    abuseRate: Figure | null;
  }[];
  /** Complaints and rulings of each party, counted apart, in the week's order of parties. */
  complaints: {
    party: string;
    made: Figure;
    madeClusters: Figure;
    specificity: Figure | null;
    against: Figure;
    againstClusters: Figure;
    ruledBreach: Figure;
    ruledNoBreach: Figure;
  }[];
}

export type RatePart = 'incidents' | 'byDay' | 'byNight';

/** A raw count with the hours it came from and the rate; no rate without hours. */
export interface RateFigures {
  incidents: Figure;
  usableHours: Figure;
  per100Hours: Figure | null;
}

/** Hours of one sector or of one side of it, what was taken from them and why, and incidents per hour that was left. */
export interface FieldRates extends Record<RatePart, RateFigures> {
  scope: 'sector' | 'side';
  sector: string;
  side: string | null;
  grossHours: Figure;
  statedLostHours: Figure;
  jammingHours: Figure;
  weatherHours: Figure;
}
