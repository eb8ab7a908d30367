/** See verify-edition.mjs, which stands alone so that anybody can read and run it without the rest. */
export function verifyEdition(
  given: Uint8Array,
  publicKey: string,
): {
  ok: boolean;
  faults: { where: string; what: string }[];
  summary: {
    week: string;
    version: number;
    revision: number;
    variant: string;
    party: string | null;
    files: number;
    figures: number;
    cutoff: number;
  } | null;
};
