import { Worker, type ResourceLimits } from 'node:worker_threads';

interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
}

/**
 * A thread that answers questions in their order, begun with the first of them. A process does not end while somebody
 * waits, and does end while nobody does; where the thread ends, what it has not answered is worked out on the caller's.
 */
export class HelperThread<Question, Answer> {
  private readonly sent: Waiting<Question, Answer>[] = [];
  private thread: Worker | null = null;

  /**
   * @param source CommonJS that answers each message of its `parentPort` by one
   * @param workerData what it is given at its beginning
   * @param here does the same on the caller's thread
   */
  constructor(
    private readonly source: string,
    private readonly workerData: () => unknown,
    private readonly here: (question: Question) => Answer,
    private readonly resourceLimits: ResourceLimits,
  ) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve) => {
      const thread = (this.thread ??= this.begin());
      this.sent.push({ question, resolve });
      thread.ref();
      thread.postMessage(question);
    });
  }

  private begin(): Worker {
    const { source, resourceLimits } = this;
    const thread = new Worker(source, { eval: true, execArgv: [], workerData: this.workerData(), resourceLimits });
    thread.on('message', (answer: Answer) => {
      this.sent.shift()!.resolve(answer);
      if (this.sent.length === 0) thread.unref();
    });
    const gone = () => {
      if (this.thread !== thread) return;
      this.thread = null;
      for (const { question, resolve } of this.sent.splice(0)) resolve(this.here(question));
    };
    thread.once('error', gone).once('exit', gone);
    return thread;
  }
}
