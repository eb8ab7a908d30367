import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { axe, enter, inBrowser, openStage, type Stage } from './kit.js';
import { settled } from './world.js';

/** Names that must come out as the letters that they are. */
const hostile = [
  `<img src=x onerror="document.title='ran'">`,
  `<script>document.title='ran'</script>`,
  `"><svg/onload=document.title='ran'>`,
  `{{7*7}} \${7*7} %s %n`,
  `javascript:document.title='ran'`,
  `' OR 1=1; DROP TABLE account; --`,
  `\u202Eevil\u202C right-to-left`,
  `<a href="javascript:document.title='ran'">name</a>`,
  `&lt;b&gt;&amp;&#x27;`,
  `</textarea><iframe src=//example.invalid>`,
];
const phone = { viewport: { width: 390, height: 844 } };
const publicKey = (): string => (generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as { x: string }).x;

inBrowser('The administration', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
  const act = async (page: Page, name: string, action: string): Promise<void> => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };

  it('an administrator adds somebody, scopes, resets and disables them, and takes that back', async () => {
    const { page } = await stage.signIn('administrator', { at: '/admin' });
    await page.getByRole('heading', { level: 2, name: 'People' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/users');
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[name=loginName]').fill('new-monitor');
    await dialog.locator('input[name=displayName]').fill(hostile[0]!);
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add an account' }).click();
    await dialog.getByText('The account new-monitor was added.').waitFor();
    const [password, secret] = await dialog.locator('code').allInnerTexts();
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'I have passed it on' }).click();
    await row(page, 'new-monitor').getByText(hostile[0]!).waitFor();
    expect(await page.content()).not.toContain(password);

    // What was shown opens the account, with its second factor.
    const person = { id: '', role: 'monitor' as const, loginName: 'new-monitor', password: password! };
    const code = (): string => generateSync({ secret: secret!.replaceAll(' ', '') });
    const monitor = await stage.visit();
    await monitor.page.goto('/account');
    await enter(monitor.page, { ...person, code });
    await monitor.page.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await row(page, 'new-monitor').getByText('first password, good until').waitFor();
    await monitor.page.locator('input[name=current]').fill(password!);
    await monitor.page.locator('input[name=password]').fill('nine herons wait beside the slow canal');
    await monitor.page.locator('input[name=again]').fill('nine herons wait beside the slow canal');
    await monitor.page.getByRole('button', { name: 'Set the password' }).click();
    await monitor.page.getByRole('heading', { name: 'My account' }).waitFor();

    await act(page, 'new-monitor', 'Change role and scope');
    await dialog.locator('fieldset label').first().click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('new-monitor has the new role and scope.').waitFor();
    await row(page, 'new-monitor').getByText('All sectors').waitFor({ state: 'detached' });
    await monitor.page.reload();
    await monitor.page.locator('input[name=loginName]').waitFor();

    await act(page, 'new-monitor', 'Reset the password');
    await dialog.getByText('The second factor is lost').click();
    await dialog.getByRole('button', { name: 'Reset now' }).click();
    await dialog.getByText('Address with the token').waitFor();
    const address = (await dialog.locator('code').allInnerTexts())[1]!;
    await dialog.getByRole('button', { name: 'I have passed it on' }).click();

    // Whoever was given it chooses a password without being signed in, once.
    await monitor.page.goto('about:blank');
    await monitor.page.goto(address);
    const chosen = 'nine herons wait beside the slow canal';
    await monitor.page.locator('input[name=password]').fill(chosen);
    await monitor.page.locator('input[name=again]').fill('something else');
    expect(new URL(monitor.page.url()).hash).toBe('');
    await monitor.page.getByRole('button', { name: 'Set the password' }).click();
    await monitor.page.getByText('The two passwords differ').waitFor();
    expect(await axe(monitor.page)).toEqual([]);
    await monitor.page.locator('input[name=again]').fill(chosen);
    await monitor.page.getByRole('button', { name: 'Set the password' }).click();
    await monitor.page.getByText('The password is set.').waitFor();
    const renewed = (await monitor.page.locator('code').first().innerText()).replaceAll(' ', '');
    expect(await axe(monitor.page)).toEqual([]);
    await monitor.page.getByRole('link', { name: 'Sign in' }).click();
    await enter(monitor.page, { ...person, password: chosen, code: () => generateSync({ secret: renewed }) });
    await monitor.page.waitForSelector('main#content h1');
    await monitor.page.goto('about:blank');
    await monitor.page.goto(address);
    await monitor.page.locator('input[name=password]').fill(chosen);
    await monitor.page.locator('input[name=again]').fill(chosen);
    await monitor.page.getByRole('button', { name: 'Set the password' }).click();
    await monitor.page.getByRole('alert').waitFor();

    await act(page, 'new-monitor', 'Put out of service');
    await page.getByText('new-monitor is out of service.').waitFor();
    await row(page, 'new-monitor').waitFor({ state: 'detached' });
    await page
      .getByRole('listitem')
      .filter({ hasText: 'is out of service' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await row(page, 'new-monitor').getByText('in service').waitFor();
  }, 120_000);

  it('says at the field what is wrong with a new account', async () => {
    const { page } = await stage.signIn('administrator', { at: '/admin/users' });
    await page.getByRole('button', { name: 'Add an account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[name=loginName]').fill('Not A Name!');
    await dialog.getByRole('button', { name: 'Add an account' }).click();
    await dialog.locator('[data-invalid] input[name=loginName], input[name=loginName][data-invalid]').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('registers a device and takes it out of service; hostile names are text', async () => {
    const { page } = await stage.signIn('administrator', { at: '/admin/devices' });
    await page.getByText('No device is registered.').waitFor();
    expect(await axe(page)).toEqual([]);
    const dialog = page.getByRole('dialog');
    for (const name of hostile) {
      await page.getByRole('button', { name: 'Register a device' }).click();
      await dialog.locator('input[name=name]').fill(name);
      await dialog.locator('input[name=publicKey]').fill(publicKey());
      await dialog.getByRole('button', { name: 'Register a device' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('cell').getByText(name, { exact: true }).waitFor();
    }
    expect(await page.locator('main table').locator('img, script, svg[onload], iframe, a').count()).toBe(0);
    expect(await page.title()).toBe('Administration · Linewatch');
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: `Put out of service: ${hostile[3]!}` }).click();
    await dialog.getByRole('button', { name: 'Put out of service' }).click();
    await row(page, hostile[3]!).getByText('out of service since').waitFor();
  }, 120_000);

  it('shows why work was given up, and has it tried again', async () => {
    const store = new Sqlite(join(stage.dataFolder, 'linewatch.sqlite'));
    const { id } = store.prepare(`SELECT "id" FROM "work" WHERE "state" = 'done' LIMIT 1`).get() as { id: string };
    store
      .prepare(`UPDATE "work" SET "state" = 'dead', "done_at" = NULL, "last_error" = ? WHERE "id" = ?`)
      .run(hostile.join(' '), id);
    const { page } = await stage.signIn('administrator', { at: '/admin/health' });
    await page.getByText('Work was given up.').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: 'Queues and dead letters' }).click();
    await page.getByText(hostile[1]!).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: /^Try again: / }).click();
    await page.getByText('No dead letters.').waitFor();
    await settled(stage);
    expect(store.prepare(`SELECT "state" FROM "work" WHERE "id" = ?`).get(id)).toEqual({ state: 'done' });
    store.close();
  }, 120_000);

  it('makes a backup, and verifies the records against the journal', async () => {
    const { page } = await stage.signIn('administrator', { at: '/admin/health' });
    await page.getByRole('button', { name: 'Make a backup now' }).click();
    await page.getByText('The backup is on the server in').waitFor();
    await page.getByRole('link', { name: 'Journal' }).click();
    await page.getByRole('button', { name: 'Verify all records' }).click();
    await page.getByText(/All records are as the journal says/).waitFor();
    expect(await axe(page)).toEqual([]);
  }, 120_000);

  it('shows the pack as a page, with its digest, to those who oversee; they change nothing', async () => {
    const { page } = await stage.signIn('auditor', { at: '/admin' });
    await page.getByRole('heading', { level: 2, name: 'Two Valleys Observer Mission' }).waitFor();
    const { packDigest } = (await (await stage.ask('GET', '/v1/mission', { token: stage.token })).json()) as {
      packDigest: string;
    };
    await page.getByText(packDigest).waitFor();
    await page.getByText('Independent sources at least 2').waitFor();
    expect(await axe(page)).toEqual([]);
    const pages = await page.getByRole('navigation', { name: 'Pages of the administration' }).getByRole('link').all();
    expect(await Promise.all(pages.map((link) => link.innerText()))).toEqual([
      'Mission pack',
      'Queues and dead letters',
      'Health',
      'Journal',
    ]);
    await page.goto('/admin/health');
    await page.getByText('Node.js').waitFor();
    expect(await page.getByRole('button', { name: 'Make a backup now' }).count()).toBe(0);
    await page.goto('/admin/users');
    await page.getByRole('heading', { level: 2, name: 'Two Valleys Observer Mission' }).waitFor();
  });

  it('fits a phone, also in Arabic and in the dark', async () => {
    const { page } = await stage.signIn('administrator', { at: '/admin', context: phone });
    await page.evaluate(() => {
      localStorage.setItem('linewatch.theme', 'dark');
      localStorage.setItem('linewatch.language', 'ar');
    });
    for (const key of ['users', 'devices', 'mission', 'work', 'health', 'journal']) {
      await page.goto(`/admin/${key}`);
      await page.locator('main h2').first().waitFor();
      expect([key, await axe(page)]).toEqual([key, []]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([key, width <= 390]).toEqual([key, true]);
    }
  }, 120_000);
});
