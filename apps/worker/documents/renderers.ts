import type { Renderer } from '#core/compliance/edition-types.js';

/** Every form in which an edition is given out besides its plain content (edition.json), which every package holds. */
export const renderers: readonly Renderer[] = [];
