import { Initial1763788800000 } from './initial.js';

/** In the order in which they apply. */
export const migrations = [Initial1763788800000];
