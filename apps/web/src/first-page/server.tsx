/**
 * Draws on the server what a page shows first, so that it can be read before any script has come. Built into
 * dist/web/server, which the API loads and never serves; it sees nothing but answers that the API gave this visitor.
 */
import i18next, { type i18n } from 'i18next';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components';
import { renderToString } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { Route, Routes, StaticRouter } from 'react-router';
import { answersId } from '../api/ahead.js';
import { missionQuery, type Mission } from '../parts/mission.js';
import { preferencesOf, type Language } from '../preferences.js';
import { meQuery, SessionGate, type Account } from '../session/session.js';
import { Shell } from '../shell/shell.js';
import type { FirstScreen } from './screen.js';
import { firstTriage } from './triage.js';

/** Who opens which page. */
export interface Visit {
  /** Path and query. */
  address: string;
  cookies: Readonly<Record<string, string | undefined>>;
  /** The header `Accept-Language`. */
  languages: string;
}

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}
type Words = Record<string, unknown>;

const shellWords = import.meta.glob<Words>('../locales/*.json', { eager: true, import: 'default' });
const screenWords = import.meta.glob<Words>('../screens/triage/locales/*.json', { eager: true, import: 'default' });
const screens: readonly FirstScreen[] = [firstTriage];
/** Asked for by every page. */
const always = ['/v1/me', '/v1/mission'];

const screenAt = (address: string): [FirstScreen | undefined, string] => {
  const { pathname, search } = new URL(address, 'http://console');
  return [screens.find(({ paths }) => paths.includes(pathname)), search];
};

/** The addresses of the API whose answers this page shows first; null where the browser draws it alone. */
export function asks(address: string): readonly string[] | null {
  const [screen, search] = screenAt(address);
  return screen ? [...always, ...screen.asks(search)] : null;
}

/**
 * The page with its first look, and with the answers it was drawn from, so that the screen need not ask again.
 * @param page the built index.html
 * @param manifest the built manifest.json
 * @param answers parsed, in the order of `asks`
 * @returns null where there is nothing to show
 */
export function draw(page: string, manifest: string, visit: Visit, answers: readonly unknown[]): string | null {
  const [screen, search] = screenAt(visit.address);
  if (!screen) return null;
  const { language, theme } = preferencesOf(visit.cookies, visit.languages);
  const [me, mission, ...others] = answers;
  const queries = new QueryClient();
  queries.setQueryData<{ account: Account; offline: boolean }>(meQuery.queryKey, {
    account: me as Account,
    offline: false,
  });
  queries.setQueryData<Mission>(missionQuery.queryKey, mission as Mission);
  const shown = screen.show(queries, search, others);
  if (shown === null) return null;
  const words = wordsOf(language, screen.key);
  const body = renderToString(
    <I18nextProvider i18n={words}>
      <I18nProvider locale={language}>
        <QueryClientProvider client={queries}>
          <SessionGate>
            <StaticRouter location={screen.paths[0]! + search}>
              <Routes>
                <Route element={<Shell />}>
                  <Route path="*" element={shown} />
                </Route>
              </Routes>
            </StaticRouter>
          </SessionGate>
        </QueryClientProvider>
      </I18nProvider>
    </I18nextProvider>,
  );
  const addresses = asks(visit.address)!;
  const data = JSON.stringify(Object.fromEntries(addresses.map((address, at) => [address, answers[at]])));
  const colours = theme === 'auto' ? '' : ` data-theme="${theme}"`;
  const filled: [string, string][] = [
    ['<html lang="en" dir="ltr">', `<html lang="${language}" dir="${words.dir(language)}"${colours}>`],
    // Before the page's own script: those of a document run in its order.
    ['<script ', `${handsOf(manifest)}<script `],
    ['</head>', `${filesOf(manifest, screen.key, language)}</head>`],
    // A data block: no browser runs it, and no text in it can end it.
    [
      '<div id="root"></div>',
      `<div id="root">${body}</div><script type="application/json" id="${answersId}">${data.replaceAll('<', '\\u003c')}</script>`,
    ],
  ];
  return filled.reduce((whole, [place, text]) => whole.replace(place, () => text), page);
}

const made = new Map<string, i18n>();

function wordsOf(language: Language, screen: string): i18n {
  const words = made.get(`${language} ${screen}`) ?? i18next.createInstance();
  if (words.isInitialized) return words;
  made.set(`${language} ${screen}`, words);
  const file = `${language}.json`;
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['shell', screen],
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
    resources: {
      [language]: {
        shell: shellWords[`../locales/${file}`]!,
        [screen]: screenWords[`../screens/${screen}/locales/${file}`]!,
      },
    },
  });
  return words;
}

/** What works the drawn rows until the screen can. */
function handsOf(manifest: string): string {
  const { file } = (JSON.parse(manifest) as Record<string, Chunk>)['src/first-page/hands.ts']!;
  return `<script type="module" crossorigin fetchpriority="high" src="/${file}"></script>`;
}

/** Style sheets of the screen, which the first look needs, then its scripts and words, which are not waited for. */
function filesOf(manifest: string, screen: string, language: Language): string {
  const chunks = JSON.parse(manifest) as Record<string, Chunk>;
  const styles = new Set<string>();
  const scripts = new Set<string>();
  const page = new Set<string>();
  const take = (key: string, seen: Set<string>): void => {
    const chunk = chunks[key];
    if (!chunk || seen.has(chunk.file)) return;
    seen.add(chunk.file);
    if (seen === scripts) chunk.css?.forEach((file) => styles.add(file));
    chunk.imports?.forEach((next) => take(next, seen));
  };
  take('index.html', page);
  take(`src/screens/${screen}/index.tsx`, scripts);
  for (const folder of ['src', `src/screens/${screen}`]) take(`${folder}/locales/${language}.json`, scripts);
  return [
    ...[...styles].map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
    ...[...scripts]
      .filter((file) => !page.has(file))
      .map((file) => `<link rel="modulepreload" crossorigin fetchpriority="low" href="/${file}">`),
  ].join('');
}
