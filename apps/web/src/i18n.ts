import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { keepLanguage, languages, readLanguage, type Language } from './preferences.js';

type Catalogue = Record<string, unknown>;
const shell = import.meta.glob<{ default: Catalogue }>('./locales/*.json');
const screens = import.meta.glob<{ default: Catalogue }>('./screens/*/locales/*.json');

/** A screen's words are its namespace, fetched when the screen is; those of shell and parts are `shell`. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  async read(language, namespace) {
    const file =
      namespace === 'shell'
        ? shell[`./locales/${language}.json`]
        : screens[`./screens/${namespace}/locales/${language}.json`];
    if (!file) throw new Error(`no catalogue of ${namespace} in ${language}`);
    return (await file()).default;
  },
};

/** Resolves once the shell's words are there, and those of the screen that comes first. */
export async function startI18n(screen?: string): Promise<void> {
  i18next.on('languageChanged', showLanguage);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: readLanguage(),
      supportedLngs: [...languages],
      fallbackLng: false,
      ns: ['shell', ...(screen === undefined ? [] : [screen])],
      defaultNS: 'shell',
      // React escapes; escaping here too would show the escapes.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

function showLanguage(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  await i18next.changeLanguage(language);
}
