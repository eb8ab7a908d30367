/** The whole program in a real browser: one standalone process per file, one fresh page per visitor. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateSync } from 'otplib';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Role } from '#core/access/types.js';
import { findChromium } from '../setup/chromium.mjs';
import { fillSmallWorld } from './world.js';

const executable = findChromium();

/** `describe` where there is a browser; where there is none, skipped with the reason in the title. */
export const inBrowser: (title: string, tests: () => void) => void = executable
  ? describe
  : (title, tests) => describe.skip(`${title} (NOT RUN: no Chromium on PATH)`, tests);

const password = 'seven quiet bridges over the delta';

/** Somebody with an account. */
export interface Person {
  id: string;
  loginName: string;
  password: string;
  role: Role;
  /** The present code of the second factor; empty where there is none. */
  code(): string;
}

export interface PersonOptions {
  secondFactor?: boolean;
  sectors?: string[];
  party?: string | null;
}

/** A page that notes what it should not do. */
export interface Visit {
  page: Page;
  /** Console errors, uncaught errors and breaches of the content policy so far. */
  faults: string[];
}

export interface Stage {
  /** `http://127.0.0.1:<port>` */
  address: string;
  /** What the program keeps: its SQLite file and the files of evidence. */
  dataFolder: string;
  /** Bearer token of the first administrator, for what a test prepares through the API. */
  token: string;
  /** The password of the first administrator: chosen, or in a demo as the program printed it. */
  firstPassword: string;
  /** Waits until the program has printed something like that. @throws Error after `withinMs` */
  printed(pattern: RegExp, withinMs: number): Promise<RegExpExecArray>;
  ask(method: string, path: string, options?: { token?: string; body?: unknown }): Promise<Response>;
  person(role: Role, options?: PersonOptions): Promise<Person>;
  /** A bearer token of this person, beside whatever the browser holds. */
  tokenOf(person: Person): Promise<string>;
  /** A fresh page that nobody is signed in to. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
  /** A fresh page of a new person of this role, signed in by the form, at `path`. */
  signIn(role: Role, options?: PersonOptions & { at?: string; context?: BrowserContextOptions }): Promise<Visit>;
  /** Closes all pages; throws where one of them noted a fault. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the program on free ports over an empty store of the mission "two-valleys". `world: 'small'` puts two
 * simulated days through the same doors as real reports, and waits until the worker is done with them. `'demo'` is
 * what `npm start -- --demo` begins with: the usual mission, which fills itself for some minutes more.
 */
export async function openStage({
  world = 'empty',
  secondFactor = 'offered',
}: { world?: 'empty' | 'small' | 'demo'; secondFactor?: 'offered' | 'required' } = {}): Promise<Stage> {
  const isDemo = world === 'demo';
  // In a process of its own: the bundler takes nothing from the test runner's realm.
  execFileSync(process.execPath, ['apps/standalone/setup/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-browser-'));
  const server = await startServer(folder, isDemo, secondFactor);
  const browser = await launch();
  const visits: Visit[] = [];
  let people = 0;

  const ask: Stage['ask'] = (method, path, { token, body } = {}) =>
    fetch(server.address + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const bearer = async (loginName: string, secret: string, code: string): Promise<string> => {
    const body = { loginName, password: secret, delivery: 'bearer', ...(code !== '' && { code }) };
    const answer = await ask('POST', '/v1/sessions', { body });
    if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { token: string }).token;
  };
  /** Signs in with a password that was made for somebody, and chooses one. */
  const arrive = async (loginName: string, made: string, code: string): Promise<string> => {
    const token = await bearer(loginName, made, code);
    const changed = await ask('POST', '/v1/me/password', { token, body: { current: made, password } });
    if (changed.status !== 204) throw new Error(`the password was refused: ${await changed.text()}`);
    return token;
  };
  /** Gives whoever that is a second factor, as the program asks for where it is required. */
  const enrol = async (token: string): Promise<void> => {
    const begun = await ask('POST', '/v1/me/second-factor', { token, body: { current: password } });
    const { secondFactorAddress } = (await begun.json()) as { secondFactorAddress: string };
    const code = generateSync({ secret: new URL(secondFactorAddress).searchParams.get('secret')! });
    const confirmed = await ask('POST', '/v1/me/second-factor/confirm', { token, body: { code } });
    if (confirmed.status !== 204) throw new Error(`the second factor was refused: ${await confirmed.text()}`);
  };
  const token = await (isDemo ? bearer : arrive)('administrator', server.password, '').catch(async (error: unknown) => {
    await browser.close();
    await server.stop();
    throw new Error(`nobody could sign in: ${String(error)}\nThe program said:\n${server.words()}`);
  });

  if (secondFactor === 'required') await enrol(token);

  const stage: Stage = {
    address: server.address,
    dataFolder: join(folder, 'data'),
    token,
    firstPassword: isDemo ? server.password : password,
    async printed(pattern, withinMs) {
      for (const begun = performance.now(); performance.now() - begun < withinMs; await pause(500)) {
        const found = pattern.exec(server.words());
        if (found) return found;
      }
      throw new Error(`nothing like ${String(pattern)} was printed:\n${server.words()}`);
    },
    ask,
    async person(role, { secondFactor = false, sectors = [], party = null } = {}) {
      const loginName = `${role.replaceAll('_', '-')}-${++people}`;
      const body = { loginName, role, scope: { sectors, party }, secondFactor };
      const answer = await ask('POST', '/v1/users', { token, body });
      if (answer.status !== 201) throw new Error(`adding ${loginName}: ${await answer.text()}`);
      const added = (await answer.json()) as {
        account: { id: string };
        password: string;
        secondFactorAddress: string | null;
      };
      const secret = added.secondFactorAddress && new URL(added.secondFactorAddress).searchParams.get('secret');
      // A code opens once: with the one of now the password is chosen, that of the next half minute is taken already.
      const codeIn = (seconds: number): string =>
        secret ? generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds }) : '';
      const hello = await arrive(loginName, added.password, codeIn(0));
      await ask('DELETE', '/v1/sessions/current', { token: hello });
      return { id: added.account.id, loginName, password, role, code: () => codeIn(30) };
    },
    tokenOf: (person) => bearer(person.loginName, person.password, person.code()),
    async visit(options = {}) {
      const visit = await openPage(browser, { baseURL: server.address, ...options });
      visits.push(visit);
      return visit;
    },
    async signIn(role, { at = '/', context = {}, ...options } = {}) {
      const person = await stage.person(role, options);
      const visit = await stage.visit(context);
      await visit.page.goto(at);
      await enter(visit.page, person);
      await visit.page.waitForSelector('main#content h1');
      return visit;
    },
    async closePages() {
      const faults = visits.flatMap((visit) => visit.faults);
      await Promise.all(visits.map(({ page }) => page.context().close()));
      visits.length = 0;
      if (faults.length > 0) throw new Error(`The pages noted:\n${faults.join('\n')}`);
    },
    async close() {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  if (world === 'small') await fillSmallWorld(stage);
  return stage;
}

/** Fills in the sign-in form and sends it. */
export async function enter(page: Page, person: Person): Promise<void> {
  await page.locator('input[name=loginName]').fill(person.loginName);
  await page.locator('input[name=password]').fill(person.password);
  await page.locator('input[name=code]').fill(person.code());
  await page.locator('button[type=submit]').click();
}

/**
 * What axe finds against WCAG 2.2 A and AA and its own best practices, one line per place. What React Aria
 * reads out for a few seconds is left out: what it names may be gone by then.
 */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')} ${node.html.slice(0, 120)}`),
  );
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable!,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // No graphics card is needed for the map.
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
}

/** What the browser itself writes about an answer that is a refusal: the test of the screen judges that. */
const refusedByServer = /^Failed to load resource: the server responded with a status of 4\d\d/;

async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    // What fades in is judged when it is there, not on its way.
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !refusedByServer.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
  // Also those that are only reported; it also tells of blocked styles, which the console calls errors anyway.
  await page.exposeFunction('linewatchBreach', (text: string) => void faults.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (globalThis as unknown as { linewatchBreach(text: string): void }).linewatchBreach;
      tell(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}`);
    });
  });
  return { page, faults };
}

interface Server {
  address: string;
  /** Of the first administrator. */
  password: string;
  /** All that it has printed. */
  words(): string;
  stop(): Promise<void>;
}

/** The built program with an environment of its own: what is set around the tests is not its business. */
function startServer(folder: string, isDemo: boolean, secondFactor: string): Promise<Server> {
  const child = spawn(process.execPath, ['dist/apps/standalone/main.js', ...(isDemo ? ['--demo'] : [])], {
    env: {
      PATH: process.env['PATH'],
      LINEWATCH_DATA: join(folder, 'data'),
      ...(!isDemo && { LINEWATCH_MISSION: 'missions/two-valleys' }),
      LINEWATCH_PORT: '0',
      LINEWATCH_SECOND_FACTOR: secondFactor,
      LINEWATCH_HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      words += chunk.toString();
      const address = /address +(http:\S+)/.exec(words)?.[1];
      const secret = /password +(\S+)/.exec(words)?.[1];
      if (address && secret && words.includes('Stop with Ctrl-C')) {
        resolve({ address, password: secret, words: () => words, stop: () => stop(child) });
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${words}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
  });
}
