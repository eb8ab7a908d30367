import { api } from '../api/client.js';
import { FactorCode, NewPassword, PresentPassword, type NewPasswordProps } from '../parts/new-password.js';
import { useSession } from './session.js';

type Props = Pick<NewPasswordProps<unknown>, 'word' | 'look'> & { needsCode?: boolean; onDone(): void };

/** A new password in place of one's own, which proves who one is; `needsCode`: with a code of the second factor. */
export function OwnPassword({ needsCode = false, ...form }: Props) {
  const { account } = useSession();
  return (
    <NewPassword
      {...form}
      send={(chosen, text) => api.POST('/v1/me/password', { body: { current: text('current'), ...chosen } })}
    >
      <PresentPassword loginName={account.loginName} />
      {needsCode && <FactorCode isRequired />}
    </NewPassword>
  );
}
