import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Dialog } from '../../parts/dialog.js';
import { Form, TextField } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import type { Filter } from './filter.js';
import styles from './triage.module.css';

/** Filters that one keeps under a name, for oneself alone. */
export function Views({ filter, onChoose }: { filter: Filter; onChoose(filter: Filter): void }) {
  const { t } = useTranslation('triage');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('views.title')}</Button>
      <Dialog title={t('views.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        {isOpen && (
          <Content
            filter={filter}
            onChoose={(chosen) => {
              onChoose(chosen);
              setOpen(false);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function Content({ filter, onChoose }: { filter: Filter; onChoose(filter: Filter): void }) {
  const { t } = useTranslation('triage');
  const toast = useToast();
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['triage-views'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/triage/views', { signal })).items,
  });
  const changed = () => client.invalidateQueries({ queryKey: ['triage-views'] });
  const save = useMutation({
    mutationFn: async (view: { name: string; filter: Filter }) => {
      const { olderThanHours, youngerThanHours, ...rest } = view.filter;
      const hours = {
        ...(olderThanHours !== null && { olderThanHours }),
        ...(youngerThanHours !== null && { youngerThanHours }),
      };
      await api.POST('/v1/triage/views', { body: { name: view.name, filter: { ...rest, ...hours } } });
    },
    onSuccess: changed,
  });
  const remove = useMutation({
    mutationFn: async ({ id }: { id: string; name: string; filter: Filter }) => {
      await api.DELETE('/v1/triage/views/{id}', { params: { path: { id } } });
    },
    onSuccess: (_, view) => {
      toast({ text: t('views.removed', { name: view.name }), undo: () => save.mutateAsync(view) });
      return changed();
    },
  });
  return (
    <>
      {error && <Problem error={error} />}
      {data?.length === 0 && <p>{t('views.none')}</p>}
      <ul className={styles.views}>
        {data?.map((view) => (
          <li key={view.id}>
            <Button look="quiet" onPress={() => onChoose(view.filter)}>
              <bdi>{view.name}</bdi>
            </Button>
            <Button
              look="quiet"
              aria-label={t('views.remove', { name: view.name })}
              onPress={() => remove.mutate(view)}
            >
              {t('views.removeShort')}
            </Button>
          </li>
        ))}
      </ul>
      {remove.error && <Problem error={remove.error} />}
      <Form
        error={save.error instanceof ApiProblem ? save.error : null}
        onSend={(fields) => save.mutate({ name: String(fields.get('name')), filter })}
      >
        <TextField name="name" label={t('views.name')} description={t('views.nameHelp')} isRequired maxLength={100} />
        {save.error && <Problem error={save.error} />}
        <Button type="submit" look="main" isPending={save.isPending}>
          {t('views.save')}
        </Button>
      </Form>
    </>
  );
}
