import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Form, TextField } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { useSession } from '../../session/session.js';

/** One's own password; every other session of the account ends with the old one. */
export function Password() {
  const { t } = useTranslation('account');
  const { account } = useSession();
  const queries = useQueryClient();
  const toast = useToast();
  // A fresh form holds nothing of what was typed.
  const [round, setRound] = useState(0);
  const [differs, setDiffers] = useState(false);
  const change = useMutation({
    mutationFn: async (fields: FormData) => {
      const text = (name: string): string => String(fields.get(name) ?? '');
      const code = text('code').replaceAll(/\s/g, '');
      const body = { current: text('current'), password: text('password') };
      await api.POST('/v1/me/password', { body: code === '' ? body : { ...body, code } });
    },
    onSuccess: () => {
      setRound((before) => before + 1);
      toast({ text: t('password.done') });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const refusal = isProblem(change.error, 'invalid_input') ? change.error : null;
  return (
    <Form
      key={round}
      error={refusal}
      onSend={(fields) => {
        const same = fields.get('password') === fields.get('again');
        setDiffers(!same);
        if (same) change.mutate(fields);
      }}
    >
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={account.loginName} readOnly hidden />
      <TextField
        name="current"
        type="password"
        label={t('password.current')}
        autoComplete="current-password"
        isRequired
      />
      {account.secondFactor && (
        <TextField
          name="code"
          label={t('password.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          pattern="[0-9 ]*"
          isRequired
        />
      )}
      <TextField
        name="password"
        type="password"
        label={t('password.new')}
        description={t('password.help')}
        autoComplete="new-password"
        isRequired
      />
      <TextField name="again" type="password" label={t('password.again')} autoComplete="new-password" isRequired />
      {differs && <p role="alert">{t('password.differs')}</p>}
      {change.error && <Problem error={change.error} />}
      <div>
        <Button type="submit" isPending={change.isPending}>
          {t('password.send')}
        </Button>
      </div>
    </Form>
  );
}
