import { generateSync } from 'otplib';
import { axe, enter, inBrowser, openStage, type Person, type Stage } from './kit.js';

/** What was made for somebody new, before they have done anything. */
async function newcomer(stage: Stage, loginName: string): Promise<Person> {
  const body = { loginName, role: 'supervisor', scope: { sectors: [], party: null }, secondFactor: false };
  const answer = await stage.ask('POST', '/v1/users', { token: stage.token, body });
  const { account, password } = (await answer.json()) as { account: { id: string }; password: string };
  return { id: account.id, loginName, password, role: 'supervisor', code: () => '' };
}

inBrowser('the first sign-in where a second factor is required', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ secondFactor: 'required' });
  }, 120_000);
  afterEach(() => stage.closePages());
  afterAll(() => stage.close());

  it('leads to a password of one’s own, then to a second factor, and then to the work', async () => {
    const person = await newcomer(stage, 'nour');
    const { page } = await stage.visit();
    await page.goto('/triage');
    await enter(page, person);
    await page.getByRole('heading', { level: 1, name: 'Choose your own password' }).waitFor();
    expect(await axe(page)).toEqual([]);
    const chosen = 'nine herons wait beside the slow canal';
    await page.locator('input[name=current]').fill(person.password);
    await page.locator('input[name=password]').fill(chosen);
    await page.locator('input[name=again]').fill(chosen);
    await page.getByRole('button', { name: 'Set the password' }).click();

    await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.locator('input[name=current]').fill('not the password of now');
    await page.getByRole('button', { name: 'Show the secret' }).click();
    await page.getByRole('alert').waitFor();
    await page.locator('input[name=current]').fill(chosen);
    await page.getByRole('button', { name: 'Show the secret' }).click();
    const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '');
    expect(await axe(page)).toEqual([]);
    // Reloading gives no way around it.
    await page.goto('/account');
    await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor();
    await page.locator('input[name=current]').fill(chosen);
    await page.getByRole('button', { name: 'Show the secret' }).click();
    await page.locator('input[name=code]').waitFor();
    const renewed = (await page.locator('code').first().innerText()).replaceAll(' ', '');
    expect(renewed).not.toBe(secret);
    await page.locator('input[name=code]').fill(generateSync({ secret: renewed }));
    await page.getByRole('button', { name: 'Switch it on' }).click();
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    await page.getByText('Asked for at each sign-in').waitFor();
  });
});

inBrowser('signing in and out', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 120_000);
  afterEach(() => stage.closePages());
  afterAll(() => stage.close());

  it('asks for the second factor, and takes a code once', async () => {
    const person = await stage.person('analyst', { secondFactor: true });
    const { page } = await stage.visit();
    await page.goto('/account');
    const code = person.code();
    await enter(page, { ...person, code: () => '000000' });
    await page.getByRole('alert').waitFor();
    await enter(page, { ...person, code: () => code });
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    const cookies = await page.context().cookies();
    // Language and theme of this device are told to the server that draws the first look; they are no secret.
    const secrets = cookies.filter(({ name }) => !['linewatch.language', 'linewatch.theme'].includes(name));
    expect(secrets).toMatchObject([{ name: '__Host-linewatch', httpOnly: true, secure: true, sameSite: 'Strict' }]);
    const again = await stage.visit();
    await again.page.goto('/');
    await enter(again.page, { ...person, code: () => code });
    await again.page.getByRole('alert').waitFor();
  });

  it('ends all sessions of the account, here and elsewhere, and keeps nothing', async () => {
    const person = await stage.person('monitor');
    const [here, there] = [await stage.visit(), await stage.visit()];
    for (const { page } of [here, there]) {
      await page.goto('/account');
      await enter(page, person);
      await page.getByText('This device').first().waitFor();
    }
    await here.page.reload();
    await here.page.getByText('Another device').waitFor();
    await here.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await here.page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await here.page.locator('input[name=loginName]').waitFor();
    await there.page.reload();
    await there.page.locator('input[name=loginName]').waitFor();
    for (const { page } of [here, there]) {
      expect(await page.content()).not.toContain(person.loginName);
      expect(await page.evaluate(() => localStorage.getItem('linewatch.account'))).toBeNull();
    }
  });

  it('ends one other session, and changes the password', async () => {
    const person = await stage.person('monitor');
    const [here, there] = [await stage.visit(), await stage.visit()];
    for (const { page } of [there, here]) {
      await page.goto('/account');
      await enter(page, person);
      await page.getByText('This device').first().waitFor();
    }
    await here.page.getByRole('button', { name: /^Sign out there/ }).click();
    await here.page.getByText('Signed out there.').waitFor();
    await there.page.reload();
    await there.page.locator('input[name=loginName]').waitFor();
    const chosen = 'nine herons wait beside the slow canal';
    await here.page.locator('input[name=current]').fill('not the password of now');
    await here.page.locator('input[name=password]').fill(chosen);
    await here.page.locator('input[name=again]').fill(chosen);
    await here.page.getByRole('button', { name: 'Change the password' }).click();
    await here.page.getByRole('alert').waitFor();
    expect(await axe(here.page)).toEqual([]);
    await here.page.locator('input[name=current]').fill(person.password);
    await here.page.getByRole('button', { name: 'Change the password' }).click();
    await here.page.getByText('The password is changed.').waitFor();
    await enter(there.page, { ...person, password: chosen });
    await there.page.getByRole('heading', { name: 'My account' }).waitFor();
  });

  it('lists its keys at ?, and gives the focus back', async () => {
    const { page } = await stage.signIn('auditor', { at: '/account' });
    await page.getByRole('button', { name: 'Sign out', exact: true }).focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Sign out');
  });

  it('is clean to axe, also in the dark, at night, in Arabic, and on a phone', async () => {
    const { page } = await stage.visit();
    await page.goto('/');
    await page.locator('input[name=loginName]').waitFor();
    expect(await axe(page)).toEqual([]);
    for (const [theme, language] of [
      ['light', 'en'],
      ['dark', 'ar'],
      ['night', 'uk'],
    ] as const) {
      const visit = await stage.signIn('supervisor', {
        at: '/account',
        context: { viewport: { width: 390, height: 844 } },
      });
      await visit.page.evaluate(
        ([t, l]) => {
          localStorage.setItem('linewatch.theme', t);
          localStorage.setItem('linewatch.language', l);
        },
        [theme, language] as const,
      );
      await visit.page.reload();
      await visit.page.locator('main ul li').first().waitFor();
      expect(await visit.page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
      expect([theme, await axe(visit.page)]).toEqual([theme, []]);
      // Nothing sticks out sideways.
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });

  it('notes what breaks the content policy, and refuses it', async () => {
    const visit = await stage.signIn('auditor', { at: '/account' });
    await visit.page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.text = 'globalThis.ran = true';
        document.body.append(script);
      } catch {
        // Trusted types throw already at the text.
      }
      document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' }));
    });
    await visit.page.waitForTimeout(200);
    expect(await visit.page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(visit.faults.join('\n')).toMatch(/style-src/);
    expect(visit.faults.join('\n')).toMatch(/require-trusted-types-for/);
    visit.faults.length = 0;
  });
});
