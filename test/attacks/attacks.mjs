import { edgeAttacks } from './edge.mjs';
import { fileAttacks } from './files.mjs';
import { insideAttacks } from './inside.mjs';
import { peopleAttacks } from './people.mjs';

/**
 * Attacks on an edge like ours, the test that shows each of them fail, and the defence without which it would not:
 * `npm run test:attacks` leaves the defence out and expects the test to fail. `argued` says why there is nothing to
 * leave out. docs/threat-model.md has the same rows in words.
 *
 * @typedef {{ id: string, attack: string, defence: string, test: [file: string, name: string],
 *   without?: { file: string, find: string, put: string }[], argued?: string }} Attack
 */
export const attacks = [...edgeAttacks, ...fileAttacks, ...insideAttacks, ...peopleAttacks];
