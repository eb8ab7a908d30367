import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { verifyEdition } from '#verify-edition';
import { peekHead, sniffMediaType } from '#core/intake/media.js';
import { canonicalJson } from '#core/journal/canonical.js';
import { entryLeafHash } from '#core/journal/entry.js';
import { storedForm, zipOf } from '#formats/zip.js';
import { imageReader } from '#host/images.js';
import { openTiles } from '../../../apps/api/console/tiles.js';
import { inPieces, type Target } from '../engine/target.js';

/** Files that strangers hand in, and files that are handed on. */
export async function fileTargets(): Promise<Target[]> {
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-fuzz-'));
  const picture = sharp({ create: { width: 9, height: 7, channels: 3, background: '#a04' } });
  const exif = picture.clone().withExif({ IFD0: { Copyright: 'x' }, IFD3: { GPSLatitude: '48/1 1/1 1/1' } });
  const pictures = await Promise.all([
    exif.jpeg().toBuffer(),
    picture.clone().png().toBuffer(),
    picture.clone().webp().toBuffer(),
    picture.clone().gif().toBuffer(),
    picture.clone().tiff().toBuffer(),
  ]);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x!;
  const signed = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url');
  const tile = join(folder, 'tiles');
  return [
    {
      name: 'pictures',
      reads: 'JPEG with EXIF, PNG, WebP, GIF, TIFF of evidence, by the decoder',
      seeds: pictures,
      dictionary: ['Exif\0\0', 'IHDR', 'IDAT', 'RIFF', 'WEBP', 'GIF89a', 'II*\0', 'MM\0*', '\xff\xd8\xff'],
      read: (bytes) => imageReader.perceptualHash(inPieces(bytes)),
    },
    {
      name: 'media',
      reads: 'the first bytes of any evidence',
      seeds: [...pictures.map((p) => p.subarray(0, 40)), '%PDF-1.7', 'PK\u0003\u0004', '\0\0\0 ftypqt  ', 'OggS'],
      dictionary: ['ftyp', 'WAVE', 'ID3', 'fLaC'],
      read: async (bytes) => {
        const { head, bytes: whole } = await peekHead(inPieces(bytes));
        let size = 0;
        for await (const part of whole) size += part.length;
        if (size !== bytes.length) throw new Error(`${bytes.length} bytes became ${size}`);
        return sniffMediaType(head);
      },
    },
    {
      name: 'package',
      reads: 'edition packages, by the verifier that is handed on',
      seeds: [examplePackage(key, signed)],
      dictionary: ['PK\u0001\u0002', 'PK\u0003\u0004', 'PK\u0005\u0006', 'manifest.json', '"files":', '\0\0'],
      read: (bytes) => verifyEdition(bytes, key),
    },
    {
      name: 'tiles',
      reads: 'the head of a base map',
      seeds: ['PMTiles\u0003 and more', 'PMTiles\u0002', 'x'],
      refusals: ['Error'],
      read: (bytes) => {
        writeFileSync(tile, bytes);
        return openTiles(tile);
      },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    },
  ];
}

/** The smallest package that the verifier calls whole: one frozen edition with one table, in a journal of one entry. */
function examplePackage(key: string, signed: (text: string) => string): Uint8Array {
  const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  const about = { editionId: 'e', week: '2026-W46', version: 1, variant: 'public', party: null, cutoff: 0 };
  const tree = { treeRoot: sha256(''), missionId: 'm' };
  const value = (id: string) => ({ type: 'figure', id });
  const content = Buffer.from(
    JSON.stringify({
      ...about,
      ...tree,
      figures: [
        { id: 'incidents.live', value: 1, unit: 'incidents' },
        { id: 'daily.1', value: 1, unit: 'incidents' },
      ],
      sections: [
        { blocks: [{ type: 'table', id: 't', rows: [[value('daily.1')]], totals: [[value('incidents.live')]] }] },
      ],
    }),
  );
  const payload = { ...tree, cutoff: 0, contents: [{ variant: 'public', party: 'none', sha256: sha256(content) }] };
  const entry = {
    id: 'i',
    at: '2026-11-22T05:00:00.000Z',
    actor: 'a',
    type: 'edition.frozen',
    subject: { kind: 'edition', id: 'e' },
    payload,
    salt: '00'.repeat(16),
  };
  const leafHash = entryLeafHash(entry);
  const head = { size: 1, root: leafHash, at: entry.at, keyId: 'k' };
  const proof = Buffer.from(
    JSON.stringify({
      entry: { ...entry, leafHash },
      position: 0,
      head: { ...head, signature: signed(canonicalJson(head)) },
      inclusion: [],
      cutoffHead: null,
      consistency: [],
    }),
  );
  const listed = [
    { path: 'edition.json', bytes: content },
    { path: 'journal-proof.json', bytes: proof },
  ];
  const files = listed.map(({ path, bytes }) => {
    const stored = storedForm(bytes);
    return { path, size: bytes.length, sha256: sha256(bytes), storedSize: stored.size, storedSha256: stored.sha256 };
  });
  const manifest = JSON.stringify({
    format: 'linewatch-edition-package-1',
    ...about,
    ...tree,
    contentSha256: sha256(content),
    keyId: 'k',
    files,
  });
  const signature = { keyId: 'k', algorithm: 'Ed25519', publicKey: key, signature: signed(manifest) };
  return zipOf([
    { path: 'manifest.json', bytes: Buffer.from(manifest), plain: true },
    { path: 'signature.json', bytes: Buffer.from(`${JSON.stringify(signature, null, 1)}\n`), plain: true },
    ...listed.map((file) => ({ ...file, plain: false })),
  ]);
}
