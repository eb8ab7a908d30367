/** What the test of the hostile strings looks at from outside. */
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { enter, type Person, type Stage } from './kit.js';

export interface Watched {
  /** Those of the texts that stand nowhere on the page as they are, neither as text nor in a field. */
  lacking(texts: readonly string[]): Promise<string[]>;
  /** Waits until a text stands there as it is. */
  shows(text: string): Promise<void>;
  /** What has happened that none of the texts may do; empty: they were only shown. */
  deeds(): Promise<string[]>;
}

/** Watches a page from now on: dialogs, requests to other addresses, marks of scripts, elements that texts became. */
export function watchPage(page: Page, address: string): Watched {
  const happened: string[] = [];
  page.on('dialog', (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !/^(blob|data):/.test(url)) happened.push(`request: ${url}`);
  });
  page.context().on('page', (other) => happened.push(`window: ${other.url()}`));

  const lacking = (texts: readonly string[]): Promise<string[]> =>
    page.evaluate((wanted) => {
      const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
      const shown = [document.body.textContent, ...fields].join('\n');
      return wanted.filter((text) => !shown.includes(text.trim()));
    }, texts);

  return {
    lacking,
    async shows(text) {
      await page.waitForFunction((wanted) => document.body.textContent.includes(wanted), text.trim());
    },
    async deeds() {
      // Whoever was to act a moment later has had that moment.
      await page.waitForTimeout(300);
      const found = await page.evaluate(() => {
        const marks = '__ran' in globalThis ? ['a script ran'] : [];
        const renamed = document.title.endsWith('· Linewatch') ? [] : [`title: ${document.title}`];
        const made = [...document.querySelectorAll('body *')].flatMap((element) => [
          ...(/^(script|style|object|embed|base|meta|link|marquee|math)$/.test(element.localName)
            ? [element.outerHTML.slice(0, 120)]
            : []),
          ...[...element.attributes]
            .filter(({ name, value }) => name.startsWith('on') || /^\s*(javascript|vbscript|data:text)/i.test(value))
            .map(({ name, value }) => `${element.localName} ${name}="${value.slice(0, 80)}"`),
        ]);
        return [...marks, ...renamed, ...made];
      });
      return [...happened, ...found];
    },
  };
}

/** A UUIDv7 of now. */
export function recordId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const noise = randomBytes(9).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(0, 3)}-8${noise.slice(3, 6)}-${noise.slice(6)}`;
}

export interface Desk {
  /** A bearer token of this person; the same each time. */
  tokens(who: Person): Promise<string>;
  /** The answer's body. @throws where it is not a success: a refused string would prove nothing */
  post(who: Person, path: string, body?: object): Promise<{ id: string; version: number }>;
  /** @throws where it is not a success */
  get<T>(who: Person, path: string): Promise<T>;
  /** A page of this person at this address, watched from its first request on. */
  open(who: Person, at: string, ready: string): Promise<{ page: Page; watched: Watched }>;
}

/** What the tests of the hostile strings do through the API and before a screen. */
export function deskOf(stage: Stage): Desk {
  const known = new Map<string, Promise<string>>();
  const tokens: Desk['tokens'] = (who) => {
    const token = known.get(who.id) ?? stage.tokenOf(who);
    known.set(who.id, token);
    return token;
  };
  const ask = async (who: Person, method: string, path: string, body?: object): Promise<string> => {
    const answer = await stage.ask(method, path, { token: await tokens(who), body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return text;
  };
  return {
    tokens,
    async post(who, path, body) {
      const text = await ask(who, 'POST', path, body);
      return text === '' ? { id: '', version: 0 } : (JSON.parse(text) as { id: string; version: number });
    },
    get: async <T>(who: Person, path: string) => JSON.parse(await ask(who, 'GET', path)) as T,
    async open(who, at, ready) {
      const { page } = await stage.visit({ viewport: { width: 1280, height: 900 } });
      const watched = watchPage(page, stage.address);
      await page.goto(at);
      await enter(page, who);
      await page.locator(ready).first().waitFor();
      // The screen names the window a moment after it is drawn.
      await page.waitForFunction(() => document.title.endsWith('· Linewatch'));
      return { page, watched };
    },
  };
}
