import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { axe, inBrowser, openStage, type Stage } from './kit.js';
import { settled } from './world.js';

/** In a reply they must come out as the letters that they are. */
const hostile = [
  `<script>document.title='ran'</script>`,
  `<img src=x onerror="document.title='ran'">`,
  `<svg/onload=document.title='ran'>`,
  `"><iframe srcdoc="<script>parent.document.title='ran'</script>">`,
  `javascript:document.title='ran'`,
  '{{constructor.constructor("document.title=`ran`")()}}',
  '${document.title="ran"}',
  '<a href="data:text/html,<script>1</script>">x</a>',
  "'; DROP TABLE reply; --",
  '\u202Egnp.exe \u2066 \u200B Ω≈ç 测试 \u{1F9FF}',
  '&lt;b&gt;not bold&lt;/b&gt; <b>not bold</b>',
  '=cmd|"/c calc"!A1',
].join('\n');
const file = Buffer.alloc(700_000, 7);
const phone = { viewport: { width: 390, height: 800 } };

/** What a liaison's pages may ask for: one's own session, one's own party's things, the words and lines of the agreement. */
const allowed =
  /^\/($|index\.html|liaison|account|assets\/|icon|app\.webmanifest|worker|sw|favicon|\.well-known\/linewatch-receipts\.json|v1\/(me|sessions|live|mission|map\/geography|notifications|party\/|party-editions|evidence\/[^/]+\/parts)|$)/;

function watch(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http')) asked.push(url.pathname);
  });
  return asked;
}

inBrowser("The liaison's portal", () => {
  let stage: Stage;
  const party = 'orrin';

  beforeAll(async () => {
    stage = await openStage();
    await fileNotice();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  /** A finding about the party, made by the mission's people as they make it: the notice follows by itself. */
  async function fileNotice(): Promise<void> {
    const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString();
    const [analyst, second, head] = [
      await stage.tokenOf(await stage.person('analyst')),
      await stage.tokenOf(await stage.person('analyst')),
      await stage.tokenOf(await stage.person('head_of_mission')),
    ];
    const post = async (token: string, path: string, body?: unknown): Promise<{ id: string }> => {
      const answer = await stage.ask('POST', path, { token, body });
      if (answer.status >= 300) throw new Error(`${path}: ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    };
    const about = { provisionId: 'few-guns', party };
    const figures = { low: 25, best: 28, high: 31, method: 'counted on imagery' };
    const id = '019a0000-0000-7000-8000-000000000001';
    await post(analyst, '/v1/registers/estimates', { ...about, ...figures, id, asOf: day(10) });
    const span = { from: day(15), to: day(1) };
    const ruling = { ...about, ...span, result: 'breach', gravity: 'grave', reason: 'Counted.' };
    const { id: assessment } = await post(second, '/v1/assessments', ruling);
    await post(head, `/v1/assessments/${assessment}/confirm`);
    await settled(stage);
  }

  const openNotice = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: /^Notice 1/ }).click();
    await page.getByRole('heading', { name: 'Your replies' }).waitFor();
  };

  it('acknowledges a notice, checks its seal, answers word for word with a file, and holds a receipt', async () => {
    const { page } = await stage.signIn('party_liaison', { party, at: '/liaison' });
    const asked = watch(page);
    await openNotice(page);
    expect(await axe(page)).toEqual([]);
    await page.getByText('Seal', { exact: true }).click();
    await page.getByRole('button', { name: 'Check the seal' }).click();
    await page.getByText(/The seal holds|this browser cannot check/).waitFor();
    await page.getByRole('button', { name: 'Acknowledge: we have it in hand' }).click();
    await page.getByText(/met, .* early/).waitFor();

    const words = page.getByRole('textbox', { name: "Your party's words" });
    await words.fill(hostile);
    await page
      .getByTestId('attachments')
      .setInputFiles({ name: '<b>log</b>.bin', mimeType: 'text/plain', buffer: file });
    await page.getByText('<b>log</b>.bin').waitFor();
    // What was begun is still there after the page was closed.
    await page.reload();
    await openNotice(page);
    await page.getByText('<b>log</b>.bin').waitFor();
    expect(await words.inputValue()).toBe(hostile);
    await page.getByRole('button', { name: 'Send the reply' }).click();
    await page.getByText('Received with receipt').waitFor();
    const reply = page.locator('[class*=verbatim]').first();
    expect(await reply.textContent()).toBe(hostile);
    expect(await page.getByRole('list', { name: 'Attachments' }).textContent()).toContain('<b>log</b>.bin');
    expect(await words.inputValue()).toBe('');
    expect(await axe(page)).toEqual([]);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the receipt' }).click(),
    ]);
    expect(JSON.parse(readFileSync(await saved.path(), 'utf8'))).toMatchObject({ signature: expect.any(String) });
    expect(await page.title()).toBe('Notices and replies · Linewatch');

    const staff = await stage.tokenOf(await stage.person('head_of_mission'));
    const { items } = (await (await stage.ask('GET', '/v1/notices', { token: staff })).json()) as {
      items: { replies: { text: string; attachments: { size: number }[] }[] }[];
    };
    expect(items[0]!.replies).toMatchObject([{ text: hostile, attachments: [{ size: file.length }] }]);
    expect(asked.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('files an advance notice with corners pressed and typed', async () => {
    const { page } = await stage.signIn('party_liaison', { party, at: '/liaison' });
    const asked = watch(page);
    await page.getByRole('button', { name: 'Our advance notices' }).click();
    await page.getByText('No advance notice given').waitFor();
    await page.getByRole('button', { name: 'Give advance notice' }).click();
    const form = page.getByRole('region', { name: 'Give advance notice' });
    await form.getByLabel('From').fill('2099-05-01T08:00');
    await form.getByLabel('Until').fill('2099-05-01T12:00');
    await form.getByRole('group', { name: 'Kinds of event that it explains' }).locator('label').first().click();
    await form.getByRole('group', { name: 'Kinds that will not happen there' }).locator('label').last().click();
    const map = form.getByRole('img', { name: /^Map of the line/ });
    await map.scrollIntoViewIfNeeded();
    const frame = (await map.boundingBox())!;
    await map.click({ position: { x: frame.width * 0.4, y: frame.height * 0.4 } });
    await map.click({ position: { x: frame.width * 0.6, y: frame.height * 0.4 } });
    await form.getByText('2 corners').waitFor();
    // Each is drawn where it was pressed.
    const drawn = (await map.locator('circle[class*=corner]').last().boundingBox())!;
    const now = (await map.boundingBox())!;
    expect(Math.abs(drawn.x + drawn.width / 2 - (now.x + now.width * 0.6))).toBeLessThan(2);
    expect(Math.abs(drawn.y + drawn.height / 2 - (now.y + now.height * 0.4))).toBeLessThan(2);
    await form.getByRole('button', { name: 'Type a corner' }).click();
    await form.getByLabel('Corner 3: latitude').fill('0,01');
    await form.getByLabel('Corner 3: longitude').fill('0.05');
    await form.getByRole('textbox', { name: 'In your own words' }).fill(hostile);
    expect(await axe(page)).toEqual([]);
    await form.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('Received with receipt').waitFor();
    expect(await page.locator('[class*=verbatim]').textContent()).toBe(hostile);
    await page.getByText('3 corners').click();
    expect(await axe(page)).toEqual([]);
    expect(asked.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('shows what is wrong at a form that the server refuses', async () => {
    const { page } = await stage.signIn('party_liaison', { party, at: '/liaison' });
    await page.getByRole('button', { name: 'Our advance notices' }).click();
    await page.getByRole('button', { name: 'Give advance notice' }).click();
    await page.getByLabel('From').fill('2099-05-01T08:00');
    await page.getByLabel('Until').fill('2099-05-01T12:00');
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('Something entered is not valid').waitFor();
    await page.getByText('/area', { exact: true }).first().waitFor();
  });

  it('has nothing else: two links, no other address, nothing of the other party', async () => {
    const { page } = await stage.signIn('party_liaison', { party: 'vell', at: '/', context: phone });
    const asked = watch(page);
    expect(new URL(page.url()).pathname).toBe('/liaison');
    await page.getByText('No notices').waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Published summaries' }).click();
    await page.getByText('Nothing is published yet').waitFor();
    await page.getByRole('button', { name: 'Our advance notices' }).click();
    await page.getByText('No advance notice given').waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    const links = await page
      .getByRole('navigation')
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual(['/liaison', '/account']);
    expect(asked.filter((path) => !allowed.test(path))).toEqual([]);
    for (const path of ['/triage', '/map', '/escalation', '/summaries', '/effort', '/field', '/admin']) {
      await page.goto(path);
      await page.getByText('There is nothing at this address that you may see.').waitFor();
    }
  });
});
