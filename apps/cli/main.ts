import { makeContext } from './context.js';
import { cliEnvironment } from './environment.js';
import { run } from './program.js';
import { terminal } from './terminal.js';

// A reader that has seen enough (`linewatch … | head`) closes the pipe: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), makeContext(cliEnvironment(), terminal));
