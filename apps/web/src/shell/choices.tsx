import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n.js';
import { Select } from '../parts/fields.js';
import { keepTheme, languageNames, languages, readTheme, themes, type Language } from '../preferences.js';

/** Each language is called by its own name. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation('shell');
  return (
    <Select
      label={t('choices.language')}
      choices={languages.map((id) => ({ id, label: languageNames[id] }))}
      value={i18n.language as Language}
      onChange={(language) => void changeLanguage(language)}
    />
  );
}

export function ThemeChoice() {
  const { t } = useTranslation('shell');
  const [theme, setTheme] = useState(readTheme);
  return (
    <Select
      label={t('choices.theme')}
      choices={themes.map((id) => ({ id, label: t(`choices.themes.${id}`) }))}
      value={theme}
      onChange={(chosen) => {
        keepTheme(chosen);
        setTheme(chosen);
      }}
    />
  );
}
