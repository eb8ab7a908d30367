import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sentenceIn, type Said, type Sentences, type Tellers } from '../said/words.js';
import { inLanguage, useMission, useNames, type Localised } from './mission.js';
import { useTimeText } from './time.js';

const files = import.meta.glob<{ default: Sentences }>('../said/*.json');
const none: Sentences = {};

/** Words the server's sentences in the reader's language; null while that cannot be done, or without sentences. */
export function useSentences(): (said: readonly Said[] | null | undefined) => string | null {
  const { i18n, t } = useTranslation('shell');
  const { language } = i18n;
  const names = useNames();
  const at = useTimeText();
  const { data } = useQuery({
    queryKey: ['said', language],
    queryFn: async () => (await files[`../said/${language}.json`]!()).default,
    enabled: language !== 'en',
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const mission = useMission();
  return useMemo(() => {
    const named: Tellers['named'] = ({ named: what, id }) =>
      what === 'role' ? t(`roles.${id}`, { defaultValue: id }) : names[what](id);
    return (said) => {
      if (!said || said.length === 0) return null;
      const all = said.map((one) => sentenceIn(one, data ?? none, { language, named, at }));
      return all.includes(null) ? null : all.join(' ');
    };
    // Names, times and words change with these alone: what is made of them here stays one object as long.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [language, data, mission]);
}

/** Words of the pack in the reader's language; in English, marked as such, where the pack lacks it. */
export function Worded({ words, className }: { words: Localised; className?: string }) {
  const { language } = useTranslation('shell').i18n;
  const isForeign = words[language] === undefined;
  return (
    <span className={className} {...(isForeign && { lang: 'en', dir: 'ltr' })}>
      {inLanguage(words, language)}
    </span>
  );
}

/** What the program says, in the reader's language; in English, marked as such, where it cannot be said so. */
export function Sentence({
  said,
  text,
  className,
}: {
  said: readonly Said[] | null | undefined;
  /** In English. */
  text: string;
  className?: string;
}) {
  const worded = useSentences()(said);
  if (worded !== null) return <span className={className}>{worded}</span>;
  return (
    <span lang="en" dir="ltr" className={className}>
      {text}
    </span>
  );
}
