/** The five minutes of the README as written there, then what each role does in its day and a look into its screens, all on the demo world. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Role } from '#core/access/types.js';
import { daysOf, type Notice } from './days.js';
import { axe, inBrowser, openStage, type Stage } from './kit.js';

inBrowser('Five minutes and a day with the demo world', () => {
  let stage: Stage;
  let folder: string;
  let week: string;
  let days: ReturnType<typeof daysOf>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-five-'));
    stage = await openStage({ world: 'demo' });
    const found = await stage.printed(/demo world is complete\. Its last full week is (\d{4}-W\d\d)/, 1_500_000);
    week = found[1]!;
    days = daysOf(stage, await stage.person('head_of_mission'));
  }, 1_800_000);
  afterAll(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => stage.closePages());

  /** The second terminal. @returns what it printed @throws Error with that where it ends with another code than 0 */
  function linewatch(args: string[], input = ''): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        process.execPath,
        ['apps/cli/bin.mjs', ...args],
        {
          env: { PATH: process.env['PATH'], HOME: folder, LINEWATCH_SERVER: stage.address },
          maxBuffer: 64_000_000,
        },
        (error, out, err) => (error ? reject(new Error(`${args.join(' ')}: ${out}${err}`)) : resolve(out)),
      );
      child.stdin!.end(input);
    });
  }

  it('a summary as a page and a table, a journal that is proven whole, and the queue of a supervisor', async () => {
    await linewatch(['login', 'administrator'], `${stage.firstPassword}\n`);
    const file = join(folder, 'week.html');
    await linewatch(['summary', week, '--format', 'html', '--out', file]);
    const table = await linewatch(['summary', week, '--format', 'csv']);
    expect(table.split('\n').length).toBeGreaterThan(50);
    const { page } = await stage.visit();
    await page.goto(`file://${file}`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(week);
    expect(await axe(page)).toEqual([]);

    expect(await linewatch(['journal', 'verify', '--records'])).toMatch(/The journal is whole: \d+ entries/);

    const added = await linewatch(['user', 'add', 'nour', '--role', 'supervisor']);
    const made = /^password (.+)$/m.exec(added)![1]!;
    await linewatch(['login', 'nour'], `${made}\n`);
    await linewatch(['password'], `${made}\nnine herons wait beside the slow canal\n`);
    expect((await linewatch(['triage', 'list'])).split('\n').length).toBeGreaterThan(5);
  }, 600_000);

  /** Somebody of this role on a screen that has something to show, without a fault of access. */
  async function at(role: Role, path: string, party: string | null = null): Promise<Page> {
    const { page } = await stage.signIn(role, { at: path, party });
    return page;
  }
  const heading = (page: Page) => page.locator('main#content h1').first();

  let notice: Notice;
  it('a monitor reports with a photograph, and holds a receipt', () => days.monitor('Smoke behind the mill.'), 200_000);
  it(
    'a supervisor claims a plain case, decides it in three keys, and takes that back',
    () => days.supervisor(),
    200_000,
  );
  it('an analyst splits an incident, and puts it together again', () => days.analyst(), 200_000);
  it('a chief rules on an incident', () => days.chief(), 200_000);
  it('a confirmed breach becomes a notice', async () => {
    notice = await days.ruling('foreign-forces', 'ua');
  }, 200_000);
  it('a liaison acknowledges it and replies', () => days.liaison('ua', notice), 200_000);
  it('an administrator has work tried again, and takes a device out of service', () => days.administrator(), 300_000);

  it('an analyst opens a case from the map and proves its journal', async () => {
    const boss = await stage.tokenOf(await stage.person('head_of_mission'));
    const answer = await stage.ask('GET', '/v1/incidents?limit=50', { token: boss });
    const { items } = (await answer.json()) as { items: { id: string }[] };
    const map = await at('analyst', '/map');
    await map.locator('canvas').first().waitFor();
    expect(await axe(map)).toEqual([]);
    await map.goto(`/case/${items[0]!.id}`);
    await map.locator('#checks table').waitFor();
    await map.getByRole('button', { name: 'Verify' }).first().click();
    await map.locator('#journal [role=status]').getByText('It holds').waitFor();
    expect(await axe(map)).toEqual([]);
  }, 300_000);

  it('an editor opens a draft of the week beside the week before', async () => {
    const page = await at('editor', '/summaries');
    await page
      .getByRole('button', { name: /^Open a draft of/ })
      .first()
      .click();
    await page.getByText('Live figures, counted at').waitFor();
    expect(await page.locator('main details h2').count()).toBe(15);
    await page.getByRole('columnheader', { name: 'Week before' }).first().waitFor();
    expect(await axe(page)).toEqual([]);
  }, 300_000);

  it.each<[Role, string]>([
    ['monitor', '/field'],
    ['monitor', '/effort'],
    ['supervisor', '/escalation'],
    ['supervisor', '/hotline'],
    ['head_of_mission', '/triage'],
    ['head_of_mission', '/admin'],
    ['administrator', '/admin'],
    ['auditor', '/escalation'],
    ['auditor', '/summaries'],
  ])(
    'a %s finds %s in order',
    async (role, path) => {
      const page = await at(role, path);
      await heading(page).waitFor();
      await page.waitForTimeout(1_500); // what is asked for has come or been refused
      expect(await page.locator('main#content').getByRole('alert').count()).toBe(0);
      expect(await axe(page)).toEqual([]);
    },
    200_000,
  );

  it('each liaison sees its own notices and nothing of the other party', async () => {
    const mission = (await (await stage.ask('GET', '/v1/mission', { token: stage.token })).json()) as {
      parties: { id: string }[];
    };
    const seen: string[] = [];
    for (const { id } of mission.parties.slice(0, 2)) {
      const page = await at('party_liaison', '/liaison', id);
      await heading(page).waitFor();
      expect(await axe(page)).toEqual([]);
      const links = page.locator('nav').first().locator('a');
      seen.push(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')).join(' ')));
    }
    // Both have the same screens.
    expect(new Set(seen).size).toBe(1);
  }, 300_000);

  // Last, since the documents that follow keep the worker busy for long.
  it(
    'an editor freezes the week; a chief approves it, and gives somebody a way back in',
    () => days.editorAndChief(),
    400_000,
  );
});
