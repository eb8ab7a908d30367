/**
 * The places where a process can be ended, stopped or made to fail, in the order in which a record passes them.
 * They exist in test runs alone: the program itself knows nothing of them (see install.ts).
 */
export const points = {
  'accept.received': 'a request is read and its sender known; nothing is stored',
  'accept.rows-written': 'rows are inserted, their journal entries not yet',
  'accept.before-commit': 'rows and entries are written, not committed',
  'accept.committed': 'committed, and nobody has been told',
  'part.written': 'a part of an upload is written and synced, under its temporary name',
  'blob.half-written': 'a file is partly written',
  'blob.written': 'a file is written, not synced',
  'blob.synced': 'a file is synced, not in its place',
  'blob.renamed': 'a file is in its place, the folder not synced',
  'blob.placed': 'a file is durable, no row names it',
  'answer.before': 'the answer is made, none of it is sent',
  'answer.sent': 'the answer is with the system, the follow-up has not begun',
  'sequence.begun': 'the sequencer holds its lock',
  'sequence.before-commit': 'positions, head and owed work are written, not committed',
  'sequence.committed': 'positions are committed, the relay has not been told',
  'relay.read': 'owed work is read, the queue has not been told',
  'relay.marked': 'the work is marked as relayed, the queue has not been told',
  'relay.added': 'the queue has been told',
  'job.taken': 'a worker took a job, nothing is done',
  'job.marked': 'the work is marked as done, its effect not written',
  'job.half-done': 'part of the effect is written',
  'verdict.before-commit': 'the verdict is written, not committed',
  'verdict.committed': 'the verdict is committed, the job not acknowledged',
  'acknowledge.before': 'the job has ended, the queue has not been told',
  'acknowledge.after': 'the queue has been told',
  'shutdown.begun': 'the process was asked to end and drains',
  'shutdown.drained': 'loops and queue have ended, the database is open',
  'migration.statement': 'some statements of the schema have run',
  'migration.before-commit': 'all statements of the schema have run, not committed',
} as const;

export type Point = keyof typeof points;
export type FaultAction = 'kill' | 'stop' | 'throw';

export const pointNames = Object.keys(points) as Point[];

/** What the runner tells the process, and what that says when it got there. */
export interface Arming {
  point: Point;
  action: FaultAction;
  /** Which passing of the point counts, from 1. */
  passing: number;
}

export interface Hit {
  hit: Point;
  action: FaultAction;
}
