import type { Page } from 'playwright-core';
import { axe, enter, inBrowser, openStage, type Person, type Stage, type Visit } from './kit.js';
import { fillSmallWorld } from './world.js';

/** What an erratum and a reason may hold: it must come out letter by letter. */
const hostile = [
  `<img src=x onerror="document.title='ran'">`,
  `<script>document.title='ran'</script>`,
  `"><svg/onload=document.title='ran'>`,
  `</textarea><iframe srcdoc="<b>x</b>">`,
  `javascript:document.title='ran'`,
  '{{constructor.constructor("return 1")()}}',
  '${7*7} #{7*7} <%= 7*7 %>',
  '=HYPERLINK("https://example.org")',
  '&lt;b&gt; &amp;amp; &#x3c;',
  'one\u202etwo\u202c three',
  '🧭 عربي 中文 ‏x',
  `'; DROP TABLE edition; --`,
];

/** The test's own scripts, which the kit and axe put into every frame, are stopped by the sandbox of the preview. */
const isStopped = (fault: string): boolean => /^Blocked script execution in '[^']*\/v1\/editions\//.test(fault);
const forgetStopped = ({ faults }: Visit): void => {
  const others = faults.filter((fault) => !isStopped(fault));
  expect(others.length).toBeLessThan(faults.length);
  faults.splice(0, faults.length, ...others);
};

/** Days ago that the simulated days ended: a week that has ended has something to tell. */
const endedDaysAgo = 4;

inBrowser('The weekly summaries', () => {
  let stage: Stage;
  const people = new Map<string, Person>();
  beforeAll(async () => {
    stage = await openStage();
    await fillSmallWorld(stage, endedDaysAgo);
  }, 400_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  const open = async (name: string, at: string): Promise<Visit> => {
    const visit = await stage.visit();
    await visit.page.goto(at);
    await enter(visit.page, people.get(name)!);
    await visit.page.locator('main#content h1').waitFor();
    return visit;
  };
  const path = (page: Page): string => new URL(page.url()).pathname;
  const tab = (page: Page, name: string): Promise<void> =>
    page.getByRole('navigation', { name: 'Parts of this version' }).getByRole('link', { name }).click();
  /** Presses a step, then the button of the same name in the dialog. */
  const take = async (page: Page, name: string, reason?: string): Promise<void> => {
    await page.getByRole('region', { name: 'What comes next' }).getByRole('button', { name }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await axe(page)).toEqual([]);
    if (reason !== undefined) await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name, exact: true }).click();
  };

  it('goes from a draft to what is public by three people, and to an erratum', async () => {
    for (const [name, role] of [
      ['editor', 'editor'],
      ['second editor', 'editor'],
      ['head', 'head_of_mission'],
    ] as const)
      people.set(name, await stage.person(role));

    const { page: editor } = await open('editor', '/summaries');
    await editor
      .getByRole('button', { name: /^Open a draft of/ })
      .first()
      .waitFor();
    expect(await axe(editor)).toEqual([]);
    await editor
      .getByRole('button', { name: /^Open a draft of/ })
      .first()
      .click();
    await editor.getByText('Live figures, counted at').waitFor();
    expect(await editor.locator('main details h2').count()).toBe(15);
    const compared = editor.getByRole('columnheader', { name: 'Week before' }).first();
    await compared.waitFor();
    expect(await axe(editor)).toEqual([]);
    const address = path(editor);

    await editor.keyboard.press('2');
    await editor.waitForURL('**/words');
    await editor.getByRole('button', { name: 'Reword summary.counts' }).click();
    const english = editor.getByRole('textbox', { name: /^English/ });
    const french = editor.getByRole('textbox', { name: /^French/ });
    const generated = await english.inputValue();
    expect(await french.inputValue()).toBe('');
    await english.fill('99999 incidents, <b>all</b> of them.');
    await french.fill('Des incidents.');
    await editor.getByRole('button', { name: 'Keep the words' }).click();
    await editor.getByText('99999 is no figure of this paragraph').waitFor();
    await editor.getByText('the text holds markup').waitFor();
    expect(await axe(editor)).toEqual([]);
    const plainText = `${generated} "'&{{x}}\${y} javascript:void`;
    await english.fill(plainText);
    await editor.getByRole('button', { name: 'Keep the words' }).click();
    await editor.getByText(plainText, { exact: true }).waitFor();
    await editor.getByText('The words are kept.').waitFor();
    expect(await axe(editor)).toEqual([]);
    await editor.getByRole('button', { name: 'Undo' }).first().click();
    await editor.getByText(plainText, { exact: true }).waitFor({ state: 'detached' });

    const headVisit = await open('head', address);
    const head = headVisit.page;
    await head.getByText('Live figures, counted at').waitFor();
    await take(editor, 'Freeze');
    await editor.getByText('Frozen. The documents are being made.').waitFor();
    // Without a reload: the head of mission sees that it can be approved.
    await take(head, 'Approve');
    await head.getByText('Approve: not now, for you.').waitFor();
    await head.getByText('You have approved this edition: another person must be the second.').waitFor();
    expect(await axe(head)).toEqual([]);
    await take(editor, 'Approve');
    const { page: second } = await open('second editor', address);
    await second.getByText('Publish: not now, for you.').waitFor();

    await tab(head, 'Documents');
    const making = head.getByText('The documents are being made').or(head.getByText('Waiting for the worker'));
    await making.or(head.locator('iframe')).first().waitFor();
    expect(await axe(head)).toEqual([]);
    const frame = head.frameLocator('iframe');
    await head.locator('iframe').waitFor({ timeout: 400_000 });
    await frame.getByRole('heading', { level: 1 }).waitFor();
    expect(await head.locator('iframe').getAttribute('sandbox')).toBe('');
    await head.getByRole('button', { name: /Variant/ }).click();
    await head.getByRole('option', { name: 'within the mission' }).click();
    await head.getByRole('heading', { name: 'Preview: within the mission, English' }).waitFor();
    await frame.getByRole('heading', { level: 1 }).waitFor();
    expect(await axe(head)).toEqual([]);
    const pdf = head.waitForEvent('download');
    await head.getByRole('link', { name: 'summary.pdf' }).click();
    expect((await pdf).suggestedFilename()).toBe('summary.pdf');

    await take(head, 'Publish');
    await head.getByText('Published.').first().waitFor();
    const publicPage = await stage.visit();
    await publicPage.page.goto((await head.getByRole('link', { name: 'Public page' }).getAttribute('href'))!);
    await publicPage.page.getByRole('heading', { level: 1 }).waitFor();

    await tab(editor, 'Errata');
    await editor.getByText('No errata').waitFor();
    expect(await axe(editor)).toEqual([]);
    await editor.getByRole('button', { name: 'Propose an erratum' }).click();
    await editor.getByRole('button', { name: 'Propose it' }).click();
    await editor.getByText('given in all languages of the mission').first().waitFor();
    await editor.getByRole('textbox', { name: /English$/ }).fill(hostile.join('\n'));
    await editor.getByRole('textbox', { name: /French$/ }).fill(hostile.join('\n'));
    await editor.getByRole('searchbox', { name: 'Find a figure' }).fill('compared.all.alleged.now');
    await editor.getByRole('listitem').getByRole('button').filter({ hasText: 'Alleged' }).first().click();
    await editor.getByRole('textbox', { name: /Alleged/ }).fill('12345');
    expect(await axe(editor)).toEqual([]);
    await editor.getByRole('button', { name: 'Propose it' }).click();
    await editor.getByText('Proposed, not yet confirmed').waitFor();

    await tab(head, 'Errata');
    await head.getByText('correct 12,345').waitFor();
    for (const text of hostile) await head.getByText(text, { exact: false }).first().waitFor();
    expect(await axe(head)).toEqual([]);
    await head.getByRole('button', { name: 'Confirm and publish it' }).click();
    await head.getByRole('heading', { name: 'Erratum 1' }).waitFor();
    await editor.getByRole('heading', { name: 'Erratum 1' }).waitFor();
    expect(await head.title()).not.toBe('ran');
    await tab(head, 'History');
    await head.getByRole('cell', { name: 'Erratum confirmed' }).waitFor();
    expect(await axe(head)).toEqual([]);
    forgetStopped(headVisit);
  }, 600_000);

  it('returns a version with a reason, and shows what the next one says differently', async () => {
    const { page } = await stage.signIn('head_of_mission', { at: '/summaries' });
    await page
      .getByRole('button', { name: /^Open a draft of/ })
      .first()
      .click();
    await take(page, 'Freeze');
    await page.getByText('Frozen. The documents are being made.').waitFor();
    await take(page, 'Return', hostile.slice(0, 6).join(' '));
    await page.getByText('This version was returned').waitFor();
    await page.getByText(hostile[0]!, { exact: false }).first().waitFor();
    expect(await axe(page)).toEqual([]);
    const week = (await page.getByRole('heading', { level: 1 }).textContent())!.split(',')[0]!;
    await page.keyboard.press('u');
    await page.waitForURL('**/summaries');
    await page.getByRole('button', { name: `Open a draft of ${week}` }).click();
    await page.getByText('Live figures, counted at').waitFor();
    await page.keyboard.press('3');
    await page.getByText('figures are the same in both').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: /Compared with/ }).click();
    await page.getByRole('option').first().click();
    await page.getByRole('table', { name: 'Figures that differ' }).waitFor();
    expect(await axe(page)).toEqual([]);
  }, 300_000);

  it('shows an auditor everything and offers nothing; mirrored, and narrow without sideways scrolling', async () => {
    const { page } = await stage.signIn('auditor', {
      at: '/summaries',
      context: { locale: 'ar', viewport: { width: 390, height: 800 } },
    });
    const versions = page.locator('a[data-edition]');
    await versions.first().waitFor();
    expect(await page.getByRole('button', { name: /مسودة/ }).count()).toBe(0);
    for (const at of ['', '/words', '/changes', '/history']) {
      await page.goto('/summaries');
      await versions.first().waitFor();
      const address = await versions.first().getAttribute('href');
      await page.goto(`${address}${at}`);
      await page.locator('main details, main table, main li').first().waitFor();
      await page.locator('main [role=progressbar]').waitFor({ state: 'detached' });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([at, width]).toEqual([at, 390]);
      expect(await axe(page)).toEqual([]);
    }
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  }, 120_000);
});
