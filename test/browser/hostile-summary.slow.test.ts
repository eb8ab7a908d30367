import { fieldsOf, hostileStrings } from './hostile.js';
import { deskOf } from './hostile-desk.js';
import { inBrowser, openStage, type Stage } from './kit.js';

inBrowser('The hostile strings', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  it('are text in a summary, its preview and its history, or no words of it at all', async () => {
    const { post, get, open, tokens } = deskOf(stage);
    const [editor, head] = [await stage.person('editor'), await stage.person('head_of_mission')];
    const { items: weeks } = await get<{ items: { week: string }[] }>(editor, '/v1/edition-weeks');
    const { id } = await post(editor, '/v1/editions', { week: weeks[1]!.week });
    const { items } = await get<{ items: { paragraphId: string }[] }>(editor, `/v1/editions/${id}/wording`);
    // What is published holds no markup, no sign that turns others and no number of its own: that is refused.
    const isRefused = (text: string): boolean => /[<>\u202a-\u202e\u2066-\u2069\p{Cc}\p{Nd}]/u.test(text);
    const write = async (text: string): Promise<number> => {
      const body = { paragraphId: items[0]!.paragraphId, texts: { en: text, fr: text } };
      return (await stage.ask('POST', `/v1/editions/${id}/texts`, { token: await tokens(editor), body })).status;
    };
    const [script] = hostileStrings;
    expect(await write(script!)).toBe(400);
    const kept = hostileStrings.filter((text) => !isRefused(text) && text.length < 100).slice(0, 60);
    expect(kept.length).toBeGreaterThan(30);
    expect(await write(kept.join('\n'))).toBe(204);
    const { page, watched } = await open(editor, `/summaries/${id}/words`, 'main li h2');
    expect(await watched.lacking(kept)).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    await post(editor, `/v1/editions/${id}/freeze`);
    await page.goto(`/summaries/${id}/documents`);
    await page.locator('iframe').waitFor({ timeout: 300_000 });
    const preview = page.frameLocator('iframe').locator('body');
    await preview.getByText(kept[0]!).first().waitFor();
    const shown = (await preview.textContent())!;
    expect(kept.filter((text) => !shown.includes(text))).toEqual([]);
    expect(await watched.deeds()).toEqual([]);
    const reason = fieldsOf(4000)[6]!;
    await post(head, `/v1/editions/${id}/return`, { reason });
    await page.goto(`/summaries/${id}`);
    await watched.shows(reason);
    expect(await watched.deeds()).toEqual([]);
  }, 500_000);
});
