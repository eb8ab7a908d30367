/** Who did it: proposed by one person, confirmed by another. `party` null means "cannot be attributed". */
export interface Attribution {
  id: string;
  incidentId: string;
  party: string | null;
  /** 0..1, the proposer's estimate. */
  probability: number;
  reason: string;
  state: 'proposed' | 'confirmed' | 'withdrawn';
  proposedBy: string;
  proposedAt: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
}
