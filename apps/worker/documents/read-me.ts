import type { Edition } from '#core/compliance/edition-record.js';

/** What stands in README.txt of every package. */
export function readMe(edition: Pick<Edition, 'week' | 'version'>, variant: string, keyId: string): string {
  return `Weekly compliance summary ${edition.week}, version ${edition.version} (${variant})

edition.json        everything that the documents show: figures with their stored queries, tables, places
errata.json         corrections issued since, by number; the figures in edition.json stay as published
journal-proof.json  that this edition was frozen on record, under a signed head of the mission's journal
public-key.json     the mission's key "${keyId}", for convenience: compare it with the one that you know
manifest.json       size and SHA-256 of every file
signature.json      the mission's Ed25519 signature over the bytes of manifest.json

To check this package without the network, with nothing but Node.js and the mission's key as you know it:

  node verify-edition.mjs FILE.zip PUBLIC-KEY

Any changed byte is named, and so is any table whose parts do not equal its totals.
`;
}
