import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';
import { addDeviceUpkeep, addUserUpkeep } from './upkeep.js';

const collect = (value: string, before: string[]) => [...before, value];

export function addPeopleCommands(program: Command, { terminal, client }: Context): void {
  const user = program.command('user').description('people who may sign in');
  addUserUpkeep(user, { terminal, client });
  user
    .command('add')
    .argument('<name>', 'login name')
    .description('add an account; its first password is shown once')
    .requiredOption(
      '--role <role>',
      'monitor, supervisor, analyst, editor, head_of_mission, party_liaison, auditor, administrator',
    )
    .option('--display-name <text>', 'name shown to others')
    .option('--sector <id>', 'a sector it may work in (repeat; none = all)', collect, [])
    .option('--party <id>', 'the party of a liaison')
    .option('--second-factor', 'set up a second factor', false)
    .action(async (loginName: string, o: UserFlags, command: Command) => {
      const added = await client(command).json<{
        account: { id: string };
        password: string | null;
        secondFactorAddress: string | null;
      }>({
        method: 'POST',
        path: '/v1/users',
        body: {
          loginName,
          role: o.role,
          scope: { sectors: o.sector, party: o.party ?? null },
          secondFactor: o.secondFactor,
          ...(o.displayName !== undefined && { displayName: o.displayName }),
        },
      });
      terminal.out(`account ${added.account.id}\n`);
      if (added.password) terminal.out(`password ${added.password}\n`);
      if (added.secondFactorAddress) terminal.out(`second factor ${added.secondFactorAddress}\n`);
      terminal.err('What is shown above is shown once. Hand it over by a safe way.\n');
    });

  const device = program.command('device').description('machines that send observations');
  addDeviceUpkeep(device, { terminal, client });
  device
    .command('add')
    .argument('<name>', 'what people call it')
    .description('add a device by its Ed25519 key')
    .option('--public-key <key>', 'its public key, 32 bytes in base64url')
    .option('--new-key <file>', 'make a key and write the private one to this new file')
    .option(
      '--sector <id>',
      'a sector it observes in and reports hours of watching for (repeat; none = anywhere)',
      collect,
      [],
    )
    .option('--party <id>', 'the party that provides it')
    .action(async (name: string, o: DeviceFlags, command: Command) => {
      if ((o.publicKey === undefined) === (o.newKey === undefined))
        throw new UsageError('Give either --public-key or --new-key.');
      const publicKey = o.publicKey ?? (await makeKey(o.newKey ?? ''));
      const device = await client(command).json<{ id: string }>({
        method: 'POST',
        path: '/v1/devices',
        body: { name, publicKey, scope: { sectors: o.sector, party: o.party ?? null } },
      });
      terminal.out(`device ${device.id}\npublic key ${publicKey}\n`);
    });
}

interface UserFlags {
  role: string;
  displayName?: string;
  sector: string[];
  party?: string;
  secondFactor: boolean;
}

interface DeviceFlags {
  publicKey?: string;
  newKey?: string;
  sector: string[];
  party?: string;
}

/** Writes a new private key (PKCS 8, PEM, readable by its owner only) and returns the public one. */
async function makeKey(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UsageError(`The key cannot be written to ${file}: ${(error as Error).message}`);
  }
  return publicKey.export({ format: 'jwk' }).x ?? '';
}
