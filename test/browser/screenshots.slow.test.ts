/**
 * `npm run screenshots`: every registered screen, wide, narrow, dark, at night and in Arabic, into the folder
 * screenshots/. In the slow suite it is skipped: pictures are for people to look at.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#core/access/types.js';
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
          await page.screenshot({ path: join(folder, `${key}-${look.name}.png`) });
        }
      },
      120_000,
    );
  },
);

async function newestIncident(stage: Stage): Promise<string> {
  const token = await stage.tokenOf(await stage.person('head_of_mission'));
  const answer = await stage.ask('GET', '/v1/incidents?limit=1', { token });
  return ((await answer.json()) as { items: { id: string }[] }).items[0]!.id;
}
