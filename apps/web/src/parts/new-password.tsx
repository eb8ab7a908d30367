import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/problem.js';
import { Button } from './button.js';
import { Form, TextField } from './fields.js';
import { Problem } from './problem.js';
import styles from './fields.module.css';

/** What was chosen, and the code of the second factor where one was entered. */
export interface Chosen {
  password: string;
  code?: string;
}

export interface NewPasswordProps<Answer> {
  /** What proves who one is, above the new password: `PresentPassword`, `FactorCode`, or a field of the screen's own. */
  children: ReactNode;
  /** The screen's own words, by their part of the form. */
  word(part: 'new' | 'help' | 'again' | 'differs' | 'send'): string;
  /** `look` of the button; `main` is as wide as the form. */
  look?: 'main' | 'plain';
  /** Sends what was chosen; `text` reads the other fields by their names. */
  send(chosen: Chosen, text: (name: string) => string): Promise<Answer>;
  onDone(answer: Answer): void;
}

/** A new password, entered twice. What the server refuses stands at its field; whether it is good enough the server says. */
export function NewPassword<Answer>({ children, word, look = 'plain', send, onDone }: NewPasswordProps<Answer>) {
  // A fresh form holds nothing of what was typed.
  const [round, setRound] = useState(0);
  const [differs, setDiffers] = useState(false);
  const change = useMutation({
    mutationFn: (fields: FormData) => {
      const text = (name: string): string => String(fields.get(name) ?? '');
      const code = text('code').replaceAll(/\s/g, '');
      return send({ password: text('password'), ...(code !== '' && { code }) }, text);
    },
    onSuccess: (answer) => {
      setRound((before) => before + 1);
      onDone(answer);
    },
  });
  const button = (
    <Button type="submit" look={look} isPending={change.isPending}>
      {word('send')}
    </Button>
  );
  return (
    <Form
      key={round}
      error={isProblem(change.error, 'invalid_input') ? change.error : null}
      onSend={(fields) => {
        const same = fields.get('password') === fields.get('again');
        setDiffers(!same);
        if (same) change.mutate(fields);
      }}
    >
      {children}
      <TextField
        name="password"
        type="password"
        label={word('new')}
        description={word('help')}
        autoComplete="new-password"
        isRequired
      />
      <TextField name="again" type="password" label={word('again')} autoComplete="new-password" isRequired />
      {differs && (
        <p role="alert" className={styles.fault}>
          {word('differs')}
        </p>
      )}
      {change.error && <Problem error={change.error} />}
      {look === 'main' ? button : <div>{button}</div>}
    </Form>
  );
}

/** The field `current`. */
export function PresentPassword({ loginName }: { loginName: string }) {
  const { t } = useTranslation('shell');
  return (
    <>
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={loginName} readOnly hidden />
      <TextField
        name="current"
        type="password"
        label={t('secondFactor.current')}
        autoComplete="current-password"
        isRequired
      />
    </>
  );
}

/** The field `code`: the six digits of the second factor that the account has. */
export function FactorCode({ help, isRequired = false }: { help?: string; isRequired?: boolean }) {
  const { t } = useTranslation('shell');
  return (
    <TextField
      name="code"
      label={t('signIn.code')}
      description={help}
      autoComplete="one-time-code"
      inputMode="numeric"
      pattern="[0-9 ]*"
      isRequired={isRequired}
    />
  );
}
