import { say } from '../said.js';
import { stateSaid, stepSaid } from '../states.js';
import { Problem } from '../errors.js';

/** One named step of a state machine. A machine is a constant list of these. */
export interface Transition<State extends string, Name extends string> {
  name: Name;
  from: State;
  to: State;
}

/** The state after the named step, or null where the step is not allowed from there. */
export function after<S extends string, N extends string>(
  machine: readonly Transition<S, N>[],
  from: S,
  name: N,
): S | null {
  return machine.find((t) => t.from === from && t.name === name)?.to ?? null;
}

/** As `after`. @throws Problem not_possible, naming the steps that are possible */
export function step<S extends string, N extends string>(
  machine: readonly Transition<S, N>[],
  from: S,
  name: N,
  subject: string,
): S {
  const to = after(machine, from, name);
  if (to !== null) return to;
  const possible = machine.filter((t) => t.from === from).map((t) => stepSaid(t.name));
  const rest = possible.length > 0 ? possible : say`nothing`;
  throw new Problem(
    'not_possible',
    say`${subject} is "${stateSaid(from)}": "${stepSaid(name)}" is not possible; possible: ${rest}.`,
  );
}

/** Every state that can be reached from `start`, including it. */
export function reachable<S extends string, N extends string>(machine: readonly Transition<S, N>[], start: S): Set<S> {
  const found = new Set<S>([start]);
  for (const state of found) for (const t of machine) if (t.from === state) found.add(t.to);
  return found;
}
