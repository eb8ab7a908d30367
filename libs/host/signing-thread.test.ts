import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { SigningThread } from './signing-thread.js';

describe('the thread that signs', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const here = (text: string) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url');
  const texts = Array.from({ length: 300 }, (_, i) => `receipt ${i} Ж`);

  it('gives each text its own signature, the same as on the caller’s thread, however they come', async () => {
    const thread = new SigningThread(privateKey, () => 'signed here');
    const together = texts.map((text) => thread.signed(text));
    await new Promise(setImmediate);
    const later = texts.map((text) => thread.signed(`${text}, later`));
    expect(await Promise.all(together)).toEqual(texts.map(here));
    expect(await Promise.all(later)).toEqual(texts.map((text) => here(`${text}, later`)));
    expect(verify(null, Buffer.from('one more'), createPublicKey(privateKey), Buffer.from(await thread.signed('one more'), 'base64url'))).toBe(true); // prettier-ignore
  });

  it('leaves nobody without a signature where it cannot go on', async () => {
    const broken = { export: () => Buffer.from('no key') } as unknown as KeyObject;
    const thread = new SigningThread(broken, here);
    expect(await Promise.all(texts.map((text) => thread.signed(text)))).toEqual(texts.map(here));
    expect(await thread.signed('after it')).toBe(here('after it'));
  });
});
