import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { Checkbox, RadioGroup, Select, TextArea, TextField } from '../../parts/fields.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Act, textOf, type Done } from './act.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useHypotheses, useRules } from './hypotheses.js';

const kinds = [
  'direction_of_fire',
  'back_bearing',
  'acoustic_bearing',
  'side_of_impact',
  'control_of_place',
  'weapon_possession',
  'admission',
  'accusation',
  'party_reply',
  'denial',
  'alternative_account',
  'other',
] as const;

/** A piece of evidence by a person, weighed by a row of the pack's table or by an estimate of one's own. */
export function AddItem() {
  const { t } = useTranslation('case');
  const { page } = useCase();
  const names = useNames();
  const hypothesis = useHypotheses();
  const parties = useMission()?.parties ?? [];
  const ratios = useRules()?.attribution?.ratios ?? [];
  const [way, setWay] = useState<'table' | 'estimate'>('table');
  const hypotheses = [...parties.map(({ id }) => id), 'other', 'accident'];
  const send = async (fields: FormData): Promise<Done> => {
    const estimate = Object.fromEntries(
      hypotheses
        .filter((id) => textOf(fields, `estimate/${id}`) !== '')
        .map((id) => [id, Number(textOf(fields, `estimate/${id}`))]),
    );
    const table = {
      row: textOf(fields, 'table/row'),
      hypothesis: textOf(fields, 'table/hypothesis'),
      speaks: fields.get('table/speaks') === 'against' ? ('against' as const) : ('for' as const),
    };
    await api.POST('/v1/incidents/{id}/ledger/items', {
      params: { path: { id: page.incident.id } },
      body: {
        kind: kinds.find((kind) => kind === fields.get('kind')) ?? 'other',
        statement: textOf(fields, 'statement'),
        source: textOf(fields, 'source'),
        reason: textOf(fields, 'reason'),
        basis: page.sightings.map(({ id }) => id).filter((id) => fields.get(`basis/${id}`) !== null),
        ...(way === 'table' ? { table } : { estimate }),
      },
    });
    return { text: t('ledger.added') };
  };
  const choices = hypotheses.map((id) => ({ id, label: hypothesis(id) }));
  return (
    <Act label={t('ledger.add')} explains={t('ledger.addMeans')} withReason send={send}>
      <Select
        name="kind"
        label={t('ledger.kind')}
        isRequired
        choices={kinds.map((id) => ({ id, label: t(`itemKinds.${id}`) }))}
      />
      <TextArea name="statement" label={t('ledger.statement')} isRequired rows={3} />
      <TextField name="source" label={t('ledger.source')} isRequired description={t('ledger.sourceMeans')} />
      <RadioGroup
        label={t('ledger.way')}
        choices={[
          { id: 'table', label: t('ledger.byTable') },
          { id: 'estimate', label: t('ledger.byEstimate') },
        ]}
        value={way}
        onChange={setWay}
      />
      {way === 'table' ? (
        <>
          <Select
            name="table/row"
            label={t('ledger.row')}
            isRequired
            choices={ratios.map((row) => ({
              id: row.id,
              label: `${t(`itemKinds.${row.kind}`)} · ${row.id} · × ${row.ratio}`,
            }))}
          />
          <Select name="table/hypothesis" label={t('ledger.hypothesis')} isRequired choices={choices} />
          <Select
            name="table/speaks"
            label={t('ledger.speaks')}
            isRequired
            choices={[
              { id: 'for', label: t('ledger.for') },
              { id: 'against', label: t('ledger.against') },
            ]}
          />
        </>
      ) : (
        <fieldset className={styles.fields}>
          <legend>{t('ledger.estimateMeans')}</legend>
          {choices.map(({ id, label }) => (
            <TextField key={id} name={`estimate/${id}`} label={label} type="number" inputMode="decimal" />
          ))}
        </fieldset>
      )}
      <fieldset className={styles.fields}>
        <legend>{t('ledger.basis')}</legend>
        {page.sightings.map((sighting) => (
          <Checkbox
            key={sighting.id}
            name={`basis/${sighting.id}`}
            label={
              <>
                {names.means(sighting.means)} · <bdi>{sighting.text?.slice(0, 80) ?? sighting.provider}</bdi>
              </>
            }
          />
        ))}
      </fieldset>
    </Act>
  );
}
