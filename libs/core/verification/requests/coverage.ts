import type { FieldTask } from '../types.js';
import { isOverdue } from './machine.js';

/** How many of the places that somebody was to go to were reached, and what became of each other one. */
export interface Coverage {
  /** Withdrawn tasks are not counted: nobody was to go there in the end. */
  asked: number;
  reached: number;
  /** "3 of 5 places reached" */
  inWords: string;
  others: {
    taskId: string;
    placeName: string;
    state: FieldTask['state'] | 'overdue';
    cause: string | null;
    reason: string | null;
  }[];
}

/** Coverage of one incident from its tasks, as of an instant. */
export function coverageOf(tasks: readonly FieldTask[], at: string): Coverage {
  const counted = tasks.filter((t) => t.state !== 'withdrawn');
  const reached = counted.filter((t) => t.state === 'reached').length;
  return {
    asked: counted.length,
    reached,
    inWords: `${reached} of ${counted.length} ${counted.length === 1 ? 'place' : 'places'} reached`,
    others: counted
      .filter((t) => t.state !== 'reached')
      .map((t) => ({
        taskId: t.id,
        placeName: t.placeName,
        state: isOverdue(t, at) ? 'overdue' : t.state,
        cause: t.cause,
        reason: t.reason,
      })),
  };
}
