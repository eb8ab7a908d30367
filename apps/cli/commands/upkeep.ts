import type { Command } from 'commander';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

type Needs = Pick<Context, 'terminal' | 'client'>;

interface Account {
  id: string;
  loginName: string;
  role: string;
  scope: Scope;
  secondFactor: boolean;
  passwordExpiresAt: string | null;
  disabledAt: string | null;
}
interface Device {
  id: string;
  name: string;
  scope: Scope;
  lastSequence: number;
  disabledAt: string | null;
}
interface Scope {
  sectors: string[];
  party: string | null;
}

const line = (cells: (string | number | null)[]): string => `${cells.map((c) => c ?? '-').join('\t')}\n`;
const where = ({ sectors, party }: Scope): string => party ?? (sectors.length > 0 ? sectors.join(',') : 'anywhere');
const state = ({ disabledAt }: { disabledAt: string | null }): string => (disabledAt === null ? 'active' : 'disabled');

/** What becomes of accounts after they were added. */
export function addUserUpkeep(user: Command, { terminal, client }: Needs): void {
  const all = async (command: Command): Promise<Account[]> =>
    (await client(command).json<{ items: Account[] }>({ method: 'GET', path: '/v1/users' })).items;
  const idOf = async (command: Command, name: string): Promise<string> => {
    const found = (await all(command)).find((a) => a.id === name || a.loginName === name.toLowerCase());
    if (!found) throw new UsageError(`There is no account "${name}": linewatch user list shows them.`);
    return found.id;
  };

  user
    .command('list')
    .description('accounts: name, role, where, second factor, state, id, and till when a first password is good')
    .action(async (_o: object, command: Command) => {
      for (const a of await all(command)) {
        const factor = a.secondFactor ? 'second factor' : 'password only';
        const first = a.passwordExpiresAt === null ? [] : [`first password until ${a.passwordExpiresAt}`];
        terminal.out(line([a.loginName, a.role, where(a.scope), factor, state(a), a.id, ...first]));
      }
    });

  for (const [word, disabled, does] of [
    ['disable', true, 'end its sessions and let it sign in no more'],
    ['enable', false, 'let it sign in again'],
  ] as const) {
    user
      .command(word)
      .argument('<name>', 'login name or id')
      .description(does)
      .action(async (name: string, _o: object, command: Command) => {
        const path = `/v1/users/${await idOf(command, name)}`;
        const account = await client(command).json<Account>({ method: 'PATCH', path, body: { disabled } });
        terminal.out(line([account.loginName, state(account)]));
      });
  }

  user
    .command('reset')
    .argument('<name>', 'login name or id')
    .description('end its sessions and password, and make a token with which its owner chooses a new one')
    .option('--second-factor', 'set up a new second factor too', false)
    .action(async (name: string, { secondFactor }: { secondFactor: boolean }, command: Command) => {
      const path = `/v1/users/${await idOf(command, name)}/reset`;
      const made = await client(command).json<{ token: string; expiresAt: string }>({
        method: 'POST',
        path,
        body: { secondFactor },
      });
      terminal.out(`token ${made.token}\n`);
      terminal.err(`It is shown once and good once, until ${made.expiresAt}. Hand it over by a safe way.\n`);
    });
}

/** What becomes of devices after they were added. */
export function addDeviceUpkeep(device: Command, { terminal, client }: Needs): void {
  device
    .command('list')
    .description('devices: name, where, last number, state, id')
    .action(async (_o: object, command: Command) => {
      const { items } = await client(command).json<{ items: Device[] }>({ method: 'GET', path: '/v1/devices' });
      for (const d of items) terminal.out(line([d.name, where(d.scope), d.lastSequence, state(d), d.id]));
    });

  device
    .command('disable')
    .argument('<id>', 'see linewatch device list')
    .description('take it out of service for good; what it sent stays')
    .action(async (id: string, _o: object, command: Command) => {
      await client(command).send({ method: 'DELETE', path: `/v1/devices/${encodeURIComponent(id)}` });
      terminal.out(line([id, 'disabled']));
    });
}
