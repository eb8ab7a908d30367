import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { FactorCode, NewPassword, PresentPassword } from '../../parts/new-password.js';
import { useToast } from '../../parts/toast.js';
import { useSession } from '../../session/session.js';

/** One's own password; every other session of the account ends with the old one. */
export function Password() {
  const { t } = useTranslation('account');
  const { account } = useSession();
  const queries = useQueryClient();
  const toast = useToast();
  return (
    <NewPassword
      words={{
        new: t('password.new'),
        help: t('password.help'),
        again: t('password.again'),
        differs: t('password.differs'),
        send: t('password.send'),
      }}
      send={(chosen, text) => api.POST('/v1/me/password', { body: { current: text('current'), ...chosen } })}
      onDone={() => {
        toast({ text: t('password.done') });
        void queries.invalidateQueries({ queryKey: ['sessions'] });
      }}
    >
      <PresentPassword loginName={account.loginName} />
      {account.secondFactor && <FactorCode isRequired />}
    </NewPassword>
  );
}
