import type { ComponentType } from 'react';
import type { IconName } from './parts/icon.js';
import type { Role } from './session/session.js';

export interface Screen {
  /** Folder under screens/, namespace of its words, and key of its name in the shell's words (`nav.<key>`). */
  key: string;
  /** React Router pattern; `/*` at its end where the screen has addresses of its own below. */
  path: string;
  /** Who has it. The API decides again, on everything. */
  roles: readonly Role[];
  /** Fetched when first opened. */
  load: () => Promise<{ default: ComponentType }>;
  /** Sign in the navigation; null: reached from other screens. */
  icon: IconName | null;
}

const everybody = [
  'monitor',
  'supervisor',
  'analyst',
  'editor',
  'head_of_mission',
  'party_liaison',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];

/** Every screen, in the order of the navigation. The first that a role has is where it starts. */
export const screens: readonly Screen[] = [
  {
    key: 'triage',
    path: '/triage',
    roles: ['supervisor', 'head_of_mission'],
    load: () => import('./screens/triage/index.js'),
    icon: 'queue',
  },
  {
    key: 'map',
    path: '/map',
    roles: ['monitor', 'supervisor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    load: () => import('./screens/map/index.js'),
    icon: 'map',
  },
  {
    key: 'case',
    path: '/case/:id',
    roles: ['monitor', 'supervisor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    load: () => import('./screens/case/index.js'),
    icon: null,
  },
  {
    key: 'escalation',
    path: '/escalation',
    roles: ['supervisor', 'analyst', 'head_of_mission', 'auditor'],
    load: () => import('./screens/escalation/index.js'),
    icon: 'ladder',
  },
  {
    key: 'summaries',
    path: '/summaries/*',
    roles: ['editor', 'head_of_mission', 'analyst', 'auditor'],
    load: () => import('./screens/summaries/index.js'),
    icon: 'week',
  },
  {
    key: 'effort',
    path: '/effort',
    roles: ['supervisor', 'monitor', 'analyst', 'editor', 'head_of_mission', 'auditor'],
    load: () => import('./screens/effort/index.js'),
    icon: 'sensor',
  },
  {
    key: 'field',
    path: '/field',
    roles: ['monitor', 'supervisor', 'analyst'],
    load: () => import('./screens/field/index.js'),
    icon: 'form',
  },
  {
    key: 'liaison',
    path: '/liaison',
    roles: ['party_liaison'],
    load: () => import('./screens/liaison/index.js'),
    icon: 'letter',
  },
  {
    key: 'admin',
    path: '/admin/*',
    roles: ['administrator', 'head_of_mission', 'auditor'],
    load: () => import('./screens/admin/index.js'),
    icon: 'settings',
  },
  {
    key: 'account',
    path: '/account',
    roles: everybody,
    load: () => import('./screens/account/index.js'),
    icon: 'person',
  },
];

const fetched = new Map<string, ReturnType<Screen['load']>>();

/** Its files, asked for once: whoever comes second waits for the same, style sheets included. */
export function fetchScreen({ key, load }: Screen): ReturnType<Screen['load']> {
  const files = fetched.get(key) ?? load();
  if (!fetched.has(key)) {
    fetched.set(key, files);
    files.catch(() => fetched.delete(key));
  }
  return files;
}

/** What this role has. */
export function screensOf(role: Role): Screen[] {
  return screens.filter(({ roles }) => roles.includes(role));
}

/** Where a screen's link leads: its pattern without what may follow. */
export function addressOf({ path }: Screen): string {
  return path.replace(/\/\*$/, '');
}
