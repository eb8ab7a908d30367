import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** The person or script at the other end: results go to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Asks for one line; a hidden answer is not shown while it is typed. */
  ask(question: string, hidden?: boolean): Promise<string>;
  /** Whether a person watches, who is shown progress. */
  watched: boolean;
}

export const terminal: Terminal = {
  watched: process.stderr.isTTY === true,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  ask(question, hidden = false) {
    process.stderr.write(question);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const echo = hidden || !process.stdin.isTTY ? silent : process.stderr;
    const lines = createInterface({ input: process.stdin, output: echo, terminal: process.stdin.isTTY === true });
    return new Promise((resolve, reject) => {
      let answered = false;
      lines.once('line', (line) => {
        answered = true;
        lines.close();
        if (hidden && process.stdin.isTTY) process.stderr.write('\n');
        resolve(line);
      });
      lines.once('close', () => answered || reject(new UsageError('The input ended before the answer.')));
    });
  },
};

/** The command was given wrongly; ends with exit code 2. */
export class UsageError extends Error {}
