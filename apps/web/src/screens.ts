import type { IconName } from './parts/icon.js';
import { personRoles } from './session/roles.js';
import type { Role } from './session/session.js';

export interface Screen {
  /** Folder under screens/ (screen-files.ts), namespace of its words, and key of its name in the shell's (`nav.<key>`). */
  key: string;
  /** React Router pattern; `/*` at its end where the screen has addresses of its own below. */
  path: string;
  /** Who has it. The API decides again, on everything. */
  roles: readonly Role[];
  /** Sign in the navigation; null: reached from other screens. */
  icon: IconName | null;
}

/** Every screen, in the order of the navigation. The first that a role has is where it starts. */
export const screens: readonly Screen[] = [
  {
    key: 'triage',
    path: '/triage',
    roles: ['supervisor', 'head_of_mission'],
    icon: 'queue',
  },
  {
    key: 'map',
    path: '/map',
    roles: ['monitor', 'supervisor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    icon: 'map',
  },
  {
    key: 'case',
    path: '/case/:id',
    roles: ['monitor', 'supervisor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    icon: null,
  },
  {
    key: 'escalation',
    path: '/escalation',
    roles: ['supervisor', 'analyst', 'head_of_mission', 'auditor'],
    icon: 'ladder',
  },
  {
    key: 'summaries',
    path: '/summaries/*',
    roles: ['editor', 'head_of_mission', 'analyst', 'auditor'],
    icon: 'week',
  },
  {
    key: 'effort',
    path: '/effort',
    roles: ['supervisor', 'monitor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    icon: 'sensor',
  },
  {
    key: 'hotline',
    path: '/hotline',
    roles: ['supervisor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    icon: 'phone',
  },
  {
    key: 'field',
    path: '/field',
    roles: ['monitor', 'supervisor', 'analyst'],
    icon: 'form',
  },
  {
    key: 'liaison',
    path: '/liaison',
    roles: ['party_liaison'],
    icon: 'letter',
  },
  {
    key: 'admin',
    path: '/admin/*',
    roles: ['administrator', 'head_of_mission', 'auditor'],
    icon: 'settings',
  },
  {
    key: 'account',
    path: '/account',
    roles: personRoles,
    icon: 'person',
  },
];

/** What this role has. */
export function screensOf(role: Role): Screen[] {
  return screens.filter(({ roles }) => roles.includes(role));
}

/** Where a screen's link leads: its pattern without what may follow. */
export function addressOf({ path }: Screen): string {
  return path.replace(/\/\*$/, '');
}
