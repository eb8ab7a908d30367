import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import swcJest from '@swc/jest';
import { attacks } from './attacks.mjs';

/** The edits of the attack that LINEWATCH_WITHOUT names, by absolute path of the source. */
const taken = new Map();
const attack = attacks.find(({ id }) => id === process.env.LINEWATCH_WITHOUT);
for (const edit of attack?.without ?? []) {
  const path = resolve(edit.file);
  taken.set(path, [...(taken.get(path) ?? []), edit]);
}

/** The source as it would be without the defence. @throws Error where the defence is not found exactly once */
export function withoutDefence(source, edits) {
  return edits.reduce((text, { file, find, put }) => {
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
    return parts.join(put);
  }, source);
}

/** A jest transformer that compiles as usual, but leaves out one defence: nothing on disk is touched. */
export default {
  createTransformer(options) {
    const usual = swcJest.createTransformer(options);
    const edited = (source, file) => withoutDefence(source, taken.get(file) ?? []);
    return {
      canInstrument: usual.canInstrument,
      getCacheKey(source, file, about) {
        const key = usual.getCacheKey(source, file, about);
        if (!taken.has(file)) return key;
        return createHash('sha256')
          .update(`${key} ${edited(source, file)}`)
          .digest('hex');
      },
      process: (source, file, about) => usual.process(edited(source, file), file, about),
      processAsync: (source, file, about) => usual.processAsync(edited(source, file), file, about),
    };
  },
};
