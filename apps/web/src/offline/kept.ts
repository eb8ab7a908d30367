import type { Said } from '../said/words.js';
import type { Fault } from '../api/problem.js';
import type { Schemas } from '../api/client.js';

export type ReportForm = Schemas['ReportForm'];

/** What is being entered; kept at every change, so that nothing is lost with the page. */
export interface KeptDraft {
  /** Of the report that it will become. */
  id: string;
  accountId: string;
  /** The form's own values. */
  values: unknown;
  changedAt: string;
}

/** A photo or voice note on its way: of a draft, then of a report. */
export interface KeptFile {
  /** Evidence id. */
  id: string;
  /** Of the draft or report that it belongs to. */
  reportId: string;
  blob: Blob;
  name: string;
  mediaType: string;
  /** Bytes that the server has confirmed. */
  sent: number;
  isStored: boolean;
}

/**
 * `waiting`: saved here. `sending`: on its way. `refused`: the server says no, and why. `received`: it has a receipt,
 * and nothing else of it is left here.
 */
export type OutboxState = 'waiting' | 'sending' | 'refused' | 'received';

export interface OutboxItem {
  id: string;
  accountId: string;
  state: OutboxState;
  /** Kind of event: enough to tell one from another in the list. */
  kind: string;
  /** When it was finished, here. */
  madeAt: string;
  /** The report; absent once it is received: no place stays on the device. */
  report?: ReportForm;
  /** The form's values, to correct what was refused; absent once it is received. */
  values?: unknown;
  /** How many files go with it. */
  files: number;
  problem?: { code: string; detail: string; said?: Said | null; faults: readonly Fault[] };
  receipt?: Schemas['Receipt'];
}
