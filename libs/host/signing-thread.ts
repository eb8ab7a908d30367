import type { KeyObject } from 'node:crypto';
import { HelperThread } from './helper-thread.js';

/** Signs what comes in one message, and says it in one: to wake a thread for each text takes its sender as long as signing it. */
const signing = `
const { createPrivateKey, sign } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');
const key = createPrivateKey({ key: Buffer.from(workerData), format: 'der', type: 'pkcs8' });
parentPort.on('message', (texts) =>
  parentPort.postMessage(texts.map((text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'))));
`;
const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

interface Waiting {
  text: string;
  resolve: (signature: string) => void;
}

/** A thread that signs. What is asked for in one turn of the event loop goes to it together. */
export class SigningThread {
  private readonly asked: Waiting[] = [];
  private readonly thread: HelperThread<string[], string[]>;

  /** @param sign does the same on the caller's thread, for what a thread that ended has left */
  constructor(key: KeyObject, sign: (text: string) => string) {
    const workerData = () => key.export({ format: 'der', type: 'pkcs8' });
    this.thread = new HelperThread(signing, workerData, (texts: string[]) => texts.map(sign), limits);
  }

  /** @returns the signature, base64url */
  signed(text: string): Promise<string> {
    return new Promise((resolve) => {
      if (this.asked.push({ text, resolve }) === 1) setImmediate(() => void this.send());
    });
  }

  private async send(): Promise<void> {
    const batch = this.asked.splice(0);
    const signatures = await this.thread.ask(batch.map(({ text }) => text));
    batch.forEach(({ resolve }, i) => resolve(signatures[i]!));
  }
}
