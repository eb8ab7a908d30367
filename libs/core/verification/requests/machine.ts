import type { Transition } from '../transitions.js';
import type { FieldTask, FieldTaskState } from '../types.js';

export type FieldTaskStep = 'accept' | 'reach' | 'miss' | 'withdraw';

/** The state machine of a request for more. Overdue is no state: it is the clock's word on an open one. */
export const fieldTaskMachine: readonly Transition<FieldTaskState, FieldTaskStep>[] = [
  { name: 'accept', from: 'asked', to: 'accepted' },
  { name: 'reach', from: 'asked', to: 'reached' },
  { name: 'reach', from: 'accepted', to: 'reached' },
  { name: 'miss', from: 'asked', to: 'not_reached' },
  { name: 'miss', from: 'accepted', to: 'not_reached' },
  { name: 'withdraw', from: 'asked', to: 'withdrawn' },
  { name: 'withdraw', from: 'accepted', to: 'withdrawn' },
];

export const fieldTaskStates: readonly FieldTaskState[] = ['asked', 'accepted', 'reached', 'not_reached', 'withdrawn'];

/** Whether an open task has passed the instant by which it was due. */
export function isOverdue(task: Pick<FieldTask, 'state' | 'dueBy'>, at: string): boolean {
  return (task.state === 'asked' || task.state === 'accepted') && task.dueBy <= at;
}
