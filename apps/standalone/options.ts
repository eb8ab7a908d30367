import { parseArgs } from 'node:util';

/** What one process does: everything on its own (the default), or one half of a larger installation. */
export type ProcessRole = 'all' | 'api' | 'worker';

export interface Options {
  role: ProcessRole;
  demo: boolean;
  migrateOnly: boolean;
  /** Say what is past its time by the pack's policy, or remove it, and end. */
  retention: 'show' | 'apply' | null;
  /** Folder of a backup to restore into an empty store before starting. */
  restore: string | null;
  help: boolean;
}

export const helpText = `npm start -- [options]

  --demo            fill an empty store with four simulated weeks, marked as a demo everywhere
  --restore FOLDER  restore a backup into an empty store, verify its journal, then start
  --role ROLE       all (default): api and worker in one process with a private queue store
                    api, worker: one half of a larger installation; needs DATABASE_URL, a worker REDIS_URL as well
  --migrate-only    bring the database up to date and end
  --retention show  count the working material that is past its time by the pack's policy, and end;
                    --retention apply removes it at once, as the leading worker does by itself
  --help            this text

Settings come from the environment: see docs/operator-guide.md.
`;

/** @throws Error that names the faulty option */
export function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      demo: { type: 'boolean', default: false },
      'migrate-only': { type: 'boolean', default: false },
      restore: { type: 'string' },
      role: { type: 'string', default: 'all' },
      retention: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const role = values.role;
  if (role !== 'all' && role !== 'api' && role !== 'worker') {
    throw new Error(`--role must be all, api or worker, not "${role}"`);
  }
  if (values.demo && role !== 'all') throw new Error('--demo needs --role all');
  if (values.demo && values.restore) throw new Error('--demo and --restore exclude each other');
  const { retention = null } = values;
  if (retention !== null && retention !== 'show' && retention !== 'apply') {
    throw new Error(`--retention must be show or apply, not "${retention}"`);
  }
  return {
    role,
    retention,
    demo: values.demo,
    migrateOnly: values['migrate-only'],
    restore: values.restore ?? null,
    help: values.help,
  };
}
