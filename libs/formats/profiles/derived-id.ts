import { createHash } from 'node:crypto';

/**
 * Id of an imported record: a UUIDv8 (RFC 9562, section 5.8) whose 122 free bits are the first of the
 * SHA-256 over profile, record rule and key cells. The same row gives the same id on every machine, so
 * importing twice makes no second record.
 */
export function derivedId(parts: (string | null)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
