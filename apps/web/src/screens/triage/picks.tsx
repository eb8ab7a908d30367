import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../../parts/fields.js';
import styles from '../../parts/fields.module.css';
import { Icon } from '../../parts/icon.js';

interface PicksProps {
  label: string;
  choices: readonly Choice[];
  value: readonly string[];
  onChange(ids: string[]): void;
}

/** Any number of many; none of them means all. */
export function Picks({ label, choices, value, onChange }: PicksProps) {
  const { t } = useTranslation('triage');
  const shown = choices.filter(({ id }) => value.includes(id)).map((choice) => choice.label);
  return (
    <Select
      selectionMode="multiple"
      className={styles.field!}
      value={[...value]}
      onChange={(keys) => onChange(keys.map(String))}
    >
      <Label>{label}</Label>
      <Button className={`${styles.input} ${styles.choice}`}>
        <SelectValue>{() => (shown.length > 0 ? shown.join(', ') : t('filter.any'))}</SelectValue>
        <Icon name="down" size={16} />
      </Button>
      <Popover className={styles.popover!}>
        <ListBox className={styles.options!} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={styles.option!}>
              {({ isSelected }) => (
                <>
                  {choice.label} {isSelected && <Icon name="check" size={16} />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
