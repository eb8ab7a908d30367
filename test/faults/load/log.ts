import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export type OperationType = 'report' | 'sighting' | 'evidence' | 'verdict';
export type OperationResult = 'ok' | 'fail' | 'unknown';

/** One thing that the client asked for, and what it was told. */
export interface Operation {
  op: OperationType;
  /** Id of the record; of a person's verdict `<incident>@<version that the person had seen>`. */
  key: string;
  /** What must be stored: SHA-256 (hex) of the content, made by the client before it sent anything. */
  sha256: string;
  /** Instants of the client's own clock, milliseconds since 1970. */
  start: number;
  end: number | null;
  /** `unknown` until an answer says otherwise: a lost answer proves nothing. */
  result: OperationResult;
  /** The answer's status, or what went wrong with the connection. */
  answer: string | null;
  /** Canonical text of the receipt; two for the same key must be equal. */
  receipt: string | null;
}

/**
 * What the client sent and what it was told, in a file of its own that is on stable storage before anything is
 * sent and before an answer counts: the only witness that knows what was promised.
 */
export class OperationLog {
  private readonly descriptor: number;
  private readonly operations = new Map<string, Operation>();
  private waiting: string[] = [];
  private flushing: Promise<void> | null = null;

  constructor(readonly file: string) {
    this.descriptor = openSync(file, 'a', 0o600);
  }

  begin(operations: readonly Omit<Operation, 'end' | 'result' | 'answer' | 'receipt'>[]): Promise<void> {
    return this.write(
      operations.map((o): Operation => ({ ...o, end: null, result: 'unknown', answer: null, receipt: null })),
    );
  }

  /** The newest word about each key counts. */
  write(operations: readonly Operation[]): Promise<void> {
    for (const operation of operations) {
      this.operations.set(operation.key, operation);
      this.waiting.push(`${JSON.stringify(operation)}\n`);
    }
    return this.flush();
  }

  all(): Operation[] {
    return [...this.operations.values()];
  }

  get(key: string): Operation | undefined {
    return this.operations.get(key);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** Those that write in the same turn of the event loop share one fsync. */
  private flush(): Promise<void> {
    this.flushing ??= new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.flushing = null;
        const text = this.waiting.join('');
        this.waiting = [];
        try {
          writeSync(this.descriptor, text);
          fsyncSync(this.descriptor);
          resolve();
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    return this.flushing;
  }
}

/** The log as it lies on disk. */
export function readLog(file: string): Operation[] {
  const newest = new Map<string, Operation>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const operation = JSON.parse(line) as Operation;
    newest.set(operation.key, operation);
  }
  return [...newest.values()];
}
