import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { axe, inBrowser, openStage, type Person, type Stage } from './kit.js';

/** Typed as a reason: it must come out as the letters that it is. */
const hostile = `<img src=x onerror="document.title='ran'"><script>document.title='ran'</script>{{7*7}} ' OR 1=1 -- \u202Eabc`;

inBrowser('The escalation board', () => {
  let stage: Stage;
  let [monitor, head]: [Person, Person] = [] as never;
  let incidents: string[] = [];

  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
    [monitor, head] = [await stage.person('monitor'), await stage.person('head_of_mission')];
    const token = await stage.tokenOf(head);
    const { items } = (await (await stage.ask('GET', '/v1/incidents?limit=20', { token })).json()) as {
      items: { id: string; state: string }[];
    };
    incidents = items.filter(({ state }) => state !== 'merged').map(({ id }) => id);
    expect(incidents.length).toBeGreaterThan(4);
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  const raise = async (rung: string, reason: string): Promise<string> => {
    const token = await stage.tokenOf(rung === 'head' ? head : monitor);
    // The next one on which nobody has raised anything.
    for (let id = incidents.shift(); id !== undefined; id = incidents.shift()) {
      const answer = await stage.ask('POST', `/v1/incidents/${id}/escalations`, { token, body: { rung, reason } });
      if (answer.status === 201) return ((await answer.json()) as { id: string }).id;
    }
    throw new Error('no incident is left');
  };
  const card = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);
  const focus = (page: Page, id: string) => card(page, id).locator(':is(h2, h3) button').first().focus();
  /** Says it in the open dialog. */
  const say = async (page: Page, reason: string, button: string): Promise<void> => {
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').fill(reason);
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  it('is worked through by keyboard: acknowledged, put off, acted on; with whom it reached, and as a CAP alert', async () => {
    const first = await raise('watch-officer', hostile);
    const { page } = await stage.signIn('supervisor', { at: '/escalation' });
    await card(page, first).getByText('Waits for notice').waitFor();
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      expect.stringMatching(/^1\. Watch officer/),
      expect.stringMatching(/^2\. Head of mission/),
    ]);
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press('j');
    await page.locator('[data-step][aria-current=true]').waitFor();
    await focus(page, first);
    await page.keyboard.press('a');
    await card(page, first).getByText('In hand').waitFor();
    await card(page, first).getByText('Held by').waitFor();

    await focus(page, first);
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    await panel.getByText(hostile, { exact: true }).waitFor();
    await panel.getByRole('cell', { name: 'Console' }).first().waitFor();
    expect(await axe(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('link', { name: 'Download as CAP 1.2 alert' }).click(),
    ]);
    const alert = readFileSync(await download.path(), 'utf8');
    expect(alert).toContain('urn:oasis:names:tc:emergency:cap:1.2');
    expect(alert).not.toContain('onerror');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    await focus(page, first);
    await page.keyboard.press('s');
    expect(await axe(page)).toEqual([]);
    await page.getByRole('dialog').getByText('It can be put off 2 more times.').waitFor();
    await say(page, 'The patrol is on its way.', 'Put off');

    await focus(page, first);
    await page.keyboard.press('d');
    await say(page, 'The patrol has been there.', 'Say what was done');
    await card(page, first).waitFor({ state: 'detached' });
    expect(await page.title()).toBe('Escalation · Linewatch');
  });

  it('shows what is raised elsewhere by itself, hands a shift over, lowers and closes with a reason', async () => {
    const relief = await stage.person('supervisor');
    const { page } = await stage.signIn('head_of_mission', { at: '/escalation' });
    await page.getByText('No step is open').waitFor();
    const grave = await raise('head', 'A person asks.');
    await card(page, grave).waitFor();

    await focus(page, grave);
    await page.keyboard.press('l');
    await say(page, 'The watch can do this.', 'Lower');
    await card(page, grave).waitFor({ state: 'detached' });
    const lowered = page.locator('[data-step]', { hasText: 'a person asks' }).first();
    await lowered.waitFor();
    const id = (await lowered.getAttribute('data-step'))!;
    await focus(page, id);
    await page.keyboard.press('a');
    await card(page, id).getByText('In hand').waitFor();

    await page.keyboard.press('h');
    const dialog = page.getByRole('dialog');
    await dialog.locator('button[aria-haspopup=listbox]').last().click();
    await page.getByRole('option', { name: new RegExp(relief.loginName) }).click();
    await say(page, 'End of my shift.', 'Hand over my shift');
    await card(page, id).getByText(relief.loginName).waitFor();

    await focus(page, id);
    await page.keyboard.press('x');
    expect(await axe(page)).toEqual([]);
    await say(page, 'Nothing more to do.', 'End the escalation');
    await card(page, id).waitFor({ state: 'detached' });
  });

  it('fits a phone as one list by clocks, with the messages that one was sent', async () => {
    const step = await raise('watch-officer', 'Please look.');
    const context = { viewport: { width: 390, height: 800 } };
    const { page } = await stage.signIn('supervisor', { at: '/escalation', context });
    await card(page, step).waitFor();
    expect(await page.getByRole('button', { name: 'By clock' }).getAttribute('aria-pressed')).toBe('true');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await axe(page)).toEqual([]);
    const later = await raise('watch-officer', 'Another one.');
    await card(page, later).waitFor();

    await page.getByRole('button', { name: 'My messages' }).click();
    const message = page.locator('[data-state=unread]').first();
    await message.waitFor();
    expect(await axe(page)).toEqual([]);
    await message.getByRole('button', { name: 'Mark as read' }).click();
    await page.locator('[data-state=read]').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it('offers nothing to who only looks', async () => {
    await raise('watch-officer', 'For an auditor.');
    const { page } = await stage.signIn('auditor', { at: '/escalation' });
    await page.locator('[data-step]').first().waitFor();
    expect(await page.locator('[data-step]').getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
  });
});
