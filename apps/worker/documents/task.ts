import type { RenderedFile } from '#core/compliance/edition-types.js';

/** What the child process is asked for: `task.json` in its folder. Paths are relative to that folder. */
export type Task =
  | { step: 'render'; content: string; errata: string; format: string; language: string | null; into: string }
  /** Sizes and hashes of every file of the folder. */
  | { step: 'measure'; from: string }
  /** Puts the files in this order into one archive; `plain` ones lie in it uncompressed. */
  | { step: 'pack'; files: { path: string; plain: boolean }[]; from: string; into: string };

/** What it answers to 'render': `result.json`. */
export interface RenderResult {
  files: (Omit<RenderedFile, 'bytes'> & { format: string })[];
  /** Most memory that the process held, bytes. */
  peakBytes: number;
}

/** What it answers to 'measure'. */
export interface MeasureResult {
  measured: Measured[];
}

/** Form of a file of a package as it lies compressed, beside its plain form. */
export interface Measured {
  path: string;
  size: number;
  sha256: string;
  storedSize: number;
  storedSha256: string;
}
