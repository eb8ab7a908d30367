import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/** The person or script at the other end: results go to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Asks for one line; a hidden answer is not shown while it is typed. */
  ask(question: string, hidden?: boolean): Promise<string>;
  /** Whether a person watches, who is shown progress. */
  watched: boolean;
  /** Whether a person types the answers, who may slip; else they are lines of a pipe or a file. */
  typed: boolean;
}

export const terminal: Terminal = {
  watched: process.stderr.isTTY === true,
  typed: process.stdin.isTTY === true,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  ask(question, hidden = false) {
    process.stderr.write(question);
    if (!terminal.typed) return pipedLine();
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const echo = hidden ? silent : process.stderr;
    const lines = createInterface({ input: process.stdin, output: echo, terminal: true });
    return new Promise((resolve, reject) => {
      let answered = false;
      lines.once('line', (line) => {
        answered = true;
        lines.close();
        if (hidden) process.stderr.write('\n');
        resolve(line);
      });
      lines.once('close', () => answered || reject(inputEnded()));
    });
  },
};

/** What a script pipes in: one reader for all questions, since lines that come together would be lost to the next. */
let piped: { lines: Interface; read: string[]; ended: boolean } | null = null;

function pipedLine(): Promise<string> {
  // A pipe has both, a file neither.
  const input: { ref?(): void; unref?(): void } = process.stdin;
  if (piped === null) {
    const opened = { lines: createInterface({ input: process.stdin }), read: [] as string[], ended: false };
    opened.lines.on('line', (line) => opened.read.push(line)).on('close', () => (opened.ended = true));
    piped = opened;
  }
  const { lines, read, ended } = piped;
  const next = read.shift();
  if (next !== undefined) return Promise.resolve(next);
  if (ended) return Promise.reject(inputEnded());
  return new Promise((resolve, reject) => {
    const heard = (): void => {
      lines.off('line', heard).off('close', heard);
      // A script that keeps its end open must not keep the command from ending.
      lines.pause();
      input.unref?.();
      const line = read.shift();
      if (line === undefined) reject(inputEnded());
      else resolve(line);
    };
    lines.on('line', heard).on('close', heard);
    input.ref?.();
    lines.resume();
  });
}

const inputEnded = (): UsageError => new UsageError('The input ended before the answer.');

/** The command was given wrongly; ends with exit code 2. */
export class UsageError extends Error {}
