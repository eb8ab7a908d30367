import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../parts/toast.js';
import { OwnPassword } from '../../session/own-password.js';
import { useSession } from '../../session/session.js';

/** One's own password; every other session of the account ends with the old one. */
export function Password() {
  const { t } = useTranslation('account');
  const { account } = useSession();
  const queries = useQueryClient();
  const toast = useToast();
  return (
    <OwnPassword
      word={(part) => t(`password.${part}`)}
      needsCode={account.secondFactor}
      onDone={() => {
        toast({ text: t('password.done') });
        void queries.invalidateQueries({ queryKey: ['sessions'] });
      }}
    />
  );
}
