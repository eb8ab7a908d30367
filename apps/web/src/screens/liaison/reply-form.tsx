import { useEffect, useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { useKept } from '../../offline/live.js';
import { recordId } from '../../offline/record-id.js';
import type { KeptFile } from '../../offline/kept.js';
import { addFile, discardDraft, draftsOf, keepDraft, removeFile } from '../../offline/store.js';
import { uploadFile } from '../../offline/upload.js';
import { Button } from '../../parts/button.js';
import { Form, Select, TextArea } from '../../parts/fields.js';
import { Icon } from '../../parts/icon.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { languageNames, languages, type Language } from '../../preferences.js';
import { useSession } from '../../session/session.js';
import { keys } from './data.js';
import styles from './liaison.module.css';
import { sizeText } from './size-text.js';
import { keepOwnReceipt } from './receipt.js';

interface Values {
  noticeId: string;
  text: string;
  language: Language | 'other';
}

/** Every letter is kept on this device until the receipt is here; files go in parts, from where they stopped. */
export function ReplyForm({ noticeId }: { noticeId: string }) {
  const { t, i18n } = useTranslation('liaison');
  const { account } = useSession();
  const toast = useToast();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<{ id: string; values: Values } | null>(null);
  const id = draft?.id ?? '';
  const files = useKept((store) => store.files.where('reportId').equals(id).sortBy('id'), id) ?? [];
  useEffect(() => {
    let isHere = true;
    void draftsOf(account.id).then((drafts) => {
      const mine = drafts.find(({ values }) => (values as Partial<Values>).noticeId === noticeId);
      const values: Values = { noticeId, text: '', language: i18n.language as Language };
      if (isHere) setDraft(mine ? { id: mine.id, values: mine.values as Values } : { id: recordId(), values });
    });
    return () => {
      isHere = false;
    };
    // The language of the page is only the first guess.
  }, [account.id, noticeId]);
  const change = (part: Partial<Values>): void => {
    if (!draft) return;
    const values = { ...draft.values, ...part };
    setDraft({ id, values });
    void keepDraft({ id, accountId: account.id, values });
  };
  const send = useMutation({
    mutationFn: async ({ text, language }: Values) => {
      for (const file of files) await uploadFile(file);
      const body = {
        id,
        text,
        language: language === 'other' ? null : language,
        attachments: files.map((file) => file.id),
      };
      const path = { id: noticeId };
      return dataOf(await api.POST('/v1/party/notices/{id}/replies', { params: { path }, body })).receipt;
    },
    onSuccess: async (receipt) => {
      await keepOwnReceipt(account.id, 'reply', receipt);
      await discardDraft(id);
      toast({ text: t('replies.done') });
      await queries.invalidateQueries({ queryKey: keys.notices });
    },
  });
  if (!draft) return null;
  const problem = send.error instanceof ApiProblem ? send.error : null;
  return (
    <Form onSend={() => send.mutate(draft.values)} error={problem}>
      <h4>{t('replies.write')}</h4>
      <TextArea
        name="text"
        label={t('replies.text')}
        description={t('replies.textHelp')}
        rows={6}
        isRequired
        maxLength={50_000}
        value={draft.values.text}
        onChange={(text) => change({ text })}
      />
      <Select
        label={t('replies.language')}
        choices={[
          ...languages.map((one) => ({ id: one, label: languageNames[one] })),
          { id: 'other' as const, label: t('replies.otherLanguage') },
        ]}
        value={draft.values.language}
        onChange={(language) => change({ language })}
      />
      <Attachments replyId={id} files={files} isBusy={send.isPending} onAdd={() => change({})} />
      {send.error && <Problem error={send.error} />}
      <div className={styles.row}>
        <Button type="submit" look="main" isPending={send.isPending}>
          {send.isPending ? t('replies.sending') : t('replies.send')}
        </Button>
      </div>
    </Form>
  );
}

function Attachments(props: { replyId: string; files: readonly KeptFile[]; isBusy: boolean; onAdd(): void }) {
  const { replyId, files, isBusy, onAdd } = props;
  const { t, i18n } = useTranslation('liaison');
  const picker = useRef<HTMLInputElement>(null);
  const add = (file: File): Promise<unknown> =>
    addFile({
      id: recordId(),
      reportId: replyId,
      blob: file,
      name: file.name.slice(-200),
      mediaType: file.type || 'application/octet-stream',
    });
  return (
    <div className={styles.body}>
      <div>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-hidden="true"
          data-testid="attachments"
          onChange={(event) => {
            for (const file of event.target.files ?? []) void add(file);
            // With them the draft that they belong to.
            onAdd();
            event.target.value = '';
          }}
        />
        <Button isDisabled={isBusy} onPress={() => picker.current?.click()}>
          {t('attachments.add')}
        </Button>
      </div>
      {files.length > 0 && (
        <ul className={styles.list} aria-label={t('attachments.title')}>
          {files.map((file) => (
            <li key={file.id} className={styles.row}>
              <bdi className={styles.fileName}>{file.name}</bdi> {sizeText(i18n.language, file.blob.size)}
              {isBusy && <progress max={file.blob.size} value={file.sent} aria-label={file.name} />}
              <Button
                look="quiet"
                square
                isDisabled={isBusy}
                aria-label={t('attachments.remove', { name: file.name })}
                onPress={() => void removeFile(file.id)}
              >
                <Icon name="close" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
