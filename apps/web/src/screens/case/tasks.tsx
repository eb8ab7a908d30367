import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Clock } from '../../parts/clock.js';
import { RadioGroup, Select, TextArea, TextField } from '../../parts/fields.js';
import { Place } from '../../parts/place.js';
import { Time, useTimeText } from '../../parts/time.js';
import { useNow } from '../../parts/now.js';
import { recordId } from '../../offline/record-id.js';
import { Act, textOf, type Done } from './act.js';
import { useCase, type CasePage } from './case-context.js';
import styles from './case.module.css';
import { Section, Words } from './section.js';

type Task = CasePage['fieldwork']['tasks'][number];

/** Who was sent where, by when, and what came of it. */
export function Tasks() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const { tasks, coverage, debts } = page.fieldwork;
  return (
    <Section id="tasks" actions={may('fieldtask.request') && page.incident.state !== 'merged' && <Ask />}>
      <p>
        {coverage.asked === 0
          ? t('tasks.none')
          : t('tasks.coverage', { reached: coverage.reached, count: coverage.asked })}
      </p>
      {debts.some(({ settledAt }) => settledAt === null) && <p className={styles.note}>{t('tasks.debt')}</p>}
      <ul className={styles.cards}>
        {tasks.map((task) => (
          <li key={task.id} className={styles.card}>
            <One task={task} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function One({ task }: { task: Task }) {
  const { t } = useTranslation('case');
  const { may, who } = useCase();
  const isOpen = task.state === 'asked' || task.state === 'accepted';
  const withdraw = async (fields: FormData): Promise<Done> => {
    const body = { reason: textOf(fields, 'reason') };
    await api.POST('/v1/tasks/{id}/withdraw', { params: { path: { id: task.id } }, body });
    return { text: t('tasks.withdrawDone') };
  };
  return (
    <>
      <div className={styles.head}>
        <h3>
          {t(`tasks.types.${task.type}`)} · <bdi>{task.placeName}</bdi>
        </h3>
        {isOpen && may('fieldtask.request') && (
          <Act label={t('tasks.withdraw')} look="quiet" withReason send={withdraw} />
        )}
      </div>
      <p>
        {t(`tasks.states.${task.state}`)}
        {task.cause !== null && ` · ${t(`tasks.causes.${task.cause}`)}`} ·{' '}
        {t('tasks.asked', { who: who(task.requestedBy) })} <Time at={task.requestedAt} />
      </p>
      <Words>{task.instruction}</Words>
      <p className={styles.clocks}>
        <Place lat={task.lat} lon={task.lon} />
        {(isOpen || task.answeredAt !== null) && (
          <Clock due={task.dueBy} label={t('clocks.task')} metAt={task.answeredAt} />
        )}
      </p>
      {task.reason !== null && <Words>{task.reason}</Words>}
    </>
  );
}

const hours = [1, 2, 4, 8, 24, 48] as const;

/** Sends a patrol or a drone: who, where, by when. */
function Ask() {
  const { t } = useTranslation('case');
  const timeText = useTimeText();
  const now = useNow(60);
  const { id, estimate } = useCase().page.incident;
  const [type, setType] = useState<'patrol' | 'drone'>('patrol');
  const [taskId, setTaskId] = useState(recordId);
  const { data } = useQuery({
    queryKey: ['case', id, 'assignees'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/incidents/{id}/assignees', { params: { path: { id } }, signal })).items,
  });
  const send = async (fields: FormData): Promise<Done> => {
    await api.POST('/v1/incidents/{id}/tasks', {
      params: { path: { id } },
      body: {
        id: taskId,
        type,
        assignee: textOf(fields, 'assignee'),
        lat: Number(textOf(fields, 'lat')),
        lon: Number(textOf(fields, 'lon')),
        placeName: textOf(fields, 'placeName'),
        instruction: textOf(fields, 'instruction'),
        dueBy: new Date(Date.now() + Number(textOf(fields, 'dueBy')) * 3_600_000).toISOString(),
      },
    });
    // The next one is another one; the same sent twice stays one.
    setTaskId(recordId());
    return { text: t('tasks.askDone') };
  };
  const choices = (data ?? [])
    .filter((one) => one.type === type)
    .map(({ id: who, name }) => ({ id: who, label: name }));
  return (
    <Act label={t('tasks.ask')} explains={t('tasks.askMeans')} send={send}>
      <RadioGroup
        label={t('tasks.how')}
        choices={(['patrol', 'drone'] as const).map((one) => ({ id: one, label: t(`tasks.types.${one}`) }))}
        value={type}
        onChange={setType}
      />
      <Select
        key={type}
        name="assignee"
        label={t('tasks.who')}
        isRequired
        choices={choices}
        {...(data && choices.length === 0 && { description: t('tasks.nobody') })}
      />
      <TextField name="placeName" label={t('tasks.where')} isRequired maxLength={200} />
      <div className={styles.pair}>
        <TextField
          name="lat"
          label={t('tasks.lat')}
          isRequired
          inputMode="decimal"
          defaultValue={estimate.lat.toFixed(5)}
        />
        <TextField
          name="lon"
          label={t('tasks.lon')}
          isRequired
          inputMode="decimal"
          defaultValue={estimate.lon.toFixed(5)}
        />
      </div>
      <TextArea name="instruction" label={t('tasks.instruction')} isRequired rows={3} />
      <Select
        name="dueBy"
        label={t('tasks.by')}
        isRequired
        choices={hours.map((count) => ({
          id: String(count),
          label: `${t('tasks.hours', { count })} · ${timeText(new Date(now + count * 3_600_000).toISOString())}`,
        }))}
      />
    </Act>
  );
}
