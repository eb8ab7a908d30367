import { Acknowledgement1763819000000 } from './acknowledgement.js';
import { Carrier1763826000000 } from './carrier.js';
import { Console1763805600000 } from './console.js';
import { Crowd1763803800000 } from './crowd.js';
import { Disturbances1763807400000 } from './disturbances.js';
import { Editions1763796000000 } from './editions.js';
import { Errata1763809200000 } from './errata.js';
import { Escalation1763802000000 } from './escalation.js';
import { Fieldwork1763796000000 } from './fieldwork.js';
import { FirstPasswords1763828000000 } from './first-passwords.js';
import { Initial1763788800000 } from './initial.js';
import { Leadership1763823000000 } from './leadership.js';
import { Ledger1763799900000 } from './ledger.js';
import { MapCover1763827000000 } from './map-cover.js';
import { Platforms1763829000000 } from './platforms.js';
import { Quota1763811000000 } from './quota.js';
import { Reply1763792400000 } from './reply.js';
import { Sentences1763824000000 } from './sentences.js';
import { SignInTries1763825000000 } from './sign-in-tries.js';

/** In the order in which they apply. */
export const migrations = [
  Initial1763788800000,
  Reply1763792400000,
  Editions1763796000000,
  Fieldwork1763796000000,
  Ledger1763799900000,
  Escalation1763802000000,
  Crowd1763803800000,
  Console1763805600000,
  Disturbances1763807400000,
  Errata1763809200000,
  Quota1763811000000,
  Acknowledgement1763819000000,
  Leadership1763823000000,
  Sentences1763824000000,
  SignInTries1763825000000,
  Carrier1763826000000,
  MapCover1763827000000,
  FirstPasswords1763828000000,
  Platforms1763829000000,
];
