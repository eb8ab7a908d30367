import { say, type Said } from './said.js';

/** How a refusal names the state that something is in: an incident, a case's ruling, an edition, a task, work. */
const states: Readonly<Record<string, Said>> = {
  open: say`open`,
  waiting: say`waiting`,
  claimed: say`claimed`,
  decided: say`decided`,
  merged: say`merged`,
  draft: say`draft`,
  frozen: say`frozen`,
  half_approved: say`approved by one of two`,
  approved: say`approved`,
  published: say`published`,
  corrected: say`published with errata`,
  returned: say`returned`,
  proposed: say`proposed`,
  confirmed: say`confirmed`,
  declined: say`declined`,
  withdrawn: say`withdrawn`,
  asked: say`asked`,
  accepted: say`accepted`,
  reached: say`reached`,
  not_reached: say`not reached`,
  ruled: say`ruled`,
  awaiting_second: say`awaiting a second person`,
  raised: say`raised`,
  acknowledged: say`acknowledged`,
  missed: say`missed`,
  acted: say`acted on`,
  overdue: say`overdue`,
  closed: say`closed`,
  owed: say`owed`,
  done: say`done`,
  dead: say`given up`,
};

/** How it names a step from one state to another. */
const steps: Readonly<Record<string, Said>> = {
  claim: say`claim`,
  release: say`release`,
  expire: say`expire`,
  decide: say`decide`,
  undo: say`undo`,
  merge: say`merge`,
  restore: say`restore`,
  restore_decided: say`restore as decided`,
  confirm: say`confirm`,
  withdraw: say`withdraw`,
  accept: say`accept`,
  reach: say`reach`,
  miss: say`miss`,
  freeze: say`freeze`,
  approve: say`approve`,
  return: say`return`,
  publish: say`publish`,
  correct: say`correct`,
  rule: say`rule`,
  rule_grave: say`rule on a grave matter`,
  acknowledge: say`acknowledge`,
  act: say`act`,
  overrun: say`overrun`,
  snooze: say`put off`,
  hand_over: say`hand over`,
  lower: say`lower`,
  close: say`close`,
};

/** What the machines of the stages call their states is worded here; a test holds that none is forgotten. */
export function stateSaid(state: string): Said {
  return states[state] ?? say`${state}`;
}

export function stepSaid(step: string): Said {
  return steps[step] ?? say`${step}`;
}
