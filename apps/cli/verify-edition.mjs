#!/usr/bin/env node
/**
 * Checks a Linewatch edition package by itself: one file, Node's own modules only, no network.
 *
 *   node verify-edition.mjs FILE.zip PUBLIC-KEY
 *
 * PUBLIC-KEY: the mission's Ed25519 key as you know it, 32 bytes in base64url. The one inside the package proves nothing.
 * Exit code 0 = whole, 1 = faulty (every fault is named), 2 = wrong use.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { crc32, inflateRawSync } from 'node:zlib';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const own = new Set(['manifest.json', 'signature.json']);
const mostBytes = 2 ** 31;

/**
 * @param {Uint8Array} given the archive
 * @param {string} publicKey 32 raw bytes, base64url
 * @returns {{ok: boolean, faults: {where: string, what: string}[], summary: object | null}}
 */
export function verifyEdition(given, publicKey) {
  const faults = [];
  const fault = (where, what) => void faults.push({ where, what });
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  let summary = null;
  try {
    const files = readArchive(bytes, fault);
    const manifest = checkSignature(files, publicKey, fault);
    if (manifest) {
      checkFiles(files, manifest, fault);
      const content = json(files, 'edition.json', fault);
      const proof = json(files, 'journal-proof.json', fault);
      if (content) checkContent(content, manifest, fault);
      if (proof) checkProof(proof, manifest, publicKey, fault);
      const { week, version, revision, variant, party, cutoff } = manifest;
      const figures = content?.figures?.length ?? 0;
      summary = { week, version, revision, variant, party, cutoff, files: manifest.files.length, figures };
    }
  } catch (error) {
    fault('archive', error instanceof Error ? error.message : String(error));
  }
  return { ok: faults.length === 0, faults, summary };
}

/** The archive's files by path, in its strictest form: nothing between, before or behind them, every header as expected. */
function readArchive(bytes, fault) {
  const end = bytes.length - 22;
  if (end < 0 || bytes.readUInt32LE(end) !== 0x06054b50)
    throw new Error('not a ZIP archive, or something stands behind its end');
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const start = bytes.readUInt32LE(end + 16);
  const expectEnd = [0, 0, count, count].map((n, i) => bytes.readUInt16LE(end + 4 + 2 * i) === n);
  if (expectEnd.includes(false) || bytes.readUInt16LE(end + 20) !== 0)
    throw new Error('its end record is not as it was made');
  if (start + size !== end) throw new Error('its directory is not where the end record says');
  const files = new Map();
  let at = start;
  let local = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw new Error(`directory entry ${i + 1} is damaged`);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const head = bytes.subarray(at + 6, at + 32);
    const method = bytes.readUInt16LE(at + 10);
    const crc = bytes.readUInt32LE(at + 16);
    const storedSize = bytes.readUInt32LE(at + 20);
    const plainSize = bytes.readUInt32LE(at + 24);
    // Made by 2.0 for DOS, no attributes, one disk, in the order of the files themselves.
    const fixed = [
      bytes.readUInt16LE(at + 4) === 20,
      bytes.readUInt16LE(at + 32) === 0,
      bytes.readUInt16LE(at + 34) === 0,
    ];
    fixed.push(
      bytes.readUInt16LE(at + 36) === 0,
      bytes.readUInt32LE(at + 38) === 0,
      bytes.readUInt32LE(at + 42) === local,
    );
    fixed.push(bytes.readUInt16LE(at + 30) === 0, bytes.readUInt32LE(at + 12) === 0x00210000);
    fixed.push(bytes.readUInt16LE(at + 6) === 20, bytes.readUInt16LE(at + 8) === 0, method === (own.has(name) ? 0 : 8));
    if (fixed.includes(false)) fault(name, 'its directory entry is not as it was made');
    const body = local + 30 + nameLength;
    const same =
      body + storedSize <= start &&
      bytes.readUInt32LE(local) === 0x04034b50 &&
      bytes.subarray(local + 4, local + 30).equals(head) &&
      bytes.subarray(local + 30, body).equals(bytes.subarray(at + 46, at + 46 + nameLength));
    if (!same) throw new Error(`${name}: its header is not the one of the directory`);
    if (files.has(name)) throw new Error(`${name} is in it twice`);
    const stored = bytes.subarray(body, body + storedSize);
    files.set(name, { stored, plainSize, method, crc });
    at += 46 + nameLength;
    local = body + storedSize;
  }
  if (at !== end || local !== start) throw new Error('there is something between its files');
  for (const [name, file] of files) file.plain = plainOf(name, file, fault);
  return files;
}

function plainOf(name, { stored, plainSize, method, crc }, fault) {
  if (plainSize > mostBytes) throw new Error(`${name} is larger than a package is`);
  let plain = stored;
  if (method === 8) {
    try {
      plain = inflateRawSync(stored, { maxOutputLength: Math.max(1, plainSize) });
    } catch {
      fault(name, 'cannot be unpacked');
      return null;
    }
  }
  if (plain.length !== plainSize) fault(name, `has ${plain.length} bytes, not ${plainSize}`);
  if (crc32(plain) !== crc) fault(name, 'does not have its checksum');
  return plain;
}

function json(files, name, fault) {
  const plain = files.get(name)?.plain;
  if (!plain) {
    fault(name, 'is not there');
    return null;
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch {
    fault(name, 'is not JSON');
    return null;
  }
}

function signed(publicKey, text, signature) {
  const bytes = Buffer.from(String(signature), 'base64url');
  // One way of writing a signature only: another spelling of the same bytes is a change.
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature) return false;
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, bytes);
  } catch {
    return false;
  }
}

/** The manifest, where the mission's signature over its bytes holds. */
function checkSignature(files, publicKey, fault) {
  const signature = json(files, 'signature.json', fault);
  const manifest = json(files, 'manifest.json', fault);
  if (!signature || !manifest) return null;
  if (!signed(publicKey, files.get('manifest.json').plain, signature.signature)) {
    fault('manifest.json', 'was not signed with this key, or it or signature.json was changed');
    return null;
  }
  const expected = { keyId: manifest.keyId, algorithm: 'Ed25519', publicKey, signature: signature.signature };
  if (files.get('signature.json').plain.toString() !== `${JSON.stringify(expected, null, 1)}\n`)
    fault('signature.json', 'does not say what the manifest says of the key');
  if (manifest.format !== 'linewatch-edition-package-1')
    fault('manifest.json', 'is of a format that this verifier does not know');
  return manifest;
}

/** Every file is listed and as listed, unpacked and as it lies in the archive. */
function checkFiles(files, manifest, fault) {
  const listed = new Set(manifest.files.map((f) => f.path));
  for (const name of files.keys()) if (!listed.has(name) && !own.has(name)) fault(name, 'is not in the manifest');
  for (const { path, size, sha256: hash, storedSize, storedSha256 } of manifest.files) {
    const file = files.get(path);
    if (!file) fault(path, 'is missing');
    else if (!file.plain || file.plain.length !== size || sha256(file.plain) !== hash)
      fault(path, 'was changed: it does not have its SHA-256');
    else if (file.stored.length !== storedSize || sha256(file.stored) !== storedSha256)
      fault(path, 'was packed anew: its packed bytes do not have their SHA-256');
  }
}

const notAdditive = new Set(['incidents_per_100_hours', 'share']);

/** The content is the one of the manifest, and parts equal totals. */
function checkContent(content, manifest, fault) {
  const where = 'edition.json';
  const listed = manifest.files.find((f) => f.path === where);
  if (listed?.sha256 !== manifest.contentSha256) fault(where, 'is not the content that the manifest names');
  for (const name of ['editionId', 'week', 'version', 'variant', 'party', 'cutoff', 'treeRoot', 'missionId'])
    if (content[name] !== manifest[name]) fault(where, `its ${name} is not that of the manifest`);
  const figures = new Map(content.figures.map((f) => [f.id, f]));
  const figureOf = (cell) => (cell?.type === 'figure' ? figures.get(cell.id) : undefined);
  for (const section of content.sections)
    for (const table of section.blocks.filter((b) => b.type === 'table'))
      for (const totals of table.totals)
        totals.forEach((cell, i) => {
          const figure = figureOf(cell);
          if (!figure || notAdditive.has(figure.unit)) return;
          const parts = table.rows.map((row) => figureOf(row[i])?.value ?? 0);
          const sum = parts.reduce((n, value) => n + value, 0);
          const whole = Number.isInteger(figure.value) && parts.every(Number.isInteger);
          if (Math.abs(sum - figure.value) > (whole ? 0 : 0.0006 * (parts.length + 1)))
            fault(where, `${figure.id} is ${figure.value}, but the rows of table "${table.id}" give ${sum}`);
        });
  const live = figures.get('incidents.live')?.value;
  const days = content.figures.filter((f) => /^daily\.\d/.test(f.id)).reduce((n, f) => n + f.value, 0);
  if (live !== days) fault(where, `incidents.live is ${live}, but its days give ${days}`);
}

/** RFC 8785 for what the journal holds: members sorted by UTF-16 code units. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`).join(',')}}`;
}

const node = (left, right) =>
  createHash('sha256').update(Buffer.of(1)).update(left, 'hex').update(right, 'hex').digest('hex');

function headHolds(head, publicKey) {
  return signed(
    publicKey,
    canonical({ size: head.size, root: head.root, at: head.at, keyId: head.keyId }),
    head.signature,
  );
}

/** The freezing is in the journal under a signed head, and the journal of the cut-off is a prefix of that one. */
function checkProof(proof, manifest, publicKey, fault) {
  const where = 'journal-proof.json';
  const { id, at, actor, type, subject, payload, salt } = proof.entry;
  const text = canonical({ id, at, actor, type, subject, payload });
  const leaf = createHash('sha256').update(Buffer.of(0)).update(Buffer.from(salt, 'hex')).update(text).digest('hex');
  if (leaf !== proof.entry.leafHash) fault(where, 'the entry does not have its leaf hash');
  if (type !== 'edition.frozen' || subject.id !== manifest.editionId)
    fault(where, 'the entry is not the freezing of this edition');
  if (payload.cutoff !== manifest.cutoff || payload.treeRoot !== manifest.treeRoot)
    fault(where, 'the entry names another cut-off');
  const party = manifest.party ?? 'none';
  const named = payload.contents?.find((c) => c.variant === manifest.variant && c.party === party);
  if (named?.sha256 !== manifest.contentSha256) fault(where, 'the entry names another content');
  if (!headHolds(proof.head, publicKey)) fault(where, 'the newest head is not signed with this key');
  if (!included(leaf, proof.position, proof.head, proof.inclusion))
    fault(where, 'the entry is not in the journal of the head');
  const first = proof.cutoffHead;
  if (!first) {
    if (manifest.cutoff !== 0) fault(where, 'there is no head of the cut-off');
    return;
  }
  if (!headHolds(first, publicKey)) fault(where, 'the head of the cut-off is not signed with this key');
  if (first.size !== manifest.cutoff || first.root !== manifest.treeRoot)
    fault(where, 'the head is not that of the cut-off');
  if (!consistent(first, proof.head, proof.consistency)) fault(where, 'the journal of the cut-off was changed since');
}

/** These two: RFC 9162, 2.1.3.2 and 2.1.4.2. */
function included(leaf, index, { size, root }, path) {
  if (!(index >= 0 && index < size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else hash = node(hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash === root;
}

function consistent(first, second, proof) {
  if (first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && first.root === second.root;
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  const rest = [...proof];
  let old = at === 0 ? first.root : rest.shift();
  if (old === undefined) return false;
  let now = old;
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, now] = [node(hash, old), node(hash, now)];
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else now = node(now, hash);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && old === first.root && now === second.root;
}

function main([file, publicKey]) {
  if (!file || !publicKey) {
    process.stderr.write('Use: node verify-edition.mjs FILE.zip PUBLIC-KEY\n');
    return 2;
  }
  const { ok, faults, summary } = verifyEdition(readFileSync(file), publicKey);
  for (const { where, what } of faults) process.stderr.write(`${where}: ${what}\n`);
  if (ok) process.stdout.write(`Whole: ${JSON.stringify(summary)}\n`);
  else process.stderr.write(`${faults.length} fault${faults.length === 1 ? '' : 's'}: do not rely on this package.\n`);
  return ok ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = main(process.argv.slice(2));
