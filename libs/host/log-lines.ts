/** Where lines end up: a file, or the standard output. */
export interface Sink {
  write(text: string): unknown;
  flushSync?(): void;
}

/**
 * Hands on the lines of one turn of the event loop together: a crowd's requests are answered together, and a line each
 * would be a call of the system each (or, to a file that is being written, a copy of all that waits for it). What is left
 * when the process ends goes out then; of one that is killed the last turn's lines are lost.
 */
export function linesTogether(sink: Sink): { write(line: string): void } {
  let lines = '';
  const handOn = (): void => {
    const text = lines;
    lines = '';
    if (text !== '') sink.write(text);
  };
  process.once('exit', () => {
    handOn();
    try {
      sink.flushSync?.();
    } catch (error) {
      process.stderr.write(`The last lines of the log were not written: ${(error as Error).message}\n`);
    }
  });
  return {
    write(line) {
      if (lines === '') setImmediate(handOn);
      lines += line;
    },
  };
}
