import { useTranslation } from 'react-i18next';

/** What a notification usually announces; any other is named in a word of one's own. */
export const usualKinds = ['exercise', 'flight', 'convoy', 'repair', 'mine_clearance'] as const;

/** The kind in the reader's language; a word of the party's own stays as it is. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('liaison');
  return (kind) => (usualKinds.some((known) => known === kind) ? t(`kinds.${kind}`) : kind);
}
