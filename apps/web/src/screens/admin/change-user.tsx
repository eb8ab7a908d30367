import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Form, Select } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import type { Role } from '../../session/session.js';
import { personRoles } from '../../session/roles.js';
import { everywhere, ScopeFields, type Scope } from './scope.js';
import type { User } from './types.js';

/** Role and scope; the account's sessions end, so that nothing goes on with what it had. */
export function ChangeUser({ user, role: before, onDone }: { user: User; role: Role; onDone(): void }) {
  const { t } = useTranslation('admin');
  const { t: shell } = useTranslation('shell');
  const toast = useToast();
  const [role, setRole] = useState(before);
  const [scope, setScope] = useState(user.scope);
  const send = async (what: { role: Role; scope: Scope }): Promise<void> => {
    await api.PATCH('/v1/users/{id}', { params: { path: { id: user.id } }, body: what });
  };
  const change = useMutation({
    mutationFn: () => send({ role, scope }),
    onSuccess: () => {
      toast({
        text: t('users.changed', { name: user.loginName }),
        undo: () => send({ role: before, scope: user.scope }),
      });
      onDone();
    },
  });
  return (
    <Form onSend={() => change.mutate()} error={isProblem(change.error, 'invalid_input') ? change.error : null}>
      <p>
        <code dir="ltr">{user.loginName}</code> {t('users.changeMeans')}
      </p>
      <Select
        label={t('users.role')}
        choices={personRoles.map((id) => ({ id, label: shell(`roles.${id}`) }))}
        value={role}
        onChange={(chosen) => {
          setRole(chosen);
          setScope(chosen === before ? user.scope : everywhere);
        }}
      />
      <ScopeFields isLiaison={role === 'party_liaison'} value={scope} onChange={setScope} />
      {change.error && <Problem error={change.error} />}
      <Button type="submit" look="main" isPending={change.isPending}>
        {t('users.save')}
      </Button>
    </Form>
  );
}
