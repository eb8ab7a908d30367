/** A week whose figures do not add up is not frozen: the editor reads which two differ, in their own language. */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { axe, inBrowser, openStage, type Stage } from './kit.js';

inBrowser('A week that does not add up', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  it('is refused with both figures, stays a draft, and freezes once it adds up', async () => {
    const { page } = await stage.signIn('editor', { at: '/summaries' });
    const draft = page.getByRole('button', { name: /^Open a draft of/ }).first();
    await draft.waitFor();
    const week = /\d{4}-W\d{2}/.exec((await draft.getAttribute('aria-label')) ?? (await draft.innerText()))![0];
    const days = await weekOf(week);
    await draft.click();
    await page.getByText('Live figures, counted at').waitFor();
    const address = page.url();

    // As if a roll-up had been altered beside the program: five incidents that no list of cases knows.
    const store = new Sqlite(join(stage.dataFolder, 'linewatch.sqlite'));
    store.prepare(`INSERT INTO rollup_incident VALUES (?, ?, 'none', 'blast', 'none', 'alleged', 5)`).run(week, days);
    await freeze('Freeze');
    await page.getByText(/incidents\.live is 5, but time_of_day\.all is 0/).waitFor();
    expect(await axe(page)).toEqual([]);

    await page.evaluate(() => localStorage.setItem('linewatch.language', 'uk'));
    await page.goto(address);
    await freeze('Заморозити');
    await page.getByText(/incidents\.live дорівнює 5, а time_of_day\.all — 0/).waitFor();

    store.prepare(`DELETE FROM rollup_incident WHERE reporting_week = ? AND incidents = 5`).run(week);
    store.close();
    await page.evaluate(() => localStorage.setItem('linewatch.language', 'en'));
    await page.goto(address);
    await freeze('Freeze');
    await page.getByText('Frozen. The documents are being made.').waitFor();

    async function freeze(name: string): Promise<void> {
      await page.getByRole('button', { name, exact: true }).first().click();
      await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
    }
  }, 180_000);

  /** The second day of a week. */
  async function weekOf(week: string): Promise<string> {
    const token = await stage.tokenOf(await stage.person('editor'));
    const answer = await stage.ask('GET', '/v1/edition-weeks', { token });
    const { items } = (await answer.json()) as { items: { week: string; from: string }[] };
    const { from } = items.find((one) => one.week === week)!;
    return new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10);
  }
});
