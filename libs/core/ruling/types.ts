/** Whether one incident breaches one provision. A machine proposes; a person rules; grave ones need two. */
export interface Ruling {
  id: string;
  incidentId: string;
  provisionId: string;
  provisionVersion: string;
  /** The party concerned, from the confirmed attribution; null where not attributed. */
  party: string | null;
  result: 'breach' | 'no_breach' | 'not_decided';
  gravity: 'minor' | 'serious' | 'grave' | null;
  reason: string;
  state: 'proposed' | 'ruled' | 'withdrawn';
  /** 'machine' or an account id. */
  proposedBy: string;
  proposedAt: string;
  ruledBy: string | null;
  ruledAt: string | null;
  confirmedBy: string | null;
  confirmedAt: string | null;
}
