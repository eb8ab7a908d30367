import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Checkbox } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Secret } from './secret.js';
import type { User } from './types.js';

/** A way back in for somebody: a token, good once, shown once. */
export function ResetUser({ user, onDone }: { user: User; onDone(): void }) {
  const { t } = useTranslation('admin');
  const [secondFactor, setSecondFactor] = useState(false);
  const reset = useMutation({
    mutationFn: async () =>
      dataOf(await api.POST('/v1/users/{id}/reset', { params: { path: { id: user.id } }, body: { secondFactor } })),
  });
  if (reset.data)
    return (
      <>
        <p role="status">
          {t('users.resetDone')} <Time at={reset.data.expiresAt} />
        </p>
        <Secret label={t('users.resetToken')} text={reset.data.token} />
        <Secret label={t('users.resetAddress')} text={`${location.origin}/reset#token=${reset.data.token}`} />
        <Button look="main" onPress={onDone}>
          {t('secret.passedOn')}
        </Button>
      </>
    );
  return (
    <>
      <p>
        <code dir="ltr">{user.loginName}</code> {t('users.resetMeans')}
      </p>
      <Checkbox label={t('users.resetFactor')} isSelected={secondFactor} onChange={setSecondFactor} />
      {reset.error && <Problem error={reset.error} />}
      <Button look="grave" onPress={() => reset.mutate()} isPending={reset.isPending}>
        {t('users.resetNow')}
      </Button>
    </>
  );
}
