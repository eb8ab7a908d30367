import type { Role } from '../../session/session.js';

/** Which parts of the screen a role is offered; the API decides again. */
export const seesRates: readonly Role[] = ['supervisor', 'analyst', 'editor', 'head_of_mission', 'auditor'];
export const recordsEffort: readonly Role[] = ['monitor', 'supervisor'];
