import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { recordId } from '../../offline/record-id.js';
import { Button } from '../../parts/button.js';
import { Form, RadioGroup, Select, TextArea, TextField } from '../../parts/fields.js';
import { instantOf, localOf } from '../../parts/mission-time.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { useTimeText } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { hotlineKey, type Asked, type Line, type LineForm } from './data.js';
import styles from './hotline.module.css';
import { useSide, useSides } from './side.js';

/** A call is taken down, read back to whoever called, and only then registered: a line of the log is never changed. */
export function LineDialog({ asked, lines, onDone }: { asked: Asked; lines: readonly Line[]; onDone(): void }) {
  const { t } = useTranslation('hotline');
  const toast = useToast();
  const queries = useQueryClient();
  // One id for one line: registering again after a lost answer enters nothing twice.
  const [id] = useState(() => recordId());
  const [taken, setTaken] = useState<LineForm | null>(null);
  const [isHeard, setHeard] = useState(false);
  const zone = useMission()?.calendar.timeZone ?? 'UTC';
  const register = useMutation({
    mutationFn: async (body: LineForm) => {
      await api.POST('/v1/hotline', { body });
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: hotlineKey });
      toast({ text: t('registered') });
      onDone();
    },
    // What is refused is corrected where it was typed.
    onError: (error) => isProblem(error, 'invalid_input') && setHeard(false),
  });

  const take = (fields: FormData): void => {
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    const optional = (['party', 'toParty', 'sector', 'promiseId', 'incidentId'] as const)
      .map((key) => [key, text(key)] as const)
      .filter(([, value]) => value !== '');
    setTaken({
      id,
      type: asked.type,
      ...(asked.issueId !== undefined && { issueId: asked.issueId }),
      ...Object.fromEntries(optional),
      at: instantOf(text('at'), zone),
      ...(text('dueBy') !== '' && { dueBy: instantOf(text('dueBy'), zone) }),
      ...(text('kept') !== '' && { kept: text('kept') === 'yes' }),
      text: text('text'),
    });
    setHeard(true);
  };

  return (
    <>
      {register.error && <Problem error={register.error} />}
      {/* Stays as typed while it is read back, so that nothing is typed twice. */}
      <div hidden={isHeard}>
        <Form onSend={take} error={isProblem(register.error, 'invalid_input') ? register.error : null}>
          <Fields asked={asked} lines={lines} />
          <Button type="submit" look="main">
            {t('readBack.next')}
          </Button>
        </Form>
      </div>
      {isHeard && taken && (
        <>
          <ReadBack line={taken} lines={lines} />
          <div className={styles.buttons}>
            <Button look="main" isPending={register.isPending} onPress={() => register.mutate(taken)} autoFocus>
              {t('readBack.right')}
            </Button>
            <Button onPress={() => setHeard(false)}>{t('readBack.wrong')}</Button>
          </div>
        </>
      )}
    </>
  );
}

function Fields({ asked: { type }, lines }: { asked: Asked; lines: readonly Line[] }) {
  const { t } = useTranslation('hotline');
  const names = useNames();
  const mission = useMission();
  const sides = useSides();
  const zone = mission?.calendar.timeZone ?? 'UTC';
  const [now] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const settled = new Set(lines.map(({ promiseId }) => promiseId));
  const open = lines.filter((one) => one.type === 'promise' && !settled.has(one.id));
  return (
    <>
      <TextField
        name="at"
        type="datetime-local"
        label={t('fields.at')}
        description={t('fields.zone', { zone })}
        defaultValue={localOf(now, zone)}
        isRequired
      />
      {type === 'issue' && (
        <Select
          name="sector"
          label={t('fields.sector')}
          choices={(mission?.sectors ?? []).map(({ id }) => ({ id, label: names.sector(id) }))}
        />
      )}
      {(type === 'activation' || type === 'promise') && (
        <Select name="party" label={t(`fields.${type}`)} choices={sides} isRequired />
      )}
      {type === 'activation' && <Select name="toParty" label={t('fields.toParty')} choices={sides} isRequired />}
      {type === 'promise' && <TextField name="dueBy" type="datetime-local" label={t('fields.dueBy')} />}
      {type === 'outcome' && (
        <>
          <Select
            name="promiseId"
            label={t('fields.promiseId')}
            choices={open.map(({ id, text }) => ({ id, label: text.slice(0, 100) }))}
            isRequired
          />
          <RadioGroup
            name="kept"
            label={t('fields.kept')}
            choices={[
              { id: 'yes', label: t('fields.yes') },
              { id: 'no', label: t('fields.no') },
            ]}
            isRequired
          />
        </>
      )}
      <TextArea
        name="text"
        label={t('fields.text')}
        description={t('fields.textHelp')}
        isRequired
        maxLength={20_000}
        rows={4}
      />
      {type === 'issue' && (
        <TextField name="incidentId" label={t('fields.incidentId')} description={t('fields.incidentHelp')} />
      )}
    </>
  );
}

/** What will stand in the log, to be read aloud to whoever called. */
function ReadBack({ line, lines }: { line: LineForm; lines: readonly Line[] }) {
  const { t } = useTranslation('hotline');
  const names = useNames();
  const side = useSide();
  const time = useTimeText();
  const facts: [string, string][] = [
    [t('fields.at'), time(line.at)],
    ...(line.sector ? ([[t('fields.sector'), names.sector(line.sector)]] as [string, string][]) : []),
    ...(line.party ? ([[t(`fields.${line.type}`), side(line.party)]] as [string, string][]) : []),
    ...(line.toParty ? ([[t('fields.toParty'), side(line.toParty)]] as [string, string][]) : []),
    ...(line.dueBy ? ([[t('fields.dueBy'), time(line.dueBy)]] as [string, string][]) : []),
    ...(line.promiseId
      ? ([[t('fields.promiseId'), lines.find(({ id }) => id === line.promiseId)?.text ?? '']] as [string, string][])
      : []),
    ...(line.kept === undefined
      ? []
      : ([[t('fields.kept'), t(line.kept ? 'fields.yes' : 'fields.no')]] as [string, string][])),
    ...(line.incidentId ? ([[t('fields.incidentId'), line.incidentId]] as [string, string][]) : []),
  ];
  return (
    <>
      <p>{t('readBack.do')}</p>
      <dl className={styles.facts}>
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <blockquote dir="auto" className={styles.words}>
        {line.text}
      </blockquote>
    </>
  );
}
