import { useMemo, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Form, TextArea, TextField } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { useToast } from '../../parts/toast.js';
import { editionsKey, textsOf, useLanguageName, useMissionLanguages } from './data.js';
import styles from './summaries.module.css';

type Figure = Schemas['WordedFigure'];

const mostFound = 12;

/** What was wrong, in every language of the mission, and the right figures; another person confirms it. */
export function Propose({ editionId, onClose }: { editionId: string; onClose(): void }) {
  const { t } = useTranslation('summaries');
  const toast = useToast();
  const queries = useQueryClient();
  const languages = useMissionLanguages();
  const languageName = useLanguageName();
  const [chosen, setChosen] = useState<readonly Figure[]>([]);
  const propose = useMutation({
    mutationFn: (body: Schemas['ErratumForm']) =>
      api.POST('/v1/editions/{id}/errata', { params: { path: { id: editionId } }, body }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: editionsKey });
      toast({ text: t('errata.isProposed') });
      onClose();
    },
  });
  const problem = propose.error instanceof ApiProblem ? propose.error : null;
  const send = (fields: FormData): void =>
    propose.mutate({
      text: textsOf(fields, 'text'),
      // A comma is a decimal mark in most of our languages.
      figures: chosen.map(({ id }, i) => ({
        id,
        corrected: Number(String(fields.get(`figures/${i}/corrected`)).replace(',', '.')),
      })),
    });
  return (
    <section className={styles.section} aria-labelledby="propose">
      <h2 id="propose">{t('errata.propose')}</h2>
      <Form error={problem} onSend={send}>
        {languages.map((tag) => (
          <TextArea
            key={tag}
            name={`text/${tag}`}
            label={t('errata.text', { language: languageName(tag) })}
            lang={tag}
          />
        ))}
        {chosen.map((figure, i) => (
          <div key={figure.id} className={styles.chosen}>
            <TextField
              name={`figures/${i}/corrected`}
              label={nameOf(figure)}
              description={t('errata.publishedAs', { value: figure.text })}
              isRequired
            />
            <Button look="quiet" onPress={() => setChosen(chosen.filter(({ id }) => id !== figure.id))}>
              {t('errata.leaveOut')}
            </Button>
          </div>
        ))}
        <Finder editionId={editionId} without={chosen} onFound={(figure) => setChosen([...chosen, figure])} />
        {propose.error && <Problem error={propose.error} />}
        <div className={styles.buttons}>
          <Button type="submit" look="main" isPending={propose.isPending}>
            {t('errata.send')}
          </Button>
          <Button onPress={onClose}>{t('cancel')}</Button>
        </div>
      </Form>
    </section>
  );
}

/** Looks for a figure by the words around it. */
function Finder(props: { editionId: string; without: readonly Figure[]; onFound(figure: Figure): void }) {
  const { editionId, without, onFound } = props;
  const { t, i18n } = useTranslation('summaries');
  const { language } = i18n;
  const [words, setWords] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: [...editionsKey, 'figures', editionId, language],
    queryFn: async ({ signal }) =>
      dataOf(
        await api.GET('/v1/editions/{id}/figures', {
          params: { path: { id: editionId }, query: { language } },
          signal,
        }),
      ).items,
    staleTime: Infinity,
  });
  const found = useMemo(() => {
    const wanted = words.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
    if (wanted.length === 0) return [];
    return (data ?? []).filter((figure) => {
      const text = [figure.section, figure.table, figure.row, figure.column, figure.id]
        .join(' ')
        .toLocaleLowerCase(language);
      return wanted.every((word) => text.includes(word)) && !without.some(({ id }) => id === figure.id);
    });
  }, [data, words, language, without]);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className={styles.finder}>
      <TextField
        label={t('errata.find')}
        description={t('errata.findHelp')}
        value={words}
        onChange={setWords}
        type="search"
      />
      <p role="status" className={styles.soft}>
        {words.trim() !== '' && t('errata.found', { count: found.length })}
      </p>
      <ul className={styles.figures}>
        {found.slice(0, mostFound).map((figure) => (
          <li key={figure.id}>
            <Button
              onPress={() => {
                onFound(figure);
                setWords('');
              }}
            >
              {nameOf(figure)}: {figure.text}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Where it stands, from the section to the column. */
function nameOf({ section, table, row, column }: Figure): string {
  return [section, table, row, column].filter((part) => part !== null && part !== '').join(' · ');
}
