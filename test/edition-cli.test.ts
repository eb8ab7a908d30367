import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext } from '../apps/cli/context.js';
import { run } from '../apps/cli/program.js';
import { goodPassword, startTestApi, type TestApi } from '../apps/api/testing/api.js';

let api: TestApi;
let folder: string;
let out: string;
let err: string;
const people: Record<string, string> = {};

async function linewatch(who: string, ...args: string[]): Promise<number> {
  out = err = '';
  const environment = { server: api.address, configDir: join(folder, who), missionDir: 'missions/two-valleys' };
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    ask: () => Promise.resolve(goodPassword),
    watched: true,
    typed: false,
  };
  return run(args, makeContext(environment, terminal));
}

beforeAll(async () => {
  api = await startTestApi();
  folder = await mkdtemp(join(tmpdir(), 'linewatch-edition-cli-'));
  for (const role of ['editor', 'head_of_mission'] as const) {
    people[role] = (await api.person(role)).loginName;
    expect(await linewatch(role, 'login', people[role])).toBe(0);
  }
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

it('takes an edition from draft to two approvals at the desk', async () => {
  expect(await linewatch('editor', 'edition', 'draft', '2026-W40')).toBe(0);
  const id = out.split('\t')[0]!;
  const texts = join(folder, 'texts.json');
  await writeFile(texts, JSON.stringify({ en: '5 incidents.', fr: '5 incidents.' }));
  expect(await linewatch('editor', 'edition', 'text', id, 'summary.counts', '--file', texts)).toBe(1);
  expect(err).toContain('5 is no figure of this paragraph');
  expect(await linewatch('editor', 'edition', 'freeze', id)).toBe(0);
  expect(err).toContain('content public');
  expect(out).toContain('frozen');
  expect(await linewatch('editor', 'edition', 'freeze', id)).toBe(1);
  expect(await linewatch('editor', 'edition', 'approve', id)).toBe(0);
  expect(await linewatch('editor', 'edition', 'approve', id)).toBe(1);
  expect(await linewatch('head_of_mission', 'edition', 'approve', id)).toBe(0);
  expect(await linewatch('head_of_mission', 'edition', 'publish', id)).toBe(1);
  expect(err).toContain('still being made');
  expect(await linewatch('editor', 'edition', 'list')).toBe(0);
  expect(out).toContain(`${id}\t2026-W40\t1\tapproved`);
  const file = join(folder, 'edition.json');
  expect(await linewatch('editor', 'edition', 'get', id, '--path', 'edition.json', '--out', file)).toBe(0);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ week: '2026-W40', variant: 'public' });
  expect(await linewatch('head_of_mission', 'recount')).toBe(0);
  expect(out).toMatch(/^The roll-ups are what a full count gives/);
});

it('says of what is no package that it is none', async () => {
  const file = join(folder, 'no.zip');
  await writeFile(file, 'nothing of the kind');
  expect(await linewatch('editor', 'edition', 'verify', file)).toBe(1);
  expect(err).toContain('archive: not a ZIP archive');
});
