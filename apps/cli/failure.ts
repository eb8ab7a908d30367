import { Problem } from '#core/errors.js';
import { PackFaults } from '#formats/pack/fault.js';
import { ClientProblem } from './client.js';
import { EditionFault } from './commands/edition.js';
import { JournalFault } from './commands/journal.js';
import { UsageError } from './terminal.js';

/**
 * Exit codes: 0 done; 1 refused or found faulty; 2 the command was given wrongly; 3 the server cannot
 * be reached or failed; 4 not signed in; 70 an error of ours.
 */
export interface Failure {
  code: 1 | 2 | 3 | 4 | 70;
  text: string;
}

const remedies: Record<string, string> = {
  not_signed_in: 'Sign in: linewatch login NAME',
  password_change_required: 'Choose your own password: linewatch password',
  second_factor_required: 'Set up a second factor: linewatch second-factor',
  password_expired: 'Ask an administrator or chief for a reset of your account.',
  not_allowed: 'Ask an administrator, or sign in as somebody whose role allows it.',
  invalid_input: 'Correct what is named above and try again.',
  conflict: 'Look at the record as it is now, then decide again.',
  too_many_requests: 'Wait a little and try again.',
  unavailable: 'Try again in a little while.',
  storage_full: 'Free some space on the server and try again.',
};

/** What a person is told of an error: title, detail, each faulty field, what to do. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { code: 2, text: `${error.message}\n` };
  if (error instanceof PackFaults || error instanceof JournalFault || error instanceof EditionFault)
    return { code: 1, text: `${error.message}\n` };
  if (error instanceof Problem) {
    const { title, detail, pointers, code } = error;
    return { code: 1, text: lines(title, detail, pointers, remedies[code]) };
  }
  if (error instanceof ClientProblem) {
    const { status, title, detail, errors = [], code = '' } = error.problem;
    if (status === 0)
      return {
        code: 3,
        text: lines(title, detail, [], 'Start the server, or name another with --server or LINEWATCH_SERVER.'),
      };
    const remedy = typeof error.problem['remedy'] === 'string' ? error.problem['remedy'] : remedies[code];
    return { code: status === 401 ? 4 : status >= 500 ? 3 : 1, text: lines(title, detail, errors, remedy) };
  }
  return { code: 70, text: `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n` };
}

function lines(
  title: string,
  detail: string | undefined,
  pointers: { pointer: string; detail: string }[],
  remedy: string | undefined,
): string {
  const parts = [title, ...(detail ? [detail] : []), ...pointers.map((p) => `  ${p.pointer}: ${p.detail}`)];
  return `${[...parts, ...(remedy ? [remedy] : [])].join('\n')}\n`;
}
