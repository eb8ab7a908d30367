import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.js';
import { Button, type Props as ButtonProps } from '../../parts/button.js';
import { Dialog } from '../../parts/dialog.js';
import { Form, TextArea } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { useCase } from './case-context.js';

export interface Done {
  /** Said when it is done. */
  text: string;
  undo?: () => Promise<unknown>;
}

interface ActProps {
  /** On the button, over the dialog, and on the button that sends. */
  label: string;
  look?: ButtonProps['look'];
  /** What it does, above the fields. */
  explains?: ReactNode;
  /** Fields with names. */
  children?: ReactNode;
  /** Asks for a reason, as the field `reason`. */
  withReason?: boolean;
  /** Opened and closed from elsewhere, for example by a key. */
  open?: [boolean, (open: boolean) => void];
  send(fields: FormData): Promise<Done>;
}

/** A button that opens a form, sends it, says that it was done, and shows the case as it is then. */
export function Act({ label, look = 'plain', explains, children, withReason = false, open, send }: ActProps) {
  const { t } = useTranslation('case');
  const own = useState(false);
  const [isOpen, setOpen] = open ?? own;
  const { refresh } = useCase();
  const show = useToast();
  const act = useMutation({
    mutationFn: send,
    async onSuccess({ text, undo }) {
      setOpen(false);
      await refresh();
      const takeBack = async (): Promise<void> => {
        await undo?.();
        await refresh();
      };
      show({ text, ...(undo && { undo: takeBack }) });
    },
  });
  const begin = (): void => {
    act.reset();
    setOpen(true);
  };
  return (
    <>
      <Button look={look} onPress={begin}>
        {label}
      </Button>
      <Dialog title={label} isOpen={isOpen} onClose={() => setOpen(false)}>
        {explains !== undefined && <p>{explains}</p>}
        <Form onSend={(fields) => act.mutate(fields)} error={act.error instanceof ApiProblem ? act.error : null}>
          {children}
          {withReason && <TextArea name="reason" label={t('act.reason')} isRequired />}
          {act.error && <Problem error={act.error} />}
          <Button type="submit" look="main" isPending={act.isPending}>
            {label}
          </Button>
        </Form>
      </Dialog>
    </>
  );
}

/** What was entered in a field. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
