import type { Role } from '../../session/session.js';

const administrator = ['administrator'] as const satisfies readonly Role[];
const overseers = ['administrator', 'head_of_mission', 'auditor'] as const satisfies readonly Role[];

/** The pages below, in order, and who is offered each; the API decides again. */
export const pages = [
  { key: 'users', roles: ['administrator', 'head_of_mission'] },
  { key: 'devices', roles: administrator },
  { key: 'mission', roles: overseers },
  { key: 'work', roles: overseers },
  { key: 'health', roles: overseers },
  { key: 'journal', roles: overseers },
] as const;

export type PageKey = (typeof pages)[number]['key'];

export function pagesOf(role: Role): PageKey[] {
  return pages.filter(({ roles }) => (roles as readonly Role[]).includes(role)).map(({ key }) => key);
}

/** Adds, changes and disables accounts; others who see them can only give a way back in. */
export const keepsAccounts: readonly Role[] = administrator;

/** Has dead work tried again, and makes backups. */
export const operates: readonly Role[] = administrator;
