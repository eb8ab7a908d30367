import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { renderers } from '#documents/renderers.js';
import { sampleContent } from '#documents/testing/sample-content.js';
import { runChild } from './run-child.js';
import type { RenderResult } from './task.js';

const childFile = resolve('dist/apps/worker/documents/child.js');
const built = existsSync(childFile) ? describe : describe.skip;

built('the documents of a week of 20,000 incidents (skipped where the program is not built)', () => {
  it('are made in one language with at most 400 MB in any process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'linewatch-child-'));
    const limits = { timeMs: 120_000, memoryMb: 500 };
    try {
      await mkdir(join(folder, 'set'));
      await writeFile(join(folder, 'set/edition.json'), JSON.stringify(sampleContent({ incidents: 20_000 })));
      await writeFile(join(folder, 'set/errata.json'), '[]');
      const source = { content: 'set/edition.json', errata: 'set/errata.json', into: 'set' };
      const peaks = new Map<string, number>();
      for (const format of new Set(renderers.map((one) => one.format))) {
        const language = renderers.some((one) => one.format === format && one.perLanguage) ? 'ar' : null;
        await runChild(childFile, folder, { step: 'render', ...source, format, language }, limits);
        const result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as RenderResult;
        expect(result.files).toHaveLength(renderers.filter((one) => one.format === format).length);
        peaks.set(format, result.peakBytes / 1e6);
      }
      expect([...peaks.keys()].sort()).toEqual(['csv', 'docx', 'geojson', 'html', 'pdf']);
      expect([...peaks].filter(([, mb]) => mb > 400)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 600_000);

  it('end with the reason where the limits are too small', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'linewatch-child-'));
    try {
      await mkdir(join(folder, 'set'));
      await writeFile(join(folder, 'set/edition.json'), JSON.stringify(sampleContent({ incidents: 20 })));
      await writeFile(join(folder, 'set/errata.json'), '[]');
      const task = { step: 'render', content: 'set/edition.json', errata: 'set/errata.json', into: 'set' } as const;
      const run = (memoryMb: number) =>
        runChild(childFile, folder, { ...task, format: 'pdf', language: 'en' }, { timeMs: 60_000, memoryMb });
      await expect(run(60)).rejects.toThrow(/used \d+ MB of 60|heap/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
