import type { Command } from 'commander';
import { ClientProblem } from '../client.js';
import type { Context } from '../context.js';

export function addSessionCommands(program: Command, { terminal, sessions, client }: Context): void {
  program
    .command('login')
    .argument('<name>', 'login name')
    .description('sign in; the password is asked for, or read from standard input')
    .option('--code <digits>', 'code of the second factor')
    .action(async (loginName: string, { code }: { code?: string }, command: Command) => {
      const password = await terminal.ask(`Password of ${loginName}: `, true);
      const api = client(command);
      const { token, session, account } = await api.json<{
        token: string;
        session: { expiresAt: string };
        account: { loginName: string; role: string };
      }>({
        method: 'POST',
        path: '/v1/sessions',
        body: { loginName, password, delivery: 'bearer', ...(code !== undefined && { code }) },
      });
      await sessions.save(api.server, { token, expiresAt: session.expiresAt });
      terminal.err(
        `Signed in at ${api.server} as ${account.loginName} (${account.role}) until ${session.expiresAt}.\n`,
      );
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
