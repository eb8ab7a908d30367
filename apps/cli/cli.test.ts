import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext } from './context.js';
import { run } from './program.js';

let folder: string;
let out: string;
let err: string;
/** What is answered, in turn; null: the same always, by no person. */
let typed: string[] | null;
/** What was asked, and whether the answer stays unseen. */
let asked: [string, boolean][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linewatch-cli-'));
  out = err = '';
  typed = null;
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const linewatch = (server: string, ...args: string[]) =>
  run(
    args,
    makeContext(
      { server, configDir: join(folder, 'config'), missionDir: 'missions/two-valleys' },
      {
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        watched: true,
        typed: typed !== null,
        ask: (question, hidden = false) => {
          asked.push([question, hidden]);
          return Promise.resolve(typed ? typed.shift()! : 'correct horse battery');
        },
      },
    ),
  );
const nowhere = 'http://127.0.0.1:9';

describe('linewatch mission', () => {
  it.each(['missions/ukraine-line', 'missions/two-valleys'])('finds %s sound', async (pack) => {
    expect(await linewatch(nowhere, 'mission', 'check', pack)).toBe(0);
    expect(out).toMatch(/is sound[^]*provisions[^]*digest [0-9a-f]{64}/);
  });

  it('lists every fault with file and line, and ends with 1', async () => {
    cpSync('missions/two-valleys', join(folder, 'pack'), { recursive: true });
    for (const [file, from, to] of [
      ['agreement.yaml', 'kind: access', 'kind: acces'],
      ['settlements.csv', '69.22', 'x'],
    ] as const) {
      const path = join(folder, 'pack', file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    }
    expect(await linewatch(nowhere, 'mission', 'check', join(folder, 'pack'))).toBe(1);
    expect(err).toMatch(/2 faults/);
    expect(err).toMatch(/agreement\.yaml:\d+: .*Use one of: prohibition/);
    expect(err).toMatch(/settlements\.csv:2: .*"x" is not a number/);
  });

  it('sets a line and says how long it is', async () => {
    const pack = join(folder, 'pack');
    cpSync('missions/two-valleys', pack, { recursive: true });
    const file = join(folder, 'new.geojson');
    writeFileSync(file, JSON.stringify({ type: 'LineString', coordinates: [[69.4, -49.6], [69.4, -49]] })); // prettier-ignore
    const set = ['mission', 'set-line', file, '--pack', pack, '--effective', '2026-02-01', '--territory-of'];
    expect(await linewatch(nowhere, ...set, 'vell')).toBe(0);
    expect(out).toMatch(/66\.7 km in 1 part, [^]*vell to the left, orrin to the right/);
    expect(await linewatch(nowhere, ...set, 'vell')).toBe(1);
    expect(err).toMatch(/already has a line/);
  });

  it('ends with 2 when it is used wrongly', async () => {
    expect(await linewatch(nowhere, 'mission', 'set-line', 'x.geojson')).toBe(2);
    expect(await linewatch(nowhere, 'nonsense')).toBe(2);
    expect(await linewatch(nowhere, 'device', 'add', 'camera')).toBe(2);
    expect(await linewatch(nowhere, '--help')).toBe(0);
  });
});

describe('linewatch as a client', () => {
  interface Seen {
    method: string;
    url: string;
    authorization: string | undefined;
    body: unknown;
  }
  let seen: Seen[];
  let answer: { status: number; type?: string; body: string };
  let server: Server;
  let address: string;

  const bodyOf = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  const answers = (status: number, body: unknown, type = 'application/json') =>
    (answer = { status, type, body: typeof body === 'string' ? body : JSON.stringify(body) });

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, url, authorization: headers.authorization, body });
        response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((done) => server.close(done)));

  const login = async () => {
    const account = { loginName: 'ana', role: 'editor' };
    answers(201, { token: 'ab'.repeat(32), session: { expiresAt: '2026-11-23T00:00:00.000Z' }, account });
    expect(await linewatch(address, 'login', 'ana')).toBe(0);
  };

  it('keeps the session in a file of its owner only, and sends it afterwards', async () => {
    await login();
    expect(seen[0]?.body).toEqual({ loginName: 'ana', password: 'correct horse battery', delivery: 'bearer' });
    expect(statSync(join(folder, 'config', 'sessions.json')).mode & 0o777).toBe(0o600);
    answers(200, 'week,figure\n', 'text/csv');
    expect(await linewatch(address, 'summary', '2026-W47', '--format', 'csv')).toBe(0);
    expect(seen[1]).toMatchObject({
      url: '/v1/summaries/2026-W47?format=csv',
      authorization: `Bearer ${'ab'.repeat(32)}`,
    });
    expect(out).toBe('week,figure\n');
    answers(200, '<html>', 'text/html');
    expect(await linewatch(address, 'summary', '2026-W47', '--format', 'html', '--out', join(folder, 's.html'))).toBe(
      0,
    );
    expect(readFileSync(join(folder, 's.html'), 'utf8')).toBe('<html>');
  });

  it('never sends a session to another server', async () => {
    await login();
    answers(200, {});
    await linewatch(address.replace('127.0.0.1', 'localhost'), 'summary', '2026-W47');
    expect(seen[1]?.authorization).toBeUndefined();
  });

  it('forgets the session on logout, also where the server has ended it', async () => {
    await login();
    answers(401, { title: 'Sign in first', status: 401, code: 'not_signed_in' }, 'application/problem+json');
    expect(await linewatch(address, 'logout')).toBe(0);
    await linewatch(address, 'summary', '2026-W47');
    expect(seen.at(-1)?.authorization).toBeUndefined();
  });

  it('asks for a new password twice where it is typed, unseen, and changes nothing where the two differ', async () => {
    await login();
    asked = [];
    typed = ['old words', 'nine herons wait', 'nine herons wiat'];
    expect(await linewatch(address, 'password')).toBe(2);
    expect(err).toMatch(/The two new passwords differ: nothing was changed\. Run "linewatch password" again/);
    expect(seen).toHaveLength(1);
    answers(204, '');
    typed = ['old words', 'nine herons wait', 'nine herons wait'];
    expect(await linewatch(address, 'password')).toBe(0);
    expect(seen[1]).toMatchObject({ url: '/v1/me/password', body: { current: 'old words', password: 'nine herons wait' } }); // prettier-ignore
    const questions = ['Present password: ', 'New password: ', 'New password again: '].map((words) => [words, true]);
    expect(asked).toEqual([...questions, ...questions]);
  });

  it('takes a new password of a script as one line, also where a person watches', async () => {
    await login();
    asked = [];
    answers(204, '');
    expect(await linewatch(address, 'password')).toBe(0);
    expect(asked.map(([question]) => question)).toEqual(['Present password: ', 'New password: ']);
    expect(seen[1]?.body).toEqual({ current: 'correct horse battery', password: 'correct horse battery' });
  });

  it('adds people and devices, and makes a key that only its owner can read', async () => {
    answers(201, { account: { id: 'a1' }, password: 'once-only', secondFactorAddress: null });
    expect(
      await linewatch(address, 'user', 'add', 'bo', '--role', 'monitor', '--sector', 'one', '--sector', 'two'),
    ).toBe(0);
    expect(seen[0]?.body).toEqual({
      loginName: 'bo',
      role: 'monitor',
      scope: { sectors: ['one', 'two'], party: null },
      secondFactor: false,
    });
    expect(out).toContain('once-only');
    answers(201, { id: 'd1' });
    const key = join(folder, 'camera.pem');
    expect(await linewatch(address, 'device', 'add', 'Camera 4', '--new-key', key)).toBe(0);
    expect(seen[1]?.body).toMatchObject({ publicKey: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as unknown });
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(await linewatch(address, 'device', 'add', 'Camera 4', '--new-key', key)).toBe(2);
  });

  it('tells title, detail, fields and remedy of a refusal, by exit code', async () => {
    const errors = [{ pointer: '/role', detail: 'is not a role' }];
    answers(
      400,
      { title: 'The input is not valid', detail: 'Look here.', code: 'invalid_input', errors },
      'application/problem+json',
    );
    expect(await linewatch(address, 'user', 'add', 'bo', '--role', 'king')).toBe(1);
    expect(err).toBe(
      'The input is not valid\nLook here.\n  /role: is not a role\nCorrect what is named above and try again.\n',
    );
    answers(401, { title: 'Sign in first', code: 'not_signed_in' }, 'application/problem+json');
    expect(await linewatch(address, 'summary', '2026-W47')).toBe(4);
    answers(502, 'Bad gateway', 'text/plain');
    expect(await linewatch(address, 'summary', '2026-W47')).toBe(3);
    expect(await linewatch(nowhere, 'summary', '2026-W47')).toBe(3);
    expect(err).toMatch(/cannot be reached[^]*--server/);
  });
});
