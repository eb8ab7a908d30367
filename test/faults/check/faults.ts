/** Everything that the checker can find wrong. */
export type FaultKind =
  /** Acknowledged, and not there. */
  | 'lost'
  /** There more than once. */
  | 'doubled'
  /** There with other content than was sent. */
  | 'wrong_content'
  /** Refused, and there all the same. */
  | 'refused_but_there'
  /** Not in the journal where the receipt says, or without a place in the tree. */
  | 'not_in_tree'
  /** The receipt's signature or hash does not hold. */
  | 'bad_receipt'
  /** The same operation sent again got another receipt. */
  | 'other_receipt'
  /** No verdict of the machine, or one that leaves sightings out. */
  | 'no_verdict'
  /** More than one current verdict. */
  | 'two_verdicts'
  /** Work that is still owed, or dead without a reason. */
  | 'work_left'
  /** The journal does not verify. */
  | 'journal'
  /** A record is not as it was written. */
  | 'altered'
  /** A file that a record needs is not there, or not the one. */
  | 'blob_damaged'
  /** A file that no record names. */
  | 'blob_orphan'
  /** A stored count that is not what counting gives. */
  | 'miscounted';

export interface Fault {
  kind: FaultKind;
  key: string;
  detail: string;
}

export class Faults {
  readonly found: Fault[] = [];
  add(kind: FaultKind, key: string, detail: string): void {
    this.found.push({ kind, key, detail });
  }
}
