import { attributionMachine } from './attribution/attribute.js';
import { editionMachine } from './compliance/edition-machine.js';
import { escalationMachine } from './escalation/ladder.js';
import { rulingMachine } from './ruling/who.js';
import { englishOf } from './said.js';
import { stateSaid, stepSaid } from './states.js';
import { fieldTaskMachine } from './verification/requests/machine.js';
import { triageMachine } from './verification/triage.js';

const machines = [
  attributionMachine,
  editionMachine,
  escalationMachine,
  fieldTaskMachine,
  rulingMachine,
  triageMachine,
].flatMap((machine): readonly { name: string; from: string; to: string }[] => machine);

describe('the words for states and steps', () => {
  it('hold each of every machine, without a hole for it', () => {
    const states = [...machines.flatMap(({ from, to }) => [from, to]), 'owed', 'done', 'dead'];
    const unsaid = [
      ...states.filter((state) => stateSaid(state).values.length > 0),
      ...machines.map(({ name }) => name).filter((name) => stepSaid(name).values.length > 0),
    ];
    expect(unsaid).toEqual([]);
  });

  it('leave what they do not know as it is', () => {
    expect([englishOf(stateSaid('elsewhere')), englishOf(stepSaid('leave'))]).toEqual(['elsewhere', 'leave']);
  });
});
