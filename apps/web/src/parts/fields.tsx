import { useMemo, type HTMLInputTypeAttribute, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  FieldError,
  Form as AriaForm,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup as AriaRadioGroup,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps,
} from 'react-aria-components';
import type { ApiProblem } from '../api/problem.js';
import { Icon } from './icon.js';
import { faultWords } from '../said/words.js';
import { useSentences } from './sentence.js';
import styles from './fields.module.css';

/**
 * Sends its named fields. A refusal (`error`) shows each fault at the field that its pointer names: `/place/bearing`
 * belongs to the field named `place/bearing`.
 */
export function Form(props: { onSend(fields: FormData): unknown; error?: ApiProblem | null; children: ReactNode }) {
  // One object for one refusal: a new one would say the same again of what was corrected meanwhile.
  const sentences = useSentences();
  const faults = useMemo(() => faultsOf(props.error, sentences), [props.error, sentences]);
  return (
    <AriaForm
      className={styles.form!}
      validationErrors={faults}
      onSubmit={(event) => {
        event.preventDefault();
        void props.onSend(new FormData(event.currentTarget));
      }}
    >
      {props.children}
    </AriaForm>
  );
}

/** What each refused field is told, by its name. */
function faultsOf(
  error: ApiProblem | null | undefined,
  sentences: ReturnType<typeof useSentences>,
): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  for (const fault of error?.faults ?? []) {
    (faults[fault.pointer.slice(1)] ??= []).push(faultWords(fault, sentences));
  }
  return faults;
}

interface Words {
  label: string;
  /** What it is for, or an example, under the field. */
  description?: ReactNode;
}

export function TextField({
  label,
  description,
  type = 'text',
  placeholder,
  ...props
}: TextFieldProps & Words & { type?: HTMLInputTypeAttribute; placeholder?: string }) {
  return (
    <AriaTextField {...props} type={type as 'text'} className={styles.field!}>
      <Label>{label}</Label>
      <Input className={styles.input!} dir={props.value === undefined ? undefined : 'auto'} placeholder={placeholder} />
      <Notes description={description} />
    </AriaTextField>
  );
}

export function TextArea({ label, description, rows = 4, ...props }: TextFieldProps & Words & { rows?: number }) {
  return (
    <AriaTextField {...props} className={styles.field!}>
      <Label>{label}</Label>
      <AriaTextArea className={styles.input!} rows={rows} dir="auto" />
      <Notes description={description} />
    </AriaTextField>
  );
}

export interface Choice<Id extends string = string> {
  id: Id;
  label: string;
}

interface ChoiceProps<Id extends string> extends Words {
  name?: string;
  choices: readonly Choice<Id>[];
  value?: Id | null;
  onChange?: (id: Id) => void;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** One of many. */
export function Select<Id extends string>({ label, description, choices, value, onChange, ...props }: ChoiceProps<Id>) {
  return (
    <AriaSelect
      {...props}
      className={styles.field!}
      {...(value !== undefined && { value })}
      onChange={(key) => onChange?.(key as Id)}
    >
      <Label>{label}</Label>
      <AriaButton className={`${styles.input} ${styles.choice}`}>
        <SelectValue />
        <Icon name="down" size={16} />
      </AriaButton>
      <Notes description={description} />
      <Popover className={styles.popover!}>
        <ListBox className={styles.options!} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={styles.option!}>
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** One of a few, all in sight. */
export function RadioGroup<Id extends string>(props: ChoiceProps<Id>) {
  const { label, description, choices, value, onChange, ...rest } = props;
  return (
    <AriaRadioGroup
      {...rest}
      className={styles.field!}
      {...(value !== undefined && { value })}
      onChange={(id) => onChange?.(id as Id)}
    >
      <Label>{label}</Label>
      <div className={styles.radios}>
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className={styles.radio!}>
            {choice.label}
          </Radio>
        ))}
      </div>
      <Notes description={description} />
    </AriaRadioGroup>
  );
}

export function Checkbox(props: {
  name?: string;
  label: ReactNode;
  isSelected?: boolean;
  onChange?: (isSelected: boolean) => void;
  isDisabled?: boolean;
  isRequired?: boolean;
}) {
  const { label, ...rest } = props;
  return (
    <AriaCheckbox {...rest} className={styles.checkbox!}>
      <span className={styles.box} aria-hidden="true">
        <Icon name="check" size={16} />
      </span>
      <span>{label}</span>
    </AriaCheckbox>
  );
}

function Notes({ description }: { description: ReactNode }) {
  return (
    <>
      {description !== undefined && (
        <Text slot="description" className={styles.description!}>
          {description}
        </Text>
      )}
      <FieldError className={styles.fault!} />
    </>
  );
}
