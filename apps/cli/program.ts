import { Command, CommanderError } from 'commander';
import { addAssessmentCommands } from './commands/assessments.js';
import { addEditionCommands } from './commands/edition.js';
import { addEffortCommands } from './commands/effort.js';
import { addFieldworkCommands } from './commands/fieldwork.js';
import { addEscalationCommands } from './commands/escalation.js';
import { addHotlineCommands } from './commands/hotline.js';
import { addImportCommand } from './commands/import.js';
import { addJournalCommands } from './commands/journal.js';
import { addLedgerCommands } from './commands/ledger.js';
import { addMissionCommands } from './commands/mission.js';
import { addNoticeCommands } from './commands/notices.js';
import { addPartyCommands } from './commands/party.js';
import { addPeopleCommands } from './commands/people.js';
import { addRegisterCommands } from './commands/registers.js';
import { addSessionCommands } from './commands/session.js';
import { addSimulateCommand } from './commands/simulate.js';
import { addSummaryCommand } from './commands/summary.js';
import { addTriageCommands } from './commands/triage.js';
import { addWorkCommands } from './commands/work.js';
import type { Context } from './context.js';
import { failureOf } from './failure.js';

/** Runs one command. Returns the exit code, see Failure. */
export async function run(args: string[], context: Context): Promise<number> {
  const { terminal, environment } = context;
  const program = new Command('linewatch')
    .description('Linewatch: incident tracker of a ceasefire-monitoring mission')
    .option('--server <address>', `address of the API (default: LINEWATCH_SERVER, else ${environment.server})`)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused or faulty, 2 wrong use, 3 server not reachable or failed, 4 not signed in.',
    );
  addMissionCommands(program, context);
  addSessionCommands(program, context);
  addImportCommand(program, context);
  addTriageCommands(program, context);
  addFieldworkCommands(program, context);
  addEffortCommands(program, context);
  addPartyCommands(program, context);
  addRegisterCommands(program, context);
  addAssessmentCommands(program, context);
  addLedgerCommands(program, context);
  addNoticeCommands(program, context);
  addHotlineCommands(program, context);
  addEscalationCommands(program, context);
  addSummaryCommand(program, context);
  addEditionCommands(program, context);
  addJournalCommands(program, context);
  addWorkCommands(program, context);
  addSimulateCommand(program, context);
  addPeopleCommands(program, context);
  const own = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
    command.commands.forEach(own);
  };
  own(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has already said what it has to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = failureOf(error);
    terminal.err(failure.text);
    return failure.code;
  }
}
