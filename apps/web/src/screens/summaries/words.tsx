import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { faultWords } from '../../said/words.js';
import { Button } from '../../parts/button.js';
import { Form, TextArea } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Sentence, useSentences } from '../../parts/sentence.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { editionsKey, textsOf, useLanguageName, type Folder } from './data.js';
import styles from './summaries.module.css';

type Wording = Schemas['Wording'];
type Texts = Wording['texts'];

/** The paragraphs of the summary: what the figures say, and the editor's words in place of it. */
export function Words({ folder }: { folder: Folder }) {
  const { t } = useTranslation('summaries');
  const { id } = folder.edition;
  const isEditor = folder.next.some(({ action, refusal }) => action === 'edit' && refusal === null);
  const { data, error, refetch } = useQuery({
    queryKey: [...editionsKey, 'wording', id],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/editions/{id}/wording', { params: { path: { id } }, signal })),
    placeholderData: (before) => before,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t('counting')} />;
  return (
    <>
      <p className={styles.soft}>{isEditor ? t('words.rule') : t('words.read')}</p>
      <ul className={styles.cards}>
        {data.items.map((item) => (
          <Paragraph key={item.paragraphId} editionId={id} item={item} languages={data.languages} isEditor={isEditor} />
        ))}
      </ul>
    </>
  );
}

interface ParagraphProps {
  editionId: string;
  item: Wording;
  languages: readonly string[];
  isEditor: boolean;
}

function Paragraph({ editionId, item, languages, isEditor }: ParagraphProps) {
  const { t } = useTranslation('summaries');
  const languageName = useLanguageName();
  const [isOpen, setOpen] = useState(false);
  const save = useSave(editionId, item, () => setOpen(false));
  const { paragraphId, generated, texts, at, faults } = item;
  const heading = `words-${paragraphId}`;
  return (
    <li className={styles.card} aria-labelledby={heading}>
      <h2 id={heading}>
        <code>{paragraphId}</code>
      </h2>
      <Said texts={texts ?? generated} languages={languages} />
      {at !== null && texts !== null && (
        <p className={styles.soft}>
          {t('words.edited')} <Time at={at} />
        </p>
      )}
      {faults.length > 0 && (
        <div role="note" className={styles.warning}>
          <p>{t('words.noLonger')}</p>
          <ul>
            {faults.map(({ language, message, said, remedy, remedySaid }) => (
              <li key={`${language} ${message}`}>
                {languageName(language)}:{' '}
                <Sentence said={[said, ...(remedySaid ? [remedySaid] : [])]} text={`${message} ${remedy ?? ''}`} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {isOpen && <Editor item={item} languages={languages} save={save} onClose={() => setOpen(false)} />}
      {isEditor && !isOpen && (
        <div className={`${styles.buttons} no-print`}>
          <Button onPress={() => setOpen(true)} aria-label={t('words.editOf', { paragraph: paragraphId })}>
            {t('words.edit')}
          </Button>
          {texts !== null && (
            <Button
              onPress={() => save.mutate(null)}
              isPending={save.isPending}
              aria-label={t('words.takeBackOf', { paragraph: paragraphId })}
            >
              {t('words.takeBack')}
            </Button>
          )}
        </div>
      )}
      {save.error && !isOpen && <Problem error={save.error} />}
    </li>
  );
}

/** Stores the words, or takes them back; the toast brings back those before. */
function useSave(editionId: string, { paragraphId, texts: before }: Wording, onDone: () => void) {
  const { t } = useTranslation('summaries');
  const toast = useToast();
  const queries = useQueryClient();
  const put = async (texts: Texts): Promise<void> => {
    await api.POST('/v1/editions/{id}/texts', {
      params: { path: { id: editionId } },
      body: { paragraphId, texts },
    });
    await queries.invalidateQueries({ queryKey: editionsKey });
  };
  return useMutation({
    mutationFn: put,
    onSuccess(_done, texts) {
      toast({ text: texts === null ? t('words.takenBack') : t('words.saved'), undo: () => put(before) });
      onDone();
    },
  });
}

interface EditorProps {
  item: Wording;
  languages: readonly string[];
  save: ReturnType<typeof useSave>;
  onClose(): void;
}

function Editor({ item: { texts, generated, paragraphId }, languages, save, onClose }: EditorProps) {
  const { t } = useTranslation('summaries');
  const sentences = useSentences();
  const languageName = useLanguageName();
  const problem = save.error instanceof ApiProblem ? save.error : null;
  return (
    <Form onSend={(fields) => save.mutate(textsOf(fields, 'texts'))}>
      {languages.map((tag) => (
        <TextArea
          key={tag}
          name={`texts/${tag}`}
          label={languageName(tag)}
          aria-label={t('words.fieldOf', { language: languageName(tag), paragraph: paragraphId })}
          lang={tag}
          defaultValue={texts?.[tag] ?? generated[tag] ?? ''}
          // Stays until the server has answered again: what vanished at the first key would move the button away.
          validationBehavior="aria"
          isInvalid={faultsOf(problem, tag, sentences).length > 0}
          description={
            <>
              {faultsOf(problem, tag, sentences).map((fault) => (
                <strong key={fault} className={styles.fault}>
                  {fault}
                </strong>
              ))}
              {generated[tag] !== undefined && (
                <>
                  {t('words.asCounted')} <bdi lang={tag}>{generated[tag]}</bdi>
                </>
              )}
            </>
          }
        />
      ))}
      {problem && problem.faults.length === 0 && <Problem error={problem} />}
      {problem && problem.faults.length > 0 && (
        <p role="alert" className={styles.warning}>
          {t('words.refused')}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" look="main" isPending={save.isPending}>
          {t('words.save')}
        </Button>
        <Button
          onPress={() => {
            save.reset();
            onClose();
          }}
        >
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}

/** What the server says is wrong with the text in this language. */
function faultsOf(problem: ApiProblem | null, tag: string, sentences: ReturnType<typeof useSentences>): string[] {
  const own = (problem?.faults ?? []).filter(({ pointer }) => pointer === `/texts/${tag}`);
  return [...new Set(own.map((fault) => faultWords(fault, sentences)))];
}

function Said({ texts, languages }: { texts: NonNullable<Texts>; languages: readonly string[] }) {
  const languageName = useLanguageName();
  return (
    <dl className={styles.said}>
      {languages
        .filter((tag) => texts[tag] !== undefined)
        .map((tag) => (
          <div key={tag}>
            <dt>{languageName(tag)}</dt>
            <dd lang={tag} dir="auto">
              {texts[tag]}
            </dd>
          </div>
        ))}
    </dl>
  );
}
