import { hash } from 'node:crypto';
import { type Join, joinLeaves } from '#core/journal/chunk.js';
import { HelperThread } from './helper-thread.js';

const joining = `
const { hash } = require('node:crypto');
const { parentPort } = require('node:worker_threads');
const joinLeaves = ${joinLeaves.toString()};
parentPort.on('message', ([leaves, before]) => parentPort.postMessage(joinLeaves(hash, leaves, before)));
`;
const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 };

/** Running hash and tree of a journal that is verified, in another thread while its entries are read and put into bytes here. */
export function joinAside(): Join {
  const here = ([leaves, before]: [Uint8Array, Uint8Array]) => joinLeaves(hash, leaves, before);
  const thread = new HelperThread<[Uint8Array, Uint8Array], Uint8Array[] | null>(joining, () => null, here, limits);
  return async (leaves, before) => {
    const levels = await thread.ask([leaves, before]);
    return levels && levels.map((level) => Buffer.from(level.buffer, level.byteOffset, level.length));
  };
}
