import { queries } from './queries.js';
import { isDrawnAhead } from './api/ahead.js';
import { missionQuery } from './parts/mission.js';
import { fetchScreen } from './screen-files.js';
import { addressOf, screens, screensOf, type Screen } from './screens.js';
import { meQuery, remembered } from './session/session.js';

/** The one page without a session. */
export const isReset = location.pathname === '/reset';

/** The screen of this address, as far as can be told before the server has said who this is. */
export function firstScreen(): Screen | null {
  if (isReset) return null;
  const [, first = ''] = location.pathname.split('/');
  if (first !== '') return screens.find((screen) => addressOf(screen).split('/')[1] === first) ?? null;
  const account = remembered();
  return account ? (screensOf(account.role).find(({ icon }) => icon !== null) ?? null) : null;
}

/**
 * Asks at once for what the first screen needs, so that on a slow link no answer waits for another. Resolves when it is
 * there, or cannot be had: what did not come is asked for again when the screen is opened, and said there.
 */
export async function askAhead(screen: Screen | null): Promise<void> {
  if (isReset) return;
  const me = queries.prefetchQuery(meQuery);
  if (!screen) return me;
  const mission = remembered() || isDrawnAhead() ? queries.prefetchQuery(missionQuery) : undefined;
  const files = fetchScreen(screen)
    .then(({ prepare }) => prepare?.(location.search))
    .catch(() => undefined);
  await Promise.all([me, mission, files]);
}
