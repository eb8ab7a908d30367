import type { User } from './types.js';
import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Dialog } from '../../parts/dialog.js';
import { Checkbox } from '../../parts/fields.js';
import { useLiveQueries } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { Menu } from '../../parts/menu.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { useNow } from '../../parts/now.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { useSession, type Role } from '../../session/session.js';
import { AddUser } from './add-user.js';
import styles from './admin.module.css';
import { ChangeUser } from './change-user.js';
import { ResetUser } from './reset-user.js';
import { keepsAccounts } from './rights.js';
import { ScopeText } from './scope.js';

/** Accounts of people: added, scoped, reset, put out of service and back. None is ever deleted: records name them. */
export function Users() {
  const { t } = useTranslation('admin');
  const { t: shell } = useTranslation('shell');
  const { account } = useSession();
  const isKeeper = keepsAccounts.includes(account.role);
  const queries = useQueryClient();
  const toast = useToast();
  const [open, setOpen] = useState<{ form: 'add' } | { form: 'change' | 'reset'; user: User } | null>(null);
  const [withDisabled, setWithDisabled] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/users', { signal })).items,
  });
  useLiveQueries(['account'], ['users']);
  const add = { keys: 'n', label: t('users.add'), run: () => setOpen({ form: 'add' }) };
  useShortcuts(t('tabs.users'), isKeeper ? [add] : []);
  const close = (): void => {
    setOpen(null);
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  const setDisabled = async ({ id }: User, disabled: boolean): Promise<void> => {
    await api.PATCH('/v1/users/{id}', { params: { path: { id } }, body: { disabled } });
    await queries.invalidateQueries({ queryKey: ['users'] });
  };
  const turn = async (user: User): Promise<void> => {
    const disabled = user.disabledAt === null;
    setRefusal(null);
    try {
      await setDisabled(user, disabled);
      const name = user.loginName;
      toast({
        text: disabled ? t('users.disabled', { name }) : t('users.enabled', { name }),
        undo: () => setDisabled(user, !disabled),
      });
    } catch (reason) {
      setRefusal(reason);
    }
  };
  const shown = data?.filter(({ disabledAt }) => withDisabled || disabledAt === null) ?? [];
  return (
    <section className={styles.section} aria-labelledby="admin-users">
      <div className={styles.row}>
        <h2 id="admin-users">{t('tabs.users')}</h2>
        {isKeeper && (
          <Button look="main" onPress={add.run}>
            {add.label}
          </Button>
        )}
        <Checkbox label={t('users.withDisabled')} isSelected={withDisabled} onChange={setWithDisabled} />
      </div>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {refusal !== null && <Problem error={refusal} />}
      {!data && !error && <Loading />}
      {data && (
        <DataTable
          caption={t('users.count', { count: shown.length })}
          rows={shown}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: t('users.name'),
              cell: ({ displayName, loginName }) => (
                <>
                  {displayName !== null && (
                    <>
                      <bdi>{displayName}</bdi>{' '}
                    </>
                  )}
                  <code dir="ltr">{loginName}</code>
                </>
              ),
            },
            { key: 'role', title: t('users.role'), cell: ({ role }) => shell(`roles.${role}`) },
            { key: 'scope', title: t('users.scope'), cell: ({ scope }) => <ScopeText scope={scope} /> },
            {
              key: 'factor',
              title: t('users.secondFactor'),
              cell: ({ secondFactor }) => (secondFactor ? t('users.withFactor') : t('users.withoutFactor')),
            },
            {
              key: 'state',
              title: t('users.state'),
              cell: ({ disabledAt, failures, passwordExpiresAt }) => (
                <>
                  {disabledAt === null ? (
                    t('users.inService')
                  ) : (
                    <>
                      {t('users.outSince')} <Time at={disabledAt} />
                    </>
                  )}
                  {passwordExpiresAt !== null && (
                    <span className={styles.noted}>
                      {' '}
                      <FirstPasswordEnds at={passwordExpiresAt} />
                    </span>
                  )}
                  {failures > 0 && <span className={styles.noted}> {t('users.failures', { count: failures })}</span>}
                </>
              ),
            },
            {
              key: 'actions',
              title: t('users.actions'),
              cell: (user) =>
                user.id === account.id ? (
                  t('users.self')
                ) : (
                  <Menu
                    label={t('users.actionsOf', { name: user.loginName })}
                    actions={[
                      { id: 'reset', label: t('users.reset'), run: () => setOpen({ form: 'reset', user }) },
                      ...(isKeeper
                        ? [
                            { id: 'change', label: t('users.change'), run: () => setOpen({ form: 'change', user }) },
                            {
                              id: 'turn',
                              label: user.disabledAt === null ? t('users.disable') : t('users.enable'),
                              run: () => void turn(user),
                            },
                          ]
                        : []),
                    ]}
                  />
                ),
            },
          ]}
        />
      )}
      <Dialog title={t('users.add')} isOpen={open?.form === 'add'} onClose={close} shape="side">
        <AddUser onDone={close} />
      </Dialog>
      <Dialog title={t('users.change')} isOpen={open?.form === 'change'} onClose={close} shape="side">
        {open?.form === 'change' && <ChangeUser user={open.user} role={open.user.role as Role} onDone={close} />}
      </Dialog>
      <Dialog title={t('users.reset')} isOpen={open?.form === 'reset'} onClose={close}>
        {open?.form === 'reset' && <ResetUser user={open.user} onDone={close} />}
      </Dialog>
    </section>
  );
}

/** How long the password that an administrator made is still good. */
function FirstPasswordEnds({ at }: { at: string }) {
  const { t } = useTranslation('admin');
  if (useNow(60) >= Date.parse(at)) return t('users.firstRanOut');
  return (
    <>
      {t('users.firstUntil')} <Time at={at} />
    </>
  );
}
