import { axe, inBrowser, type Stage } from './kit.js';
import { filters, hasRun, keyOfCurrent, list, openDesk, rows, told, type Desk } from './triage-desk.js';

inBrowser('The triage screen', () => {
  let stage: Stage;
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    ({ stage } = desk);
  }, 300_000);
  afterEach(() => stage.closePages());
  afterAll(() => stage.close());

  it('stands in the order of the server, says why, and decides a plain case in three keys, with a way back', async () => {
    const { page } = await desk.come();
    const wanted = await desk.queue();
    const first = wanted.findIndex((row) => row.group === null && row.incident.proposedOutcome !== null);
    expect(first).toBeGreaterThanOrEqual(0);
    expect((await rows(page).first().getAttribute('id'))!.slice(4)).toBe(wanted[0]!.key);
    await rows(page)
      .first()
      .getByText(/Urgency .* Harm .* Waiting/)
      .waitFor();
    expect(await axe(page)).toEqual([]);
    for (let at = 0; at < first; at++) await page.keyboard.press('j');
    const { key, incident } = wanted[first]!;

    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'What was seen' }).waitFor();
    await page.keyboard.press('a');
    const confirm = page.getByRole('button', { name: 'Confirm' });
    await confirm.waitFor();
    expect(await keyOfCurrent(page)).toBe(key);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Confirm');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Enter');

    await told(page, 'Decided.').waitFor();
    expect(await desk.read(incident.id)).toMatchObject({ state: 'decided', outcome: incident.proposedOutcome });
    await page.locator(`[id="row-${key}"]`).waitFor({ state: 'detached' });
    // The work goes on with the next one, without a mouse.
    expect(await keyOfCurrent(page)).toBe(wanted[first + 1]!.key);
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'listbox');

    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.locator(`[id="row-${key}"]`).waitFor();
    expect(await desk.read(incident.id)).toMatchObject({ state: 'open', outcome: null });
    expect(await keyOfCurrent(page)).toBe(key);
  }, 200_000);

  it('decides otherwise with a cause and a reason, and shows the refusal of an outdated one', async () => {
    const { page } = await desk.come();
    await filters(page).getByText('Group sensor cues').click();
    await rows(page).first().waitFor();
    await page.keyboard.press('Escape');
    await list(page).focus();
    await page.keyboard.press('j');
    const key = await keyOfCurrent(page);
    await page.keyboard.press('d');
    const form = page.getByRole('region', { name: 'Decide', exact: true });
    await form.waitFor();
    await form.getByText('Not verifiable', { exact: true }).click();
    await form.getByText('for want of access').click();
    const reason = '<img src=x onerror="globalThis.ran = 1">{{7*7}} ‮abc';
    await form.getByRole('textbox', { name: 'Reason' }).fill(reason);
    // Meanwhile somebody else holds it.
    await stage.ask('POST', `/v1/triage/${key}/claim`, { token: desk.boss });
    await form.getByRole('button', { name: 'Confirm' }).click();
    await form.getByText('Somebody else was faster').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await page.getByText('held by head-of-mission').first().waitFor();
    await stage.ask('POST', `/v1/triage/${key}/release`, { token: desk.boss });
    await page.getByText('held by head-of-mission').first().waitFor({ state: 'detached' });
    await page.keyboard.press('d');
    await form.getByText('Not verifiable', { exact: true }).click();
    await form.getByText('for want of access').click();
    await form.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await form.getByRole('button', { name: 'Confirm' }).click();
    await told(page, 'Decided.').waitFor();
    const file = await stage.ask('GET', `/v1/incidents/${key}`, { token: desk.boss });
    const { verifications } = (await file.json()) as { verifications: object[] };
    expect(verifications.at(-1)).toMatchObject({ outcome: 'not_verifiable', cause: 'access', reason });
    expect(await hasRun(page)).toBe(false);
  }, 200_000);

  it('does the same to several by keys alone: tick, claim, give back, put off, and undo', async () => {
    const { page } = await desk.come('/triage?grouped=no');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    const bar = page.getByRole('region', { name: '2 ticked' });
    await bar.waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('c');
    await told(page, '2 claimed.').waitFor();
    await page.getByText('held by you').nth(1).waitFor();
    expect(await desk.queue('&grouped=false&state=claimed')).toHaveLength(2);
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('held by you').first().waitFor({ state: 'detached' });

    await page.keyboard.press('x');
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Put off' });
    await dialog.waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.type('Waits for the patrol.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await told(page, 'Put off.').waitFor();
    expect(await desk.queue('&grouped=false&state=snoozed')).toHaveLength(1);
    await page.getByRole('button', { name: 'Undo' }).last().press('Enter');
    await page.waitForFunction(async () => {
      const answer = await fetch('/v1/triage?state=snoozed', { headers: { 'Linewatch-Request': '1' } });
      return ((await answer.json()) as { items: unknown[] }).items.length === 0;
    });
  }, 200_000);

  it('hands over to a colleague', async () => {
    const colleague = await stage.person('supervisor');
    const { page } = await desk.come('/triage?grouped=no');
    await page.keyboard.press('j');
    const key = await keyOfCurrent(page);
    await page.keyboard.press('h');
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByRole('button', { name: /Colleague/ }).press('Enter');
    await page.getByRole('option', { name: colleague.loginName, exact: true }).press('Enter');
    await dialog.getByRole('button', { name: 'Hand over' }).press('Enter');
    await told(page, 'Handed over.').waitFor();
    await page.getByText(`held by ${colleague.loginName}`).first().waitFor();
    await stage.ask('POST', `/v1/triage/${key}/release`, { token: await stage.tokenOf(colleague) });
  }, 200_000);

  it('announces what is new, and moves nothing before it is asked to', async () => {
    const { page } = await desk.come();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const key = await keyOfCurrent(page);
    const before = await rows(page).evaluateAll((all) => all.map((row) => row.id));
    await desk.report({
      casualties: { killed: 2, injured: 1 },
      place: { type: 'fix', lat: -49.2, lon: 69.3, precisionMetres: 30 },
    });
    await page
      .getByRole('status')
      .getByText(/\d+ new incident/)
      .waitFor();
    expect(await rows(page).evaluateAll((all) => all.map((row) => row.id))).toEqual(before);
    await page.keyboard.press('r');
    await page.getByText('2 killed').first().waitFor();
    expect(await rows(page).evaluateAll((all) => all.map((row) => row.id))).not.toEqual(before);
    expect(await keyOfCurrent(page)).toBe(key);
    // What somebody else has decided stays in its place, marked, until the queue is put in order anew.
    const [top] = (await desk.queue()).filter((row) => row.group === null);
    const { version } = await desk.read(top!.incident.id);
    const body = { version, outcome: 'verified', cause: null, reason: 'Seen by two.' };
    expect((await stage.ask('POST', `/v1/triage/${top!.key}/decide`, { token: desk.boss, body })).status).toBe(200);
    await page.locator(`[id="row-${top!.key}"]`).getByText('dealt with elsewhere').waitFor();
    expect(await axe(page)).toEqual([]);
  }, 200_000);

  it('does not exist for who has no part in it', async () => {
    const { page } = await stage.signIn('monitor', { at: '/triage' });
    await page.getByText('Nothing here').waitFor();
    expect(await page.getByRole('link', { name: 'Triage' }).count()).toBe(0);
  });
});
