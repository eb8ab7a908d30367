import { atPoints } from './points.js';
import type { Scenario } from './scenario.js';

/** In the order in which a whole run does them. */
export const scenarios: Scenario[] = [atPoints('kill'), atPoints('throw'), atPoints('stop')];
