/**
 * What a person sets for this device. Kept in local storage; holds nothing of the mission's records. The server that
 * draws a page's first look is told by cookies of the same names.
 */
export const languages = ['en', 'uk', 'ru', 'tr', 'ar'] as const;
export type Language = (typeof languages)[number];
export const themes = ['auto', 'light', 'dark', 'night'] as const;
export type Theme = (typeof themes)[number];

/** Names of the languages in themselves, for those who cannot read the present one. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  uk: 'Українська',
  ru: 'Русский',
  tr: 'Türkçe',
  ar: 'العربية',
};

const keys = { language: 'linewatch.language', theme: 'linewatch.theme' };

/** The kept language, else the first of the browser's that we have, else English. */
export function readLanguage(): Language {
  const wished = [localStorage.getItem(keys.language), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return languages.find((language) => language === wished.find((w) => languages.includes(w as Language))) ?? 'en';
}

export function readTheme(): Theme {
  const kept = localStorage.getItem(keys.theme);
  return themes.find((theme) => theme === kept) ?? 'auto';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(keys.language, language);
  tellServer();
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(keys.theme, theme);
  showTheme(theme);
  tellServer();
}

/** Says language and theme to the server with every page, for a year from the last one. */
export function tellServer(): void {
  const rules = `Path=/; Max-Age=31536000; SameSite=Strict${location.protocol === 'https:' ? '; Secure' : ''}`;
  document.cookie = `${keys.language}=${readLanguage()}; ${rules}`;
  document.cookie = `${keys.theme}=${readTheme()}; ${rules}`;
}

/** What a page's cookies and the browser's `Accept-Language` say, on the server. */
export function preferencesOf(
  cookies: Readonly<Record<string, string | undefined>>,
  accepted: string,
): { language: Language; theme: Theme } {
  const theirs = accepted.split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase());
  const wished = [cookies[keys.language], ...theirs].find((one) => languages.includes(one as Language));
  const theme = themes.find((one) => one === cookies[keys.theme]) ?? 'auto';
  return { language: (wished as Language | undefined) ?? 'en', theme };
}

/** `auto` follows the device: tokens.css asks for `data-theme` only where it is set. */
export function showTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The language as Intl wants it: English dates read day before month. */
export function intlLocale(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}
