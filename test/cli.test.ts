import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { makeContext } from '../apps/cli/context.js';
import { run } from '../apps/cli/program.js';
import { fileNotice } from '../apps/api/parties/notice.fixture.js';
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

/** @param typed the answer to every question, or to one after another; a function may look at what was shown */
async function linewatch(typed: string | (string | (() => string))[], ...args: string[]): Promise<number> {
  out = err = '';
  let asked = 0;
  const answer = (): string => {
    const one = typeof typed === 'string' ? typed : typed[asked++]!;
    return typeof one === 'string' ? one : one();
  };
  const environment = { server: api.address, configDir: join(folder, 'config'), missionDir: join(folder, 'pack') };
  return run(
    args,
    makeContext(environment, {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      ask: () => Promise.resolve(answer()),
      watched: false,
      typed: false,
    }),
  );
}
const signIn = async (...who: Parameters<TestApi['person']>) => {
  const { loginName } = await api.person(...who);
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
    const chosen = 'nine herons wait beside the slow canal';
    const password = /^password (.+)$/m.exec(out)?.[1] ?? '';
    expect(await linewatch('', 'device', 'add', 'Mast 1', '--new-key', join(folder, 'mast.pem'))).toBe(0);
    const machine = /^device ([0-9a-f-]{36})/m.exec(out)?.[1] ?? '';
    expect(machine).not.toBe('');
    expect(await linewatch('', 'user', 'add', 'x', '--role', 'king')).toBe(1);
    expect(err).toContain('/role');
    expect(await linewatch('', 'device', 'disable', machine)).toBe(0);
    expect(await linewatch('', 'device', 'list')).toBe(0);
    expect(out).toMatch(/^Mast 1\tanywhere\t0\tdisabled\t/m);
    expect(await linewatch('', 'user', 'disable', 'new-one')).toBe(0);
    expect(await linewatch('', 'user', 'list')).toBe(0);
    expect(out).toMatch(/^new-one\tmonitor\tisland\tpassword only\tdisabled\t/m);
    expect(await linewatch('', 'user', 'reset', 'new-one')).toBe(1);
    expect(await linewatch('', 'user', 'enable', 'NEW-ONE')).toBe(0);
    expect(await linewatch('', 'user', 'disable', 'no-such')).toBe(2);
    expect(await linewatch(password, 'login', 'new-one')).toBe(0);
    expect(err).toContain('linewatch password');
    expect(await linewatch('', 'triage', 'list')).toBe(1);
    expect(err).toContain('linewatch password');
    expect(await linewatch([password, chosen], 'password')).toBe(0);
    expect(await linewatch('', 'user', 'add', 'third-one', '--role', 'monitor')).toBe(1);
    expect(await linewatch('', 'logout')).toBe(0);
    expect(await linewatch('', 'work', 'list')).toBe(4);
    expect(await linewatch('wrong', 'login', 'new-one')).toBe(4);

    await signIn('administrator');
    expect(await linewatch('', 'user', 'reset', 'new-one')).toBe(0);
    expect(out).toMatch(/^token [0-9a-f-]{36}\.[0-9a-f]{64}$/m);
    expect(await linewatch(chosen, 'login', 'new-one')).toBe(4);
  });

  it('sets a second factor up, whose codes are asked for from then on', async () => {
    const { loginName } = await api.person('supervisor');
    expect(await linewatch(goodPassword, 'login', loginName)).toBe(0);
    const shown = (): string => generateSync({ secret: /secret=(\w+)/.exec(out)![1]! });
    expect(await linewatch([goodPassword, shown], 'second-factor')).toBe(0);
    expect(await linewatch('', 'triage', 'list')).toBe(0);
    expect(await linewatch(goodPassword, 'login', loginName)).toBe(4);
  });

  it("carries a party's notice from its list to an answer with a file, once however often it is sent", async () => {
    const party = api.deps.mission.parties[0]!.id;
    const notice = await fileNotice(api.deps, party, 1, 'Notice 1. Please answer.');
    await signIn('party_liaison', { party });
    expect(await linewatch('', 'party', 'notices')).toBe(0);
    expect(out).toMatch(new RegExp(`^number\\t[^]*\\n1\\t[^\\n]*\\tnew\\t${notice}\\n$`));
    expect(await linewatch('', 'party', 'acknowledge', notice)).toBe(0);
    const [words, photo] = [join(folder, 'words.txt'), join(folder, 'Foto ä.bin')];
    writeFileSync(words, '  We were not there.\n');
    writeFileSync(photo, Buffer.from([0, 255, 10, 13, 200]));
    const reply = ['party', 'reply', notice, '--file', words, '--language', 'en', '--attach', photo];
    expect(await linewatch('', ...reply)).toBe(0);
    const receipt = out;
    expect(await linewatch('', ...reply)).toBe(0);
    expect(out).toBe(receipt);
    expect(await linewatch('', 'party', 'show', notice)).toBe(0);
    expect(out).toMatch(/^Notice 1. Please answer.\n[^]*Foto ä.bin [0-9a-f]{64}\n {2}We were not there.\n/);
    const sheet = join(folder, 'boats.csv');
    writeFileSync(sheet, 'day,unit,contributor\n2026-03-01,boat-1,north-isle\n2026-03-02,boat-1,north-isle\n');
    expect(await linewatch('', 'registers', 'presence', 'harbour-watch', sheet)).toBe(1);
    await signIn('analyst');
    expect(await linewatch('', 'registers', 'presence', 'harbour-watch', sheet)).toBe(0);
    expect(out).toBe('2 accepted, 0 already there\n');
    expect(await linewatch('', 'registers', 'presence', 'harbour-watch', sheet)).toBe(0);
    expect(out).toBe('0 accepted, 2 already there\n');
    expect(await linewatch('', 'registers', 'show', '--at', '2026-04-01T00:00:00Z')).toBe(0);
    expect(out).toMatch(/harbour-watch\t2026-01-05\t2026-04-01\t2\t23\.6\tbelow/);
    expect(await linewatch('', 'replies', '--from', '2026-01-01T00:00:00Z', '--to', '2100-01-01T00:00:00Z')).toBe(0);
    expect(out).toContain(`${party}\t1\t1\t1\t0\t0\t0\t0.0\t0.0\t1.00`);
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
