import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Checkbox, Form, Select, TextField } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { SecondFactor } from '../../parts/second-factor.js';
import type { Role } from '../../session/session.js';
import { personRoles } from '../../session/roles.js';
import { everywhere, ScopeFields } from './scope.js';
import { Secret } from './secret.js';

/** A new account; the server makes the password, and shows it and the second factor this once. */
export function AddUser({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('admin');
  const { t: shell } = useTranslation('shell');
  const [role, setRole] = useState<Role>('monitor');
  const [scope, setScope] = useState(everywhere);
  const [secondFactor, setSecondFactor] = useState(true);
  const add = useMutation({
    mutationFn: async (fields: FormData) => {
      const displayName = String(fields.get('displayName') ?? '').trim();
      const body = { loginName: String(fields.get('loginName')), role, scope, secondFactor };
      return dataOf(await api.POST('/v1/users', { body: displayName === '' ? body : { ...body, displayName } }));
    },
  });
  if (add.data)
    return (
      <>
        <p role="status">{t('users.added', { name: add.data.account.loginName })}</p>
        {add.data.password !== null && (
          <>
            <Secret label={t('users.password')} text={add.data.password} />
            <p>{t('users.passwordMeans')}</p>
          </>
        )}
        {add.data.secondFactorAddress !== null && <SecondFactor address={add.data.secondFactorAddress} />}
        <Button look="main" onPress={onDone}>
          {t('secret.passedOn')}
        </Button>
      </>
    );
  return (
    <Form
      onSend={(fields) => add.mutate(fields)}
      error={isProblem(add.error, 'invalid_input', 'conflict') ? add.error : null}
    >
      <TextField
        name="loginName"
        label={t('users.loginName')}
        description={t('users.loginNameHelp')}
        autoComplete="off"
        minLength={2}
        maxLength={64}
        isRequired
      />
      <TextField name="displayName" label={t('users.displayName')} autoComplete="off" maxLength={200} />
      <Select
        label={t('users.role')}
        choices={personRoles.map((id) => ({ id, label: shell(`roles.${id}`) }))}
        value={role}
        onChange={(chosen) => {
          setRole(chosen);
          setScope(everywhere);
        }}
      />
      <ScopeFields isLiaison={role === 'party_liaison'} value={scope} onChange={setScope} />
      <Checkbox label={t('users.askFactor')} isSelected={secondFactor} onChange={setSecondFactor} />
      {add.error && <Problem error={add.error} />}
      <Button type="submit" look="main" isPending={add.isPending}>
        {t('users.add')}
      </Button>
    </Form>
  );
}
