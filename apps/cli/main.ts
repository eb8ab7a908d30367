import { makeContext } from './context.js';
import { cliEnvironment } from './environment.js';
import { run } from './program.js';
import { terminal } from './terminal.js';

process.exitCode = await run(process.argv.slice(2), makeContext(cliEnvironment(), terminal));
