import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execFileSync } from 'node:child_process';
import { freezeEdition } from '#core/compliance/edition-freeze.js';
import { draftEdition } from '#core/compliance/edition-life.js';
import type { Edition, EditionFile } from '#core/compliance/edition-record.js';
import { makeDocuments } from '../../apps/worker/documents/make-documents.js';
import { missingDocuments } from '../../apps/worker/documents/missing.js';
import { verifyEdition } from '../../apps/cli/verify-edition.mjs';
import { newSigner } from '#db/testing/parts.js';
import { openDesk, person, type Desk } from './desk.js';

const childFile = resolve('dist/apps/worker/documents/child.js');
const built = existsSync(childFile) ? describe : describe.skip;

built('the package of an edition (skipped where the program is not built)', () => {
  let desk: Desk;
  let edition: Edition;
  let files: EditionFile[];
  let bytes: Buffer;
  let key: string;

  async function blob(sha256: string): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of await desk.deps.blobs.get(sha256)) parts.push(part);
    return Buffer.concat(parts);
  }

  beforeAll(async () => {
    desk = await openDesk();
    key = desk.deps.signer.publicKey;
    await desk.receive(person('monitor-1', 'monitor'), {});
    await desk.work();
    desk.clock.move(7 * 86_400);
    const { id } = await draftEdition(desk.deps, person('editor-1', 'editor'), { week: '2026-W48' });
    edition = await freezeEdition(desk.deps, person('editor-1', 'editor'), { editionId: id });
    // Nothing can be proven before the freezing has its place.
    expect(await missingDocuments(desk.deps, { childFile })).toEqual({ made: 0, failed: 0 });
    await desk.work();
    expect(await missingDocuments(desk.deps, { childFile })).toEqual({ made: 1, failed: 0 });
    expect(await missingDocuments(desk.deps, { childFile })).toEqual({ made: 0, failed: 0 });
    files = await desk.deps.uow.read((r) => r.editions.files(id));
    bytes = await blob(files.find((f) => f.role === 'package' && f.variant === 'public')!.sha256);
  }, 300_000);
  afterAll(() => desk.close());

  it('holds for everybody who knows the key', async () => {
    const packages = files.filter((f) => f.role === 'package');
    expect(packages.map((f) => f.path).sort()).toEqual([
      'linewatch-2026-W48-internal.zip',
      'linewatch-2026-W48-party-orrin.zip',
      'linewatch-2026-W48-party-vell.zip',
      'linewatch-2026-W48-public.zip',
    ]);
    for (const { sha256, variant } of packages) {
      const verdict = verifyEdition(await blob(sha256), key);
      expect(verdict).toMatchObject({
        ok: true,
        faults: [],
        summary: { week: '2026-W48', variant, cutoff: edition.cutoff },
      });
    }
    expect(verifyEdition(bytes, newSigner().publicKey).faults).toEqual([
      { where: 'manifest.json', what: expect.stringContaining('was not signed with this key') },
    ]);
  });

  it('comes out the same, byte for byte, when it is made again', async () => {
    const again = await makeDocuments(desk.deps, edition, { childFile });
    const sha = (list: EditionFile[]) =>
      list
        .filter((f) => f.role !== 'content')
        .map((f) => `${f.variant} ${f.party} ${f.path} ${f.sha256}`)
        .sort();
    expect(sha(again)).toEqual(sha(files));
  }, 300_000);

  it('names every changed byte', () => {
    // Every offset near the headers and the directory, and a spread over the rest.
    const offsets = new Set<number>();
    for (let i = 0; i < 60; i++) offsets.add(i).add(bytes.length - 1 - i * 7);
    for (let i = 0; i < 200; i++) offsets.add(Math.floor((bytes.length * i) / 200));
    const missed: number[] = [];
    for (const offset of offsets) {
      for (const bit of [0x01 << (offset % 8)]) {
        const changed = Buffer.from(bytes);
        changed[offset] = (changed[offset] ?? 0) ^ bit;
        const { ok, faults } = verifyEdition(changed, key);
        if (ok || faults.length === 0 || !faults[0]?.where) missed.push(offset);
      }
    }
    expect(missed).toEqual([]);
    expect(offsets.size).toBeGreaterThan(300);
    expect(verifyEdition(bytes.subarray(0, bytes.length - 1), key).ok).toBe(false);
    expect(verifyEdition(Buffer.concat([bytes, Buffer.of(0)]), key).ok).toBe(false);
    expect(verifyEdition(Buffer.alloc(0), key).ok).toBe(false);
  });

  it('says which file it is', () => {
    const at = bytes.indexOf('edition.json') + 'edition.json'.length + 40;
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    expect(verifyEdition(changed, key).faults.map((f) => f.where)).toContain('edition.json');
  });

  it('is checked by the one file alone, with the key as an argument', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'linewatch-verify-'));
    try {
      const zip = join(folder, 'edition.zip');
      await writeFile(zip, bytes);
      const run = (args: string[]) =>
        execFileSync(process.execPath, ['apps/cli/verify-edition.mjs', ...args], { stdio: 'pipe' }).toString();
      expect(run([zip, key])).toMatch(/^Whole: /);
      const spoilt = Buffer.from(bytes);
      spoilt[bytes.length - 30] = (spoilt[bytes.length - 30] ?? 0) ^ 1;
      await writeFile(zip, spoilt);
      expect(() => run([zip, key])).toThrow(/do not rely on this package/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('puts on record what could not be made, and gives up after three times', async () => {
    const { id } = await draftEdition(desk.deps, person('editor-1', 'editor'), { week: '2026-W47' });
    await freezeEdition(desk.deps, person('editor-1', 'editor'), { editionId: id });
    await desk.work();
    const limits = { timeMs: 1, memoryMb: 500 };
    for (let i = 0; i < 3; i++)
      expect(await missingDocuments(desk.deps, { childFile, limits })).toEqual({ made: 0, failed: 1 });
    expect(await missingDocuments(desk.deps, { childFile, limits })).toEqual({ made: 0, failed: 0 });
    const steps = await desk.deps.uow.read((r) => r.editions.steps(id));
    expect(steps.filter((s) => s.step === 'render_failed')).toHaveLength(3);
    expect(steps.at(-1)?.reason).toContain('it took longer than');
  }, 300_000);
});
