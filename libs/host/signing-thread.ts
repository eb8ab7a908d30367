import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** Signs what comes in one message, and says it in one: to wake a thread for each text takes its sender as long as signing it. */
const signing = `
const { createPrivateKey, sign } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');
const key = createPrivateKey({ key: Buffer.from(workerData), format: 'der', type: 'pkcs8' });
parentPort.on('message', (texts) =>
  parentPort.postMessage(texts.map((text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'))));
`;

interface Waiting {
  text: string;
  resolve: (signature: string) => void;
}

/**
 * A thread that signs, begun when there is something to sign. What is asked for in one turn of the event loop goes to it
 * together; where it ends, what it has not answered is signed here.
 */
export class SigningThread {
  private readonly asked: Waiting[] = [];
  private readonly sent: Waiting[][] = [];
  private thread: Worker | null = null;

  /** @param sign does the same on the caller's thread */
  constructor(
    private readonly key: KeyObject,
    private readonly sign: (text: string) => string,
  ) {}

  /** @returns the signature, base64url */
  signed(text: string): Promise<string> {
    return new Promise((resolve) => {
      if (this.asked.push({ text, resolve }) === 1) setImmediate(() => this.send());
    });
  }

  private send(): void {
    const batch = this.asked.splice(0);
    const thread = (this.thread ??= this.begin());
    this.sent.push(batch);
    thread.ref(); // a process does not end while somebody waits
    thread.postMessage(batch.map(({ text }) => text));
  }

  private begin(): Worker {
    const workerData = this.key.export({ format: 'der', type: 'pkcs8' });
    const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };
    const thread = new Worker(signing, { eval: true, execArgv: [], workerData, resourceLimits });
    thread.on('message', (signatures: string[]) => {
      this.sent.shift()!.forEach(({ resolve }, i) => resolve(signatures[i]!));
      if (this.sent.length === 0) thread.unref();
    });
    const gone = () => {
      if (this.thread !== thread) return;
      this.thread = null;
      for (const { text, resolve } of this.sent.splice(0).flat()) resolve(this.sign(text));
    };
    thread.once('error', gone).once('exit', gone);
    return thread;
  }
}
