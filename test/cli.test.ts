import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext } from '../apps/cli/context.js';
import { run } from '../apps/cli/program.js';
import { goodPassword, startTestApi, type TestApi } from '../apps/api/testing/api.js';

const profile = `name: log-book
title: The posts' log book
format: csv
columns: { what: [what], when: [when], lat: [lat], lon: [lon] }
required: [what, when, lat, lon]
none: { field: what, reason: the row says nothing, remedy: Say what happened. }
records:
  - name: entry
    type: report
    kind: { from: what, map: { bang: blast, shots: gunfire } }
    means: ear
    time: { format: iso, date: when, lastsSeconds: 60 }
    place: { type: fix, lat: lat, lon: lon, precisionMetres: 200 }
    provider: mission
`;

let api: TestApi;
let folder: string;
let out: string;
let err: string;

async function linewatch(password: string, ...args: string[]): Promise<number> {
  out = err = '';
  const environment = { server: api.address, configDir: join(folder, 'config'), missionDir: join(folder, 'pack') };
  return run(
    args,
    makeContext(environment, {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      ask: () => Promise.resolve(password),
      watched: false,
    }),
  );
}
const signIn = async (role: Parameters<TestApi['person']>[0]) => {
  const { loginName } = await api.person(role);
  expect(await linewatch(goodPassword, 'login', loginName)).toBe(0);
};

beforeAll(async () => {
  api = await startTestApi();
  folder = mkdtempSync(join(tmpdir(), 'linewatch-cli-'));
  cpSync('missions/two-valleys', join(folder, 'pack'), { recursive: true });
  mkdirSync(join(folder, 'pack', 'profiles'));
  writeFileSync(join(folder, 'pack', 'profiles', 'log-book.yaml'), profile);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

describe('linewatch against the real API', () => {
  it('takes in a table twice and keeps it once, naming each bad row', async () => {
    await signIn('monitor');
    const now = Date.now();
    const rows = Array.from({ length: 1100 }, (_, i) => `bang,${new Date(now - i * 60_000).toISOString()},-49.3,69.5`);
    rows[4] = 'bang,yesterday,-49.3,69.5';
    rows[1050] = `thunder,${new Date(now).toISOString()},-49.3,69.5`;
    const file = join(folder, 'log.csv');
    writeFileSync(file, `what,when,lat,lon\n${rows.join('\n')}\n`);
    expect(await linewatch('', 'import', file, '--profile', 'log-book', '--dry-run')).toBe(0);
    expect(out).toMatch(/^1098 would be sent, 2 refused/);
    expect(err).toMatch(/row 6: [^]*row 1052: /);
    expect(await linewatch('', 'import', file, '--profile', 'log-book')).toBe(0);
    expect(out).toMatch(/^1098 accepted, 0 already there, 2 refused/);
    expect(await linewatch('', 'import', file, '--profile', 'log-book')).toBe(0);
    expect(out).toMatch(/^0 accepted, 1098 already there, 2 refused/);
    expect(await linewatch('', 'import', file, '--profile', 'other')).toBe(1);
    expect(err).toContain('log-book');
  });

  it('reads the whole journal and says that it is whole, and whose key it does not fit', async () => {
    await api.deps.uow.run((tx) => tx.sequence(10_000, () => [], api.deps.signer));
    await signIn('auditor');
    expect(await linewatch('', 'journal', 'verify')).toBe(0);
    expect(out).toMatch(/The journal is whole: \d{4} entries/);
    expect(await linewatch('', 'journal', 'verify', '--key', 'A'.repeat(43))).toBe(1);
    expect(err).toMatch(/bad_signature/);
  });

  it('adds people and devices as an administrator, and nobody else', async () => {
    await signIn('administrator');
    expect(await linewatch('', 'user', 'add', 'new-one', '--role', 'monitor', '--sector', 'island')).toBe(0);
    const password = /^password (.+)$/m.exec(out)?.[1] ?? '';
    expect(await linewatch('', 'device', 'add', 'Mast 1', '--new-key', join(folder, 'mast.pem'))).toBe(0);
    expect(out).toMatch(/^device [0-9a-f-]{36}/);
    expect(await linewatch('', 'user', 'add', 'x', '--role', 'king')).toBe(1);
    expect(err).toContain('/role');
    expect(await linewatch(password, 'login', 'new-one')).toBe(0);
    expect(await linewatch('', 'user', 'add', 'third-one', '--role', 'monitor')).toBe(1);
    expect(await linewatch('', 'logout')).toBe(0);
    expect(await linewatch('', 'work', 'list')).toBe(4);
    expect(await linewatch('wrong', 'login', 'new-one')).toBe(4);
  });

  it('lists the queue and the work, and makes up a world', async () => {
    await signIn('supervisor');
    expect(await linewatch('', 'triage', 'list')).toBe(0);
    expect(out).toMatch(/^incident\tversion/);
    await signIn('administrator');
    expect(await linewatch('', 'work', 'list')).toBe(0);
    expect(out).toMatch(/owed \d+/);
    const world = join(folder, 'world');
    expect(await linewatch('', 'simulate', '--preset', 'sparse', '--days', '1', '--out', world)).toBe(0);
    expect(err).toMatch(/\d+ events, \d+ sightings/);
    expect(await linewatch('', 'simulate', '--preset', 'sparse', '--days', '1', '--out', world)).toBe(2);
  });
});
