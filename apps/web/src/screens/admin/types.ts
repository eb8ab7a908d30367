import type { Schemas } from '../../api/client.js';

/** Somebody with an account, as administrators see them. */
export type User = Schemas['Account'];
/** The rules of the mission pack, as data. */
export type Rules = Schemas['Rules'];
