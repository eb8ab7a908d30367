/** Hashes of a Merkle tree (RFC 6962, section 2.1) by WebCrypto, as lower-case hex. */

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** SHA-256 over the bytes, hex. */
export async function sha256(...parts: Uint8Array[]): Promise<string> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256(0x00 || parts). */
export const leafHash = (...parts: Uint8Array[]): Promise<string> => sha256(Uint8Array.of(0), ...parts);

/** SHA-256(0x01 || left || right). */
const nodeHash = (left: string, right: string): Promise<string> =>
  sha256(Uint8Array.of(1), fromHex(left), fromHex(right));

/** Whether the leaf stands at `index` of the tree of `size` leaves under `root` (RFC 9162, 2.1.3.2). */
export async function isIncluded(
  leaf: string,
  index: number,
  { size, root }: { size: number; root: string },
  path: readonly string[],
): Promise<boolean> {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash === root;
}
