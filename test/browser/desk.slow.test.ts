/** Splitting and merging with a way back, a dissent, reasons in the reader's language, and the hotline. */
import type { Page } from 'playwright-core';
import { axe, enter, inBrowser, openStage, type Stage } from './kit.js';
import { deskOf } from './hostile-desk.js';
import { fieldsOf } from './hostile.js';

const languages = ['uk', 'ru', 'tr', 'ar'] as const;

inBrowser('At the desk', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  const reason = 'Two patrols told of two events.';

  /** Sends the open dialog of this name with a reason. */
  async function send(page: Page, name: string): Promise<void> {
    const dialog = page.getByRole('dialog', { name });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** An incident that holds several records, of the simulated ones. */
  async function crowded(): Promise<string> {
    const token = await stage.tokenOf(await stage.person('head_of_mission'));
    const answer = await stage.ask('GET', '/v1/incidents?limit=100', { token });
    const { items } = (await answer.json()) as { items: { id: string; sightingCount: number }[] };
    return items.find(({ sightingCount }) => sightingCount >= 3)!.id;
  }

  it('splits an incident and takes that back, then merges it again', async () => {
    const { page } = await stage.signIn('supervisor', { at: `/case/${await crowded()}` });
    const section = page.locator('#restructure');
    await section.getByText('Never split or merged by a person.').waitFor();
    await section.getByRole('button', { name: 'Split', exact: true }).click();
    await page.getByRole('dialog', { name: 'Split' }).getByRole('checkbox').first().check({ force: true });
    await send(page, 'Split');
    await section.getByRole('heading', { name: 'Split', exact: true }).waitFor();
    expect(await section.innerText()).toContain(reason);
    expect(await axe(page)).toEqual([]);

    await section.getByRole('button', { name: 'Undo' }).first().click();
    await send(page, 'Undo');
    await section.getByText(/undone by/).waitFor();

    await section.getByRole('button', { name: 'Split', exact: true }).click();
    await page.getByRole('dialog', { name: 'Split' }).getByRole('checkbox').first().check({ force: true });
    await send(page, 'Split');
    await section.getByRole('heading', { name: 'Split', exact: true }).nth(1).waitFor();
    await section.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('dialog', { name: 'Merge' }).getByRole('checkbox').first().check({ force: true });
    await send(page, 'Merge');
    await section.getByRole('heading', { name: 'Merge', exact: true }).waitFor();
    await section.getByRole('button', { name: 'Undo' }).first().click();
    await send(page, 'Undo');
    await section
      .getByText(/undone by/)
      .nth(1)
      .waitFor();
  }, 120_000);

  it('keeps a dissent beside the attribution, which stays in force', async () => {
    const incident = await crowded();
    const desk = deskOf(stage);
    const [supervisor, analyst] = [await stage.person('supervisor'), await stage.person('analyst')];
    const version = async () =>
      (await desk.get<{ incident: { version: number } }>(supervisor, `/v1/incidents/${incident}`)).incident.version;
    const decision = { outcome: 'verified', cause: null, reason: 'Several sources tell of it.' };
    await desk.post(supervisor, `/v1/triage/${incident}/decide`, { version: await version(), ...decision });
    const finding = { party: 'orrin', probability: 0.9, reason: 'Bearings cross on that side.' };
    await desk.post(analyst, `/v1/incidents/${incident}/attributions`, { version: await version(), ...finding });
    const { page } = await stage.signIn('analyst', { at: `/case/${incident}` });
    const ledger = page.locator('#ledger');
    await ledger.getByRole('button', { name: 'Dissent' }).click();
    const dialog = page.getByRole('dialog', { name: 'Dissent' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The crater points the other way.');
    await dialog.getByRole('button', { name: 'Dissent', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await ledger.getByText('The crater points the other way.').waitFor();
    expect(await ledger.innerText()).toContain('Bearings cross on that side.');
  }, 120_000);

  it('says checks and links in every language, and leaves no English sentence of its own', async () => {
    const incident = await crowded();
    const { page } = await stage.signIn('supervisor', { at: '/account' });
    for (const language of languages) {
      await page.evaluate((tag) => localStorage.setItem('linewatch.language', tag), language);
      await page.goto(`/case/${incident}`);
      await page.locator('#checks table').waitFor();
      // The catalogue comes by itself, after the page.
      await page.locator('#checks [lang=en], #links [lang=en]').first().waitFor({ state: 'detached' });
      expect(await page.locator('#links dd').first().innerText()).not.toMatch(/record|source|nearest/);
      expect(await axe(page)).toEqual([]);
    }
  }, 240_000);

  it('refuses in the language of the reader, with the field and what to do', async () => {
    const { page } = await stage.signIn('supervisor', { at: '/account' });
    await page.evaluate(() => localStorage.setItem('linewatch.language', 'uk'));
    await page.goto('/account');
    await page.locator('input[type=password]').nth(0).fill('no such password');
    await page.locator('input[type=password]').nth(1).fill('short');
    await page.locator('input[type=password]').nth(2).fill('short');
    await page.locator('form button[type=submit]').first().click();
    await page.getByText('потрібно щонайменше').first().waitFor();
  }, 120_000);

  it('takes a call down, reads it back, registers it, and holds the promise against what became of it', async () => {
    const { page } = await stage.signIn('supervisor', { at: '/hotline' });
    await page.getByText('No call in this time').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take a call' }).click();
    // Every hostile string that a field of this length can hold, in one line of the log.
    const words = fieldsOf(20_000);
    await page.getByRole('textbox', { name: 'What was said' }).fill(words[0]!);
    await page.getByRole('button', { name: 'Read back' }).click();
    const dialog = page.getByRole('dialog');
    expect((await dialog.locator('blockquote').innerText()).length).toBeGreaterThan(100);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByRole('textbox', { name: 'What was said' }).waitFor();
    await page.getByRole('button', { name: 'Read back' }).click();
    await page.getByRole('button', { name: 'It is right: register' }).click();
    const issue = page.locator('article').first();
    await issue.waitFor();

    for (const [button, fill] of [
      ['A call', async () => (await choose('Who called', 'Orrin'), await choose('Who was called', 'Vell'))],
      ['A promise', async () => choose('Who promised', 'Orrin')],
    ] as const) {
      await issue.getByRole('button', { name: button, exact: true }).click();
      await fill();
      await page.getByRole('textbox', { name: 'What was said' }).fill(words.at(-1)!);
      await page.getByRole('button', { name: 'Read back' }).click();
      await page.getByRole('button', { name: 'It is right: register' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await issue.getByRole('button', { name: 'What became of it' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Which promise/ })
      .click();
    await page.getByRole('option').first().click();
    await page.getByRole('radio', { name: 'yes' }).check({ force: true });
    await page.getByRole('textbox', { name: 'What was said' }).focus();
    await page.keyboard.insertText(words.at(-1)!);
    await page.getByRole('button', { name: 'Read back' }).click();
    await page.getByRole('button', { name: 'It is right: register' }).click();
    await issue.getByText('promise kept').waitFor();
    expect(await axe(page)).toEqual([]);
    // The calls, the promise and what became of it hold them all; none has become anything but text.
    expect(
      await page.evaluate(() => '__ran' in globalThis || document.querySelector('article :is(script, img, iframe)')),
    ).toBeFalsy();

    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate(() => localStorage.setItem('linewatch.language', 'ar'));
    await page.reload();
    await page.locator('article').first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect([wide, await axe(page)]).toEqual([false, []]);

    async function choose(label: string, option: string): Promise<void> {
      await page.getByRole('dialog').getByRole('button', { name: label }).click();
      await page.getByRole('option', { name: option }).first().click();
    }
  }, 180_000);

  it('offers an editor the log to read and nothing to add; a monitor has none of it', async () => {
    const { page } = await stage.signIn('editor', { at: '/hotline' });
    await page.locator('article').first().waitFor();
    expect(await page.getByRole('button', { name: 'Take a call' }).count()).toBe(0);
    const { page: other } = await stage.visit();
    await other.goto('/hotline');
    await enter(other, await stage.person('monitor'));
    await other.getByText('Nothing here').first().waitFor();
  }, 120_000);

  it('lets a chief give a way back in, and shows a monitor what waits for them', async () => {
    const { page } = await stage.signIn('head_of_mission', { at: '/admin/users' });
    await page.getByRole('table').waitFor();
    expect(await page.getByRole('button', { name: 'Add an account' }).count()).toBe(0);
    await page
      .getByRole('row', { name: /editor-/ })
      .first()
      .getByRole('button')
      .click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toHaveLength(1);
    const { page: monitor } = await stage.signIn('monitor', { at: '/account' });
    await monitor.getByText('Nothing waits for you.').waitFor();
  }, 120_000);
});
