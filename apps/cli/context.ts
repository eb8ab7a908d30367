import type { Command } from 'commander';
import { Client } from './client.js';
import type { CliEnvironment } from './environment.js';
import { SessionFile } from './session-file.js';
import type { Terminal } from './terminal.js';

/** What every command works with. */
export interface Context {
  terminal: Terminal;
  sessions: SessionFile;
  environment: CliEnvironment;
  /** The API that the command was told to use. */
  client(command: Command): Client;
}

export function makeContext(environment: CliEnvironment, terminal: Terminal): Context {
  const sessions = new SessionFile(environment.configDir);
  return {
    terminal,
    sessions,
    environment,
    client(command) {
      const { server } = command.optsWithGlobals<{ server?: string }>();
      return new Client((server ?? environment.server).replace(/(?<!\/)\/+$/, ''), sessions);
    },
  };
}
