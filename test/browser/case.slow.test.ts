import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { axe, enter, inBrowser, openStage, type Person, type Stage } from './kit.js';
import { settled } from './world.js';
import { hostile, page1, photo, recordId } from './case-evidence.js';

inBrowser('The case file', () => {
  let stage: Stage;
  let monitor: Person;
  let incident: string;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
    monitor = await stage.person('monitor');
    incident = await reported();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  /** Sends two files and a report in hostile words, and says which incident it became. */
  async function reported(): Promise<string> {
    const token = await stage.tokenOf(monitor);
    const evidence = [];
    for (const [name, mediaType, bytes] of [
      ['crater <b>1</b>.png', 'image/png', photo],
      ['page.html', 'text/html', page1],
    ] as const) {
      const id = recordId();
      const stored = await fetch(`${stage.address}/v1/evidence`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/octet-stream',
          'linewatch-evidence-id': id,
          'linewatch-media-type': mediaType,
          'linewatch-file-name': encodeURIComponent(name),
        },
        body: bytes,
      });
      if (stored.status !== 201) throw new Error(await stored.text());
      evidence.push(id);
    }
    const start = new Date(Date.now() - 600_000).toISOString();
    const id = recordId();
    const sent = await stage.ask('POST', '/v1/reports', {
      token,
      body: {
        id,
        kind: 'blast',
        means: 'ear',
        start,
        end: start,
        place: { type: 'fix', lat: 0.05, lon: 0.05, precisionMetres: 50 },
        text: hostile,
        evidence,
      },
    });
    if (sent.status !== 201) throw new Error(await sent.text());
    await settled(stage);
    const head = await stage.tokenOf(await stage.person('head_of_mission'));
    const list = await stage.ask('GET', '/v1/incidents?limit=50', { token: head });
    for (const one of ((await list.json()) as { items: { id: string }[] }).items) {
      const page = await (await stage.ask('GET', `/v1/incidents/${one.id}/case`, { token: head })).json();
      if ((page as { sightings: { id: string }[] }).sightings.some((s) => s.id === id)) return one.id;
    }
    throw new Error('the report became no incident');
  }

  /** Signs in as this person and opens the case; service workers are out of the way of intercepted answers. */
  async function open(person: Person, at = `/case/${incident}`): Promise<Page> {
    const { page } = await stage.visit({ serviceWorkers: 'block' });
    await page.goto(at);
    await enter(page, person);
    await page.locator('main#content h1').waitFor();
    return page;
  }

  /** Fills in the dialog that a button opens, and sends it. */
  async function act(page: Page, button: string, fill?: (page: Page) => Promise<void>, reason = ''): Promise<void> {
    await page.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: button });
    await dialog.waitFor();
    await fill?.(page);
    if (reason !== '') await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  const choose = async (page: Page, label: string, option: string | RegExp): Promise<void> => {
    await page.getByRole('dialog').getByRole('button', { name: label }).click();
    await page.getByRole('option', { name: option }).first().click();
  };

  /** Presses "Verify" until a signed head covers the entries. */
  async function verify(page: Page): Promise<string> {
    const words = page.locator('#journal [role=status]');
    for (let tries = 0; tries < 40; tries++) {
      await page.getByRole('button', { name: 'Verify' }).click();
      await words.getByText(/It holds|It does not hold|Nothing is wrong/).waitFor();
      const said = await words.innerText();
      if (!said.includes('Nothing is wrong') && !said.includes('too new')) return said;
      await pause(500);
    }
    throw new Error('no head covers the entries');
  }

  it('shows a supervisor what was seen as it was said, takes a decision and sends a patrol', async () => {
    const supervisor = await stage.person('supervisor');
    const page = await open(supervisor);
    await page.getByRole('heading', { name: 'What was seen' }).waitFor();
    expect(await page.locator('#said').innerText()).toContain('<script>globalThis.ran = 1</script>');
    expect(await page.locator('#said p[dir=auto]').allInnerTexts()).toContain(hostile);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const image = page.locator('#said img');
    await image.waitFor();
    expect(await image.getAttribute('src')).toMatch(/^blob:/);
    await page.getByText('Unchanged since it was received (SHA-256)').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/page/);
    expect(await page.locator('#said iframe, #said object, #said embed').count()).toBe(0);
    await page.locator('#picture svg').waitFor();
    expect(await axe(page)).toEqual([]);

    await page.getByRole('button', { name: 'Take the case' }).click();
    await page.getByText('The case is yours.').waitFor();
    await act(page, 'Ask for more', async () => {
      await choose(page, 'Who', monitor.loginName);
      await page.getByRole('textbox', { name: 'Place in words' }).fill(hostile.slice(0, 150));
      await page.getByRole('textbox', { name: 'What to look for' }).fill(hostile);
      await choose(page, 'By when', /^in 4 hours/);
      expect(await axe(page)).toEqual([]);
    });
    await page.getByText('0 of 1 place reached').waitFor();
    // By keys alone: d opens the form, the proposal or the first is chosen.
    await page.locator('h1').focus();
    await page.keyboard.press('d');
    const dialog = page.getByRole('dialog', { name: 'Decide' });
    await dialog.getByText('Verified', { exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(hostile);
    await dialog.getByRole('button', { name: 'Decide' }).click();
    await page.locator('#decision').getByText('Decided: Verified').waitFor();
    expect(await page.locator('#decision').innerText()).toContain('<img src=x onerror="globalThis.ran = 1">');
    await act(page, 'Escalate', () => choose(page, 'Rung', /Watch officer/), 'Look at this.');
    await page.locator('#escalations').getByText('Raised by a person').waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    // Not for this role.
    for (const name of ['Add evidence', 'Propose an attribution', 'Rule'])
      expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }, 240_000);

  it('lets analysts weigh, attribute with two persons, and rule', async () => {
    const [ada, bea, cem] = [
      await stage.person('analyst'),
      await stage.person('analyst'),
      await stage.person('analyst'),
    ];
    const page = await open(ada);
    await page.locator('#ledger').getByText('The evidence gives:').waitFor();
    await act(
      page,
      'Add evidence',
      async () => {
        await choose(page, 'Kind', 'Admission');
        await page.getByRole('textbox', { name: 'What it is' }).fill(hostile);
        await page.getByRole('textbox', { name: 'Source' }).fill('A person on the bridge');
        await choose(page, 'Row of the table', /own-order-shown/);
        await choose(page, 'Hypothesis', 'Orrin');
        await choose(page, 'It speaks', 'for it');
        await page.getByRole('dialog').getByText(/heard/).first().click();
        expect(await axe(page)).toEqual([]);
      },
      'It was written down.',
    );
    await page.locator('#ledger').getByText(hostile).waitFor();
    await page.getByText('Added to the ledger.').waitFor();
    const item = page.locator('#ledger li').filter({ hasText: 'A person on the bridge' });
    await item.getByRole('button', { name: 'Dispute' }).click();
    const dialog = page.getByRole('dialog', { name: 'Dispute' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Not his hand.');
    await dialog.getByRole('button', { name: 'Dispute' }).click();
    await item.getByText('Disputed by you').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await item.getByText('Disputed by you').waitFor({ state: 'detached' });
    await act(
      page,
      'Propose an attribution',
      async () => {
        await choose(page, 'Who did it', 'Orrin');
        await page.getByRole('spinbutton', { name: 'Probability' }).fill('85');
      },
      'The order was shown.',
    );
    await page.locator('#ledger').getByText('Orrin · 85%').waitFor();
    expect(await axe(page)).toEqual([]);

    const other = await open(bea);
    await act(other, 'Confirm');
    await other.locator('#ledger').getByText('Confirmed · ').waitFor();
    await act(
      other,
      'Rule',
      async () => {
        await other.getByRole('dialog').getByRole('button', { name: 'Provision' }).click();
        await other.getByRole('option').first().click();
        await choose(other, 'Result', 'No breach');
      },
      'It was outside the area.',
    );
    await other.locator('#rulings').getByText('It was outside the area.').waitFor();
    expect(await axe(other)).toEqual([]);

    // Somebody who has no part in it sees the blind case, and nothing else of it.
    const blind = await open(cem, `/case/${incident}?blind`);
    await blind.getByRole('heading', { name: 'Your opinion' }).waitFor();
    expect(await blind.locator('main').innerText()).not.toMatch(/Orrin|Vell/);
    expect(await axe(blind)).toEqual([]);
    await blind.getByRole('button', { name: 'Who did it' }).click();
    await blind.getByRole('option', { name: 'side A' }).click();
    await blind.getByRole('spinbutton', { name: 'Probability' }).fill('60');
    await blind.getByRole('textbox', { name: 'Reason' }).fill('As the directions lie.');
    await blind.getByRole('button', { name: 'Give the opinion' }).click();
    await blind.getByText('You said:').waitFor();
  }, 240_000);

  it('proves in the browser what the journal holds, and refutes a tampered answer', async () => {
    const page = await open(await stage.person('auditor'));
    const holds = await verify(page);
    expect(holds).toContain('It holds: what you see is what the journal holds.');
    expect(holds).toMatch(/signed by the key that the mission publishes|does not know Ed25519/);
    expect(await axe(page)).toEqual([]);

    await page.route('**/proof', async (route) => {
      const answer = await route.fetch();
      const proof = (await answer.json()) as { entries: { payload: Record<string, unknown> }[] };
      proof.entries[0]!.payload = { ...proof.entries[0]!.payload, added: 1 };
      await route.fulfill({ response: answer, json: proof });
    });
    expect(await verify(page)).toContain('It does not hold');
    expect(await page.locator('#journal').getByText('✗ altered').count()).toBe(1);
    await page.unroute('**/proof');

    await page.route('**/case', async (route) => {
      const answer = await route.fetch();
      const shown = (await answer.json()) as { timeline: { key: string }[] };
      shown.timeline[0]!.key = 'incident.split';
      await route.fulfill({ response: answer, json: shown });
    });
    await page.reload();
    await page.getByRole('button', { name: 'Verify' }).waitFor();
    expect(await verify(page)).toContain('It does not hold');
    expect(await page.locator('#journal').getByText('✗ shown otherwise than recorded').count()).toBe(1);
    expect(await axe(page)).toEqual([]);
  }, 180_000);

  it('is clean in the dark, at night, in Arabic, on a phone, on paper, and without a right to it', async () => {
    for (const [theme, language] of [
      ['dark', 'ar'],
      ['night', 'uk'],
    ] as const) {
      const { page } = await stage.signIn('head_of_mission', {
        at: `/case/${incident}`,
        context: { viewport: { width: 390, height: 844 } },
      });
      await page.evaluate(
        ([t, l]) => {
          localStorage.setItem('linewatch.theme', t);
          localStorage.setItem('linewatch.language', l);
        },
        [theme, language] as const,
      );
      await page.reload();
      await page.locator('#picture svg').waitFor();
      expect([theme, await axe(page)]).toEqual([theme, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('#journal button').first().isVisible()).toBe(false);
      expect(await page.locator('#said').isVisible()).toBe(true);
    }
    const { page } = await stage.signIn('supervisor', { at: `/case/${recordId()}` });
    await page.getByText('Nothing here that you may see', { exact: true }).waitFor();
    expect(await axe(page)).toEqual([]);
  }, 180_000);
});
