import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFile } from '../../offline/kept.js';
import { Button } from '../../parts/button.js';
import { Checkbox, RadioGroup, Select, TextArea, TextField } from '../../parts/fields.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Attachments } from './attachments.js';
import { Direction } from './direction.js';
import { Figure } from './figure.js';
import styles from './field.module.css';
import { WhereIAm } from './position.js';
import { Sketch } from './sketch.js';
import { Began } from './began.js';
import { bands, missingOf, type Values } from './values.js';

const Restriction = lazy(async () => ({ default: (await import('./restriction.js')).Restriction }));

interface Props {
  id: string;
  values: Values;
  files: readonly KeptFile[];
  /** Kinds that were reported from this device last, newest first. */
  recentKinds: readonly string[];
  onChange(change: Partial<Values>): void;
  onFinish(): void;
  onDiscard(): void;
}

/** One observation, from the top down in the order in which one knows it. */
export function FieldForm({ id, values, files, recentKinds, onChange, onFinish, onDiscard }: Props) {
  const { t } = useTranslation('field');
  const mission = useMission();
  const names = useNames();
  if (!mission) return null;
  const isRestriction = values.restriction !== null;
  const kinds = mission.eventKinds.filter(({ category }) => (category === 'access') === isRestriction);
  const quick = [...new Set([...recentKinds, ...kinds.map((kind) => kind.id)])]
    .filter((kind) => kinds.some((one) => one.id === kind))
    .slice(0, 8);
  const shown = values.kind === null || quick.includes(values.kind) ? quick : [values.kind, ...quick];
  const missing = missingOf(values);
  return (
    <div className={styles.form}>
      <section className={styles.group}>
        <RadioGroup
          label={t('kind.label')}
          choices={shown.map((kind) => ({ id: kind, label: names.kind(kind) }))}
          value={values.kind}
          onChange={(kind) => onChange({ kind })}
        />
        {kinds.length > quick.length && (
          <Select
            label={t('kind.all')}
            choices={kinds.map((kind) => ({ id: kind.id, label: names.kind(kind.id) }))}
            value={values.kind}
            onChange={(kind) => onChange({ kind })}
          />
        )}
        <RadioGroup
          label={t('means')}
          choices={mission.means
            .filter(({ by }) => by === 'person')
            .map((m) => ({ id: m.id, label: names.means(m.id) }))}
          value={values.means}
          onChange={(means) => onChange({ means })}
        />
        <Began values={values} onChange={onChange} />
      </section>
      <section className={styles.group}>
        <h2>{t('position.title')}</h2>
        <WhereIAm values={values} onChange={onChange} />
        {!isRestriction && values.position && (
          <RadioGroup
            label={t('where.label')}
            choices={(['away', 'here'] as const).map((where) => ({ id: where, label: t(`where.${where}`) }))}
            value={values.where}
            onChange={(where) => onChange({ where })}
          />
        )}
        {!isRestriction && values.position && values.where === 'away' && (
          <div className={styles.pointing}>
            <Direction bearing={values.bearing} onChange={(bearing) => onChange({ bearing })} />
            <div className={styles.group}>
              <RadioGroup
                label={t('direction.sharpness')}
                choices={(['compass', 'pointed', 'vague'] as const).map((one) => ({
                  id: one,
                  label: t(`direction.${one}`),
                }))}
                value={values.sharpness}
                onChange={(sharpness) => onChange({ sharpness })}
              />
              <RadioGroup
                label={t('distance')}
                choices={[
                  { id: '', label: t('bands.unknown') },
                  ...bands.map(({ id: band }) => ({ id: band, label: t(`bands.${band}`) })),
                ]}
                value={values.band ?? ''}
                onChange={(band) => onChange({ band: band === '' ? null : band })}
              />
            </div>
          </div>
        )}
        <Sketch values={values} />
      </section>
      <section className={styles.group}>
        {values.restriction && (
          <Suspense>
            <Restriction values={values.restriction} onChange={(restriction) => onChange({ restriction })} />
          </Suspense>
        )}
        {!isRestriction && (
          <>
            <Figure label={t('count')} value={values.count} onChange={(count) => onChange({ count })} />
            {values.count !== null && (
              <Checkbox
                label={t('atLeast')}
                isSelected={values.atLeast}
                onChange={(atLeast) => onChange({ atLeast })}
              />
            )}
            <Select
              label={t('weapon')}
              choices={[
                { id: '', label: t('unknown') },
                ...mission.weapons.map((weapon) => ({ id: weapon.id, label: names.weapon(weapon.id) })),
              ]}
              value={values.weapon ?? ''}
              onChange={(weapon) => onChange({ weapon: weapon === '' ? null : weapon })}
            />
          </>
        )}
        <Attachments reportId={id} files={files} />
        <TextArea
          label={t('text')}
          description={t('textHelp')}
          rows={3}
          maxLength={50_000}
          value={values.text}
          onChange={(text) => onChange({ text })}
        />
        <details className={styles.more}>
          <summary>{t('more')}</summary>
          <div className={styles.group}>
            <Figure label={t('killed')} value={values.killed} onChange={(killed) => onChange({ killed })} />
            <Figure label={t('injured')} value={values.injured} onChange={(injured) => onChange({ injured })} />
            <Checkbox
              label={t('civilianObject')}
              isSelected={values.civilianObject}
              onChange={(civilianObject) => onChange({ civilianObject })}
            />
            <TextField
              label={t('patrol')}
              value={values.patrol}
              maxLength={100}
              onChange={(patrol) => onChange({ patrol })}
            />
          </div>
        </details>
      </section>
      <div className={styles.send}>
        {missing.length > 0 && (
          <p role="status">
            {t('missing.title')} {missing.map((key) => t(`missing.${key}`)).join(' · ')}
          </p>
        )}
        <div className={styles.row}>
          <Button look="main" isDisabled={missing.length > 0} onPress={onFinish}>
            {t('send')}
          </Button>
          <Button look="quiet" onPress={onDiscard}>
            {t('discard')}
          </Button>
        </div>
      </div>
    </div>
  );
}
