import { createContext, use, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CasePage } from './ask.js';

export type { CasePage };

export type CaseAction = CasePage['may'][number];
export type Sighting = CasePage['sightings'][number];
export type CaseFile = CasePage['files'][number];

interface CaseValue {
  page: CasePage;
  /** Whether the API says that this reader may do it here. */
  may(action: CaseAction): boolean;
  /** Who acted, as far as a case tells: oneself, the program, or a role. */
  who(id: string): string;
  /** Asks anew for everything shown of this incident. */
  refresh(): Promise<void>;
}

const CaseContext = createContext<CaseValue | null>(null);

export function useCase(): CaseValue {
  const value = use(CaseContext);
  if (!value) throw new Error('useCase outside of a case');
  return value;
}

export function CaseProvider({ page, children }: { page: CasePage; children: ReactNode }) {
  const { t } = useTranslation('case');
  const { t: shell } = useTranslation('shell');
  const queries = useQueryClient();
  const actors = new Map(page.timeline.map(({ by }) => [by.id, by]));
  const value: CaseValue = {
    page,
    may: (action) => page.may.includes(action),
    who(id) {
      if (id === 'machine' || id === 'system') return t('who.machine');
      const actor = actors.get(id);
      if (!actor || actor.role === 'unknown') return t('who.somebody');
      if (actor.self) return t('who.you');
      if (actor.role === 'machine') return t('who.machine');
      if (actor.role === 'device') return t('who.device');
      return shell(`roles.${actor.role}`);
    },
    refresh: () => queries.invalidateQueries({ queryKey: ['case', page.incident.id] }),
  };
  return <CaseContext value={value}>{children}</CaseContext>;
}
