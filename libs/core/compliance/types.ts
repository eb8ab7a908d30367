/** One incident's standing under one provision at one journal entry. Append-only: the newest one up to a cut-off counts (D12). */
export interface IncidentFact {
  entryId: string;
  incidentId: string;
  provisionId: string;
  /** Party concerned: attributed, else alleged, else "none". */
  party: string;
  /** Sector id or "none". */
  sector: string;
  reportingDay: string;
  reportingWeek: string;
  kind: string;
  /** Exactly one of these four describes the state. */
  standing: 'alleged' | 'verified' | 'not_verifiable' | 'set_aside';
  ruled: 'breach' | 'no_breach' | 'none';
  /** 1 for a live incident, 0 once merged away. */
  live: 0 | 1;
}

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
  totals: { scope: 'provision' | 'party' | 'sector' | 'all'; id: string; figures: Record<string, Figure> }[];
  incidents: { live: Figure; bySector: Figure[]; byKind: Figure[] };
  effort: { sector: string; side: string | null; means: string; usableHours: Figure; lostHours: Figure }[];
  restrictions: Figure[];
}
