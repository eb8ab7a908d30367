/** What the tests of the triage screen share: a stage with the small world, and what they ask and press. */
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { openStage, type Stage, type Visit } from './kit.js';
import { settled } from './world.js';

export interface Row {
  key: string;
  group: { count: number } | null;
  incident: { id: string; version: number; proposedOutcome: string | null; state: string; outcome: string | null };
}

export const rows = (page: Page) => page.locator('[role=listbox][aria-label] > div > [role=option]');
export const list = (page: Page) => page.getByRole('listbox', { name: 'Queue' });
export const told = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Messages' }).getByText(text);
export const filters = (page: Page) => page.getByRole('group', { name: 'Filters' });
export const keyOfCurrent = async (page: Page): Promise<string> =>
  (await page.locator('[role=option][aria-selected=true]').getAttribute('id'))!.slice(4);
/** Whether anything that was only to be shown has run. */
export const hasRun = (page: Page): Promise<boolean> => page.evaluate(() => 'ran' in globalThis);

export interface Desk {
  stage: Stage;
  /** Token of a head of mission. */
  boss: string;
  queue(query?: string): Promise<Row[]>;
  read(id: string): Promise<Row['incident']>;
  /** What a monitor sends; observed where `means` is a machine's. Waits until the worker is done with it. */
  report(change?: Record<string, unknown>): Promise<void>;
  /** A new supervisor before the queue. */
  come(at?: string): Promise<Visit>;
}

export async function openDesk(): Promise<Desk> {
  const stage = await openStage({ world: 'small' });
  const boss = await stage.tokenOf(await stage.person('head_of_mission'));
  const monitor = await stage.tokenOf(await stage.person('monitor'));
  return {
    stage,
    boss,
    async queue(query = '') {
      const answer = await stage.ask('GET', `/v1/triage?limit=200${query}`, { token: boss });
      return ((await answer.json()) as { items: Row[] }).items;
    },
    async read(id) {
      const answer = await stage.ask('GET', `/v1/incidents/${id}`, { token: boss });
      return ((await answer.json()) as { incident: Row['incident'] }).incident;
    },
    async report(change = {}) {
      const [start, end] = [1_800_000, 1_740_000].map((ago) => new Date(Date.now() - ago).toISOString());
      const place = { type: 'fix', lat: -49.3, lon: 69.5, precisionMetres: 30 };
      const body = { id: freshId(), kind: 'blast', means: 'eye', start, end, place, ...change };
      const door = 'platformId' in change ? '/v1/observations' : '/v1/reports';
      const answer = await stage.ask('POST', door, { token: monitor, body });
      if (answer.status >= 300) throw new Error(await answer.text());
      await settled(stage);
    },
    async come(at = '/triage') {
      const visit = await stage.signIn('supervisor', { at });
      await rows(visit.page).first().waitFor();
      return visit;
    },
  };
}

/** UUID of version 7. */
function freshId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const noise = randomBytes(8).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(0, 3)}-8${noise.slice(3, 6)}-${noise.slice(4)}`;
}
