import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Dialog } from '../../parts/dialog.js';
import { Empty } from '../../parts/empty.js';
import { Form, TextField } from '../../parts/fields.js';
import { useLiveQueries } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import styles from './admin.module.css';
import { everywhere, ScopeFields, ScopeText } from './scope.js';

type Device = Schemas['Device'];

/** Devices that sign what they send; one out of service stays so, and what it sent stays too. */
export function Devices() {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const toast = useToast();
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Device | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['devices'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/devices', { signal })).items,
  });
  useLiveQueries(['device'], ['devices']);
  useShortcuts(t('tabs.devices'), [{ keys: 'n', label: t('devices.add'), run: () => setAdding(true) }]);
  const again = () => queries.invalidateQueries({ queryKey: ['devices'] });
  const disable = useMutation({
    mutationFn: ({ id }: Device) => api.DELETE('/v1/devices/{id}', { params: { path: { id } } }),
    onSuccess: (_, { name }) => {
      setLeaving(null);
      toast({ text: t('devices.disabled', { name }) });
      void again();
    },
  });
  return (
    <section className={styles.section} aria-labelledby="admin-devices">
      <div className={styles.row}>
        <h2 id="admin-devices">{t('tabs.devices')}</h2>
        <Button look="main" onPress={() => setAdding(true)}>
          {t('devices.add')}
        </Button>
      </div>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && <Empty title={t('devices.none')} next={t('devices.noneNext')} />}
      {data && data.length > 0 && (
        <DataTable
          caption={t('devices.count', { count: data.length })}
          rows={data}
          keyOf={({ id }) => id}
          columns={[
            { key: 'name', title: t('devices.name'), cell: ({ name }) => <bdi>{name}</bdi> },
            {
              key: 'key',
              title: t('devices.publicKey'),
              cell: ({ publicKey }) => (
                <code dir="ltr" className={styles.long}>
                  {publicKey}
                </code>
              ),
            },
            { key: 'scope', title: t('users.scope'), cell: ({ scope }) => <ScopeText scope={scope} /> },
            { key: 'last', title: t('devices.lastSequence'), isFigure: true, cell: (device) => device.lastSequence },
            { key: 'since', title: t('devices.since'), cell: ({ createdAt }) => <Time at={createdAt} /> },
            {
              key: 'state',
              title: t('users.state'),
              cell: (device) =>
                device.disabledAt === null ? (
                  <Button
                    look="grave"
                    aria-label={t('devices.disableOne', { name: device.name })}
                    onPress={() => setLeaving(device)}
                  >
                    {t('devices.disable')}
                  </Button>
                ) : (
                  <>
                    {t('users.outSince')} <Time at={device.disabledAt} />
                  </>
                ),
            },
          ]}
        />
      )}
      <Dialog title={t('devices.add')} isOpen={isAdding} onClose={() => setAdding(false)} shape="side">
        <AddDevice
          onDone={(name) => {
            setAdding(false);
            toast({ text: t('devices.added', { name }) });
            void again();
          }}
        />
      </Dialog>
      <Dialog title={t('devices.disable')} isOpen={leaving !== null} onClose={() => setLeaving(null)}>
        <p>
          <bdi>{leaving?.name}</bdi> {t('devices.disableMeans')}
        </p>
        {disable.error && <Problem error={disable.error} />}
        <Button look="grave" onPress={() => leaving && disable.mutate(leaving)} isPending={disable.isPending}>
          {t('devices.disable')}
        </Button>
      </Dialog>
    </section>
  );
}

function AddDevice({ onDone }: { onDone(name: string): void }) {
  const { t } = useTranslation('admin');
  const [scope, setScope] = useState(everywhere);
  const add = useMutation({
    mutationFn: async (fields: FormData) => {
      const [name, publicKey] = [String(fields.get('name')), String(fields.get('publicKey')).trim()];
      return dataOf(await api.POST('/v1/devices', { body: { name, publicKey, scope } }));
    },
    onSuccess: ({ name }) => onDone(name),
  });
  return (
    <Form onSend={(fields) => add.mutate(fields)} error={isProblem(add.error, 'invalid_input') ? add.error : null}>
      <TextField name="name" label={t('devices.name')} autoComplete="off" maxLength={200} isRequired />
      <TextField
        name="publicKey"
        label={t('devices.publicKey')}
        description={t('devices.publicKeyHelp')}
        autoComplete="off"
        pattern="[A-Za-z0-9_\-]{43}"
        isRequired
      />
      <ScopeFields isLiaison={false} value={scope} onChange={setScope} />
      {add.error && <Problem error={add.error} />}
      <Button type="submit" look="main" isPending={add.isPending}>
        {t('devices.add')}
      </Button>
    </Form>
  );
}
