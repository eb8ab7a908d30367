import { join } from 'node:path';
import type { Mission } from '#core/mission/types.js';
import type { Environment } from '#host/environment.js';
import { believedAt } from '#host/own-tls.js';

/** What the process says to the person who started it. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Where the command line tool looks if nobody says otherwise. */
const defaultAddress = 'http://127.0.0.1:8080';

export interface Announcement {
  environment: Environment;
  address: string;
  store: string;
  demo: boolean;
  first: { loginName: string; password: string } | null;
  mission: Mission;
}

/** Where it runs, on what, and the first credentials, which are shown once and stored nowhere. */
export function announce({ environment, store, demo, first, mission, ...where }: Announcement): void {
  const { ownTls } = environment;
  const address = ownTls ? believedAt(where.address, ownTls) : where.address;
  const database = environment.databaseUrl ? 'PostgreSQL' : join(environment.dataDir, 'linewatch.sqlite');
  say(`
Linewatch is running${demo ? '   *** DEMO: a simulated world, nothing in it is real ***' : ''}

  address      ${address}
  mission      ${mission.name.en ?? mission.id} (pack ${mission.digest.slice(0, 12)})
  data folder  ${environment.dataDir}
  database     ${database}
  queue store  ${store}
  log          ${join(environment.dataDir, 'logs', 'linewatch.log')}`);
  if (environment.plainInside.length > 0)
    say(`  without TLS  ${environment.plainInside.join(', ')}: whoever is on that line reads and changes what passes`);
  if (ownTls?.keyIsOpen) say(`  open key     ${ownTls.files.key} can be read by everybody on this machine: chmod 600`);
  if (first) {
    say(`
First credentials, shown this once and stored nowhere:

  name         ${first.loginName}
  password     ${first.password}`);
  }
  const server = address === defaultAddress ? '' : `--server ${address} `;
  say(`\nSign in from a second terminal, in this folder: npx linewatch ${server}login ${first?.loginName ?? 'NAME'}`);
  say('Stop with Ctrl-C: running jobs are finished first.\n');
}
