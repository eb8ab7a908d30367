/** A process of its own for one document: it sees one folder, has no secrets, and may be ended at any time. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { EditionContent, Erratum } from '#core/compliance/edition-types.js';
import { partOfContent } from '#documents/part-of-content.js';
import { needsOf, renderers } from '#documents/renderers.js';
import { storedForm, zipOf } from '#formats/zip.js';
import type { Measured, MeasureResult, RenderResult, Task } from './task.js';

async function render(folder: string, task: Extract<Task, { step: 'render' }>): Promise<RenderResult> {
  const content = await partOfContent(createReadStream(join(folder, task.content)), needsOf(task.format));
  const errata = JSON.parse(await readFile(join(folder, task.errata), 'utf8')) as Erratum[];
  const whole: EditionContent = { ...content, errata };
  const files: RenderResult['files'] = [];
  for (const renderer of renderers) {
    if (task.format !== renderer.format || renderer.perLanguage !== (task.language !== null)) continue;
    const { path, mediaType, bytes } = await renderer.render(whole, task.language);
    await writeInside(join(folder, task.into), path, bytes);
    files.push({ path, mediaType, format: renderer.format });
  }
  return { files, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

/** @throws Error for a path that leads out of the folder */
async function writeInside(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = resolve(folder, path);
  if (!target.startsWith(resolve(folder) + sep)) throw new Error(`"${path}" leads out of the folder`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes, { flag: 'wx' });
}

async function measure(folder: string): Promise<Measured[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((e) => e.isFile())
    .map((e) => relative(folder, join(e.parentPath, e.name)).split(sep).join('/'));
  const measured: Measured[] = [];
  for (const path of paths.sort()) {
    const bytes = await readFile(join(folder, path));
    const stored = storedForm(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    measured.push({ path, size: bytes.length, sha256, storedSize: stored.size, storedSha256: stored.sha256 });
  }
  return measured;
}

async function pack(folder: string, task: Extract<Task, { step: 'pack' }>): Promise<void> {
  const files = await Promise.all(
    task.files.map(async ({ path, plain }) => ({ path, plain, bytes: await readFile(join(folder, task.from, path)) })),
  );
  await writeFile(join(folder, task.into), zipOf(files));
}

const folder = process.cwd();
const task = JSON.parse(await readFile(join(folder, 'task.json'), 'utf8')) as Task;
if (task.step === 'pack') await pack(folder, task);
else {
  const result: RenderResult | MeasureResult =
    task.step === 'render' ? await render(folder, task) : { measured: await measure(join(folder, task.from)) };
  await writeFile(join(folder, 'result.json'), JSON.stringify(result));
}
