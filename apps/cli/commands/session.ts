import type { Command } from 'commander';
import { ClientProblem } from '../client.js';
import type { Context } from '../context.js';
import { UsageError } from '../terminal.js';

/** What to do about what the server says is to be done first. */
const remedies: Record<string, string> = {
  password: 'Somebody else made this password. Choose your own, before that nothing else works: linewatch password',
  second_factor:
    'This mission requires a second factor. Set it up, before that nothing else works: linewatch second-factor',
};

export function addSessionCommands(program: Command, { terminal, sessions, client }: Context): void {
  program
    .command('login')
    .argument('<name>', 'login name')
    .description('sign in; the password is asked for, or read from standard input')
    .option('--code <digits>', 'code of the second factor')
    .action(async (loginName: string, { code }: { code?: string }, command: Command) => {
      const password = await terminal.ask(`Password of ${loginName}: `, true);
      const api = client(command);
      const { token, session, account, duty } = await api.json<{
        token: string;
        session: { expiresAt: string };
        account: { loginName: string; role: string };
        duty?: string | null;
      }>({
        method: 'POST',
        path: '/v1/sessions',
        body: { loginName, password, delivery: 'bearer', ...(code !== undefined && { code }) },
      });
      await sessions.save(api.server, { token, expiresAt: session.expiresAt });
      terminal.err(
        `Signed in at ${api.server} as ${account.loginName} (${account.role}) until ${session.expiresAt}.\n`,
      );
      const remedy = duty && remedies[duty];
      if (remedy) terminal.err(`${remedy}\n`);
    });

  program
    .command('password')
    .description(
      "change one's own password; at a terminal the present one is asked for and the new one twice, from a pipe or file each is one line",
    )
    .option('--code <digits>', 'code of the second factor')
    .action(async ({ code }: { code?: string }, command: Command) => {
      const current = await terminal.ask('Present password: ', true);
      const password = await terminal.ask('New password: ', true);
      // What is typed unseen may hold a slip, which would be found out at the next sign-in.
      if (terminal.typed && (await terminal.ask('New password again: ', true)) !== password)
        throw new UsageError(
          'The two new passwords differ: nothing was changed. Run "linewatch password" again and type the same one twice.',
        );
      const body = { current, password, ...(code !== undefined && { code }) };
      await client(command).send({ method: 'POST', path: '/v1/me/password', body });
      terminal.err('The password is changed. Other sessions have ended.\n');
    });

  program
    .command('second-factor')
    .description("set up a second factor for one's own account")
    .action(async (_options: object, command: Command) => {
      const api = client(command);
      const current = await terminal.ask('Present password: ', true);
      const { secondFactorAddress } = await api.json<{ secondFactorAddress: string }>({
        method: 'POST',
        path: '/v1/me/second-factor',
        body: { current },
      });
      terminal.out(`second factor ${secondFactorAddress}\n`);
      terminal.err('It is shown once. Put it into an authenticator app, which then shows codes.\n');
      const code = (await terminal.ask('Six digits that it shows: ')).replaceAll(/\s/g, '');
      await api.send({ method: 'POST', path: '/v1/me/second-factor/confirm', body: { code } });
      terminal.err('The second factor is asked for from now on. Other sessions have ended.\n');
    });

  program
    .command('logout')
    .description('end the session on the server and forget it here')
    .action(async (_options: object, command: Command) => {
      const api = client(command);
      try {
        await api.send({ method: 'DELETE', path: '/v1/sessions/current' });
      } catch (error) {
        // A session that has already ended is what was wanted.
        if (!(error instanceof ClientProblem) || error.problem.status !== 401) throw error;
      }
      await sessions.forget(api.server);
      terminal.err(`Signed out at ${api.server}.\n`);
    });
}
