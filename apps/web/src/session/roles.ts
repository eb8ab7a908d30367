import type { Role } from './session.js';

/** Roles that a person can be given. */
export const personRoles = [
  'monitor',
  'supervisor',
  'analyst',
  'editor',
  'head_of_mission',
  'party_liaison',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];
