import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Form, TextField } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import styles from '../../session/sign-in.module.css';

/** One's own password in the place of one that somebody else made. */
export function FirstPassword({ loginName, onDone }: { loginName: string; onDone(): void }) {
  const { t } = useTranslation('duty');
  const [differs, setDiffers] = useState(false);
  const change = useMutation({
    mutationFn: async (fields: FormData) => {
      const text = (name: string): string => String(fields.get(name) ?? '');
      await api.POST('/v1/me/password', { body: { current: text('current'), password: text('password') } });
    },
    onSuccess: onDone,
  });
  return (
    <Form
      error={isProblem(change.error, 'invalid_input') ? change.error : null}
      onSend={(fields) => {
        const same = fields.get('password') === fields.get('again');
        setDiffers(!same);
        if (same) change.mutate(fields);
      }}
    >
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={loginName} readOnly hidden />
      <TextField
        name="current"
        type="password"
        label={t('password.current')}
        autoComplete="current-password"
        isRequired
      />
      <TextField
        name="password"
        type="password"
        label={t('password.new')}
        description={t('password.help')}
        autoComplete="new-password"
        isRequired
      />
      <TextField name="again" type="password" label={t('password.again')} autoComplete="new-password" isRequired />
      {differs && (
        <p role="alert" className={styles.refused}>
          {t('password.differs')}
        </p>
      )}
      {change.error && <Problem error={change.error} />}
      <Button type="submit" look="main" isPending={change.isPending}>
        {t('password.send')}
      </Button>
    </Form>
  );
}
