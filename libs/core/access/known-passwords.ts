/** Words that people of this field and its languages choose besides what is on the list of leaks. */
const ourWords = 'passphrase qwertz yxcvbnm administrat correcthorsebatterystaple ceasefire linewatch';

let known: Promise<ReadonlySet<string>> | null = null;

/**
 * What is left of each known password when it is folded (see `fold`): some 49,000 of those that were found in leaks most
 * often (the list of zxcvbn), and our own. Read when first asked for: most processes never ask.
 */
export function knownPasswords(): Promise<ReadonlySet<string>> {
  return (known ??= readKnown());
}

async function readKnown(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const folded = new Set(ourWords.split(' '));
  for (const leaked of dictionary['passwords-common']) {
    folded.add(leaked);
    folded.add(fold(leaked));
  }
  // Letters that are many a word's end say nothing of the word.
  for (const short of folded) if (short.length < 4) folded.delete(short);
  return folded;
}

/** Lower case, common letter swaps undone, digits and signs at both ends dropped: "P4ssw0rd!1" is "password". */
export function fold(password: string): string {
  const swaps: Record<string, string> = {
    '0': 'o',
    '1': 'l',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '@': 'a',
    $: 's',
    '7': 't',
  };
  return password
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/[013457@$]/g, (c) => swaps[c]!)
    .replace(/[^\p{L}]+/gu, '');
}
