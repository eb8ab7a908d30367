/**
 * `npm run screenshots`: every registered screen from its top to its end, wide, narrow, dark, at night and in Arabic,
 * into the folder screenshots/. In the slow suite it is skipped: pictures are for people to look at.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#core/access/types.js';
import { daysOf } from './days.js';
import { deskOf } from './hostile-desk.js';
import { inBrowser, openStage, type Stage } from './kit.js';

const folder = 'screenshots';
const wanted = process.env['LINEWATCH_SCREENSHOTS'] === '1';

/** Key, path and first role, read from the list of screens: the console's sources are no part of the tests' program. */
const screens = [
  ...readFileSync('apps/web/src/screens.ts', 'utf8').matchAll(
    /key: '(\w+)',\s+path: '([^']+)',\s+roles: (?:\[\s*'(\w+)'|(\w+))/g,
  ),
].map(([, key, path, role]) => ({ key: key!, path: path!, role: (role ?? 'supervisor') as Role }));

const looks = [
  { name: 'wide', width: 1440, height: 900, language: 'en', theme: 'light' },
  { name: 'narrow', width: 390, height: 844, language: 'en', theme: 'light' },
  { name: 'dark', width: 1440, height: 900, language: 'uk', theme: 'dark' },
  { name: 'night', width: 390, height: 844, language: 'ru', theme: 'night' },
  { name: 'arabic', width: 1440, height: 900, language: 'ar', theme: 'light' },
];

(wanted ? inBrowser : (title: string, tests: () => void) => describe.skip(`${title} (npm run screenshots)`, tests))(
  'pictures of every screen',
  () => {
    let stage: Stage;
    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      stage = await openStage({ world: 'small' });
      await fillBoards(stage);
    }, 300_000);
    afterEach(() => stage.closePages());
    afterAll(() => stage.close());

    it.each(screens)(
      '$key',
      async ({ key, path, role }) => {
        const party = role === 'party_liaison' ? 'orrin' : null;
        const { page } = await stage.signIn(role, { party, at: '/account' });
        const incident = await newestIncident(stage);
        for (const look of looks) {
          await page.setViewportSize(look);
          await page.evaluate(
            ([theme, language]) => {
              localStorage.setItem('linewatch.theme', theme!);
              localStorage.setItem('linewatch.language', language!);
            },
            [look.theme, look.language],
          );
          await page.goto(path.replace(/\/\*$/, '').replace(/:\w+/, incident));
          await page.locator('main#content h1').waitFor();
          await page.waitForTimeout(1500);
          // What scrolls inside of itself is given the height that it needs, as far as a picture can have it.
          const height = await page.evaluate(() => {
            const [main] = document.querySelectorAll('main#content');
            return Math.max(main?.scrollHeight ?? 0, document.documentElement.scrollHeight);
          });
          await page.setViewportSize({ width: look.width, height: Math.min(Math.max(height, look.height), 4000) });
          await page.waitForTimeout(300);
          await page.screenshot({ path: join(folder, `${key}-${look.name}.png`), fullPage: true });
        }
      },
      120_000,
    );
  },
);

/** Something on the boards that two simulated days leave empty: steps of two rungs, and a notice to the party. */
async function fillBoards(stage: Stage): Promise<void> {
  const boss = await stage.person('head_of_mission');
  const desk = deskOf(stage);
  const { items } = await desk.get<{ items: { id: string; state: string }[] }>(boss, '/v1/incidents?limit=50');
  const open = items.filter(({ state }) => state !== 'merged').slice(0, 3);
  for (const [at, { id }] of open.entries()) {
    const step = { rung: at === 0 ? 'head' : 'watch-officer', reason: 'Somebody should look at this now.' };
    await desk.post(boss, `/v1/incidents/${id}/escalations`, step);
  }
  await daysOf(stage, boss).ruling('few-guns', 'orrin');
}

async function newestIncident(stage: Stage): Promise<string> {
  const token = await stage.tokenOf(await stage.person('head_of_mission'));
  const answer = await stage.ask('GET', '/v1/incidents?limit=1', { token });
  return ((await answer.json()) as { items: { id: string }[] }).items[0]!.id;
}
