/** Text per BCP 47 language tag, for example `{ en: '…', uk: '…' }`. `en` is always present. */
export type Localised = Record<string, string>;
