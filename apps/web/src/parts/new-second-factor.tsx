import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.js';
import { isProblem } from '../api/problem.js';
import { Button } from './button.js';
import { Form, TextField } from './fields.js';
import { PresentPassword } from './new-password.js';
import { Problem } from './problem.js';
import { SecondFactor } from './second-factor.js';

/** Sets up a second factor of one's own: the password, then the secret for the authenticator, then its first code. */
export default function NewSecondFactor({ loginName, onDone }: { loginName: string; onDone(): void }) {
  const { t } = useTranslation('shell');
  const begin = useMutation({
    mutationFn: async (fields: FormData) => {
      const body = { current: String(fields.get('current') ?? '') };
      return dataOf(await api.POST('/v1/me/second-factor', { body })).secondFactorAddress;
    },
  });
  const confirm = useMutation({
    mutationFn: async (fields: FormData) => {
      const body = { code: String(fields.get('code') ?? '').replaceAll(/\s/g, '') };
      await api.POST('/v1/me/second-factor/confirm', { body });
    },
    onSuccess: onDone,
    // The secret waited too long: the way starts with the password again.
    onError: (error) => isProblem(error, 'not_possible') && begin.reset(),
  });
  const error = begin.error ?? confirm.error;
  const refusal = isProblem(error, 'invalid_input') ? error : null;
  if (begin.data !== undefined)
    return (
      <Form key="confirm" error={refusal} onSend={(fields) => confirm.mutate(fields)}>
        <SecondFactor address={begin.data} />
        <TextField
          name="code"
          label={t('secondFactor.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          pattern="[0-9 ]*"
          isRequired
        />
        {confirm.error && <Problem error={confirm.error} />}
        <Button type="submit" look="main" isPending={confirm.isPending}>
          {t('secondFactor.confirm')}
        </Button>
      </Form>
    );
  return (
    <Form key="begin" error={refusal} onSend={(fields) => begin.mutate(fields)}>
      <p>{t('secondFactor.means')}</p>
      <PresentPassword loginName={loginName} />
      {error && <Problem error={error} />}
      <Button type="submit" look="main" isPending={begin.isPending}>
        {t('secondFactor.begin')}
      </Button>
    </Form>
  );
}
