import { homedir } from 'node:os';
import { join } from 'node:path';

export interface CliEnvironment {
  /** Address of the API, without a slash at the end. */
  server: string;
  /** Folder of this user's settings; holds the session tokens. */
  configDir: string;
  /** Folder of the mission pack that commands use unless they are told another. */
  missionDir: string;
}

/** The environment of the command line, read here and nowhere else. */
export function cliEnvironment(): CliEnvironment {
  const { LINEWATCH_SERVER, LINEWATCH_MISSION, XDG_CONFIG_HOME, APPDATA } = process.env;
  return {
    server: LINEWATCH_SERVER || 'http://127.0.0.1:8080',
    configDir: join(XDG_CONFIG_HOME || APPDATA || join(homedir(), '.config'), 'linewatch'),
    missionDir: LINEWATCH_MISSION || 'missions/ukraine-line',
  };
}
