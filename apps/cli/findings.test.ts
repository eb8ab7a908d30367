import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext } from './context.js';
import { run } from './program.js';

const asked: { line: string; body: Record<string, unknown> }[] = [];
const state = {
  result: 'cannot_tell',
  hypotheses: [{ id: 'vell', probability: 0.5, low: 0.2, high: 0.8, word: 'roughly even chance', standard: null }],
  items: [],
};
const clock = { acknowledgeBy: null, replyBy: null, acknowledgedAt: null, repliedAt: null };
const answers: Record<string, unknown> = {
  'POST /v1/hotline': { id: 'h-1' },
  'GET /v1/hotline?from=a&to=b': {
    entries: [{ id: 'h-2', type: 'outcome', issueId: 'h-1', at: 'a', kept: false, text: 'Not done.' }],
    counts: {
      activations: 31,
      issuesSpokenOf: 17,
      parties: [{ party: 'vell', promises: 1, kept: 0, broken: 1, open: 0 }],
    },
  },
  'GET /v1/incidents/i-1/ledger': {
    now: state,
    versions: [{ number: 4 }],
    suggestion: { found: 'vell', result: 'cannot_tell', differs: true, version: { number: 4, at: 'today' } },
  },
  'POST /v1/incidents/i-1/ledger/items': { id: 'item-1' },
  'POST /v1/incidents/i-1/ledger/replies': { id: 'item-2' },
  'POST /v1/incidents/i-1/ledger/disputes': state,
  'POST /v1/registers/declarations': { receipt: { id: 'f-1' } },
  'POST /v1/registers/estimates': { receipt: { id: 'f-2' } },
  'POST /v1/assessments': { id: 'a-1', provisionId: 'few-guns', party: 'vell', result: 'breach', state: 'ruled' },
  'GET /v1/incidents/i-1/notices': { items: [{ id: 'n-1', party: 'vell', number: 1, about: 'ruling', clock }] },
  'GET /v1/notices/n-1': {
    content: { words: { en: 'Notice 1.' } },
    replies: [{ id: 'r-1', receivedAt: 'today', late: true, text: 'Not  us.' }],
  },
};

let server: Server;
let folder: string;
let out: string;
let err: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linewatch-cli-findings-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      const body = Buffer.concat(parts).toString();
      asked.push({ line, body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>) });
      response.writeHead(answers[line] === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[line] ?? { title: 'Nothing here', status: 404 }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  out = err = '';
  asked.length = 0;
});

const linewatch = (...args: string[]) =>
  run(
    args,
    makeContext(
      {
        server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        configDir: join(folder, 'config'),
        missionDir: 'missions/two-valleys',
      },
      {
        out: (t) => void (out += t),
        err: (t) => void (err += t),
        watched: false,
        typed: false,
        ask: () => Promise.resolve(''),
      },
    ),
  );

describe('findings and the parties from the command line', () => {
  it('logs the hotline and settles a promise', async () => {
    expect(
      await linewatch(
        'hotline',
        'log',
        'call',
        'h-1',
        'Ceasefire asked for.',
        '--party',
        'vell',
        '--to-party',
        'orrin',
      ),
    ).toBe(0);
    expect(asked[0]!.body).toMatchObject({ type: 'activation', issueId: 'h-1', party: 'vell', toParty: 'orrin' });
    expect(await linewatch('hotline', 'promise', 'broken', 'h-1', 'p-1', 'The road is closed.')).toBe(0);
    expect(asked[1]!.body).toMatchObject({ type: 'outcome', issueId: 'h-1', promiseId: 'p-1', kept: false });
    expect(await linewatch('hotline', 'list', '--from', 'a', '--to', 'b')).toBe(0);
    expect(out).toContain('not kept\tNot done.\n31 activations on 17 issues\n');
    expect(out).toContain('vell\t1\t0\t1\t0\n');
  });

  it('shows a ledger with what is suggested, adds evidence, reads a reply, disputes', async () => {
    expect(await linewatch('ledger', 'show', 'i-1')).toBe(0);
    expect(out).toContain('found vell; version 4 of today gives cannot_tell: look at it again\n');
    expect(out).toContain('vell\t0.500\t0.200\t0.800\troughly even chance\t-\n');
    const item = [
      'ledger',
      'add',
      'i-1',
      '--kind',
      'other',
      '--statement',
      'A fuse.',
      '--source',
      'lists',
      '--reason',
      'So.',
    ];
    expect(await linewatch(...item, '--ratio', 'vell=3', 'orrin=0.5')).toBe(0);
    expect(asked[1]!.body).toMatchObject({ estimate: { vell: 3, orrin: 0.5 }, basis: [] });
    expect(await linewatch(...item, '--row', 'physical-trace', '--against', 'vell')).toBe(0);
    expect(asked[2]!.body).toMatchObject({ table: { row: 'physical-trace', hypothesis: 'vell', speaks: 'against' } });
    expect([await linewatch(...item), await linewatch(...item, '--ratio', 'vell')]).toEqual([2, 2]);
    expect(await linewatch('ledger', 'read-reply', 'i-1', 'r-1', '--as', 'denial', '--reason', 'It says so.')).toBe(0);
    expect(asked[3]!.body).toEqual({ replyId: 'r-1', account: 'denial', reason: 'It says so.' });
    expect(await linewatch('ledger', 'dispute', 'i-1', 'item-1', '--reason', 'Old lists.', '--end')).toBe(0);
    expect(asked[4]!.body).toEqual({ itemKey: 'item-1', disputed: false, reason: 'Old lists.' });
  });

  it('enters figures and rules on a period', async () => {
    const figure = ['few-guns', '--party', 'vell', '--as-of', 'then', '--exclude', 'museum-pieces=1'];
    expect(await linewatch('registers', 'declare', ...figure, '--value', '12')).toBe(0);
    expect(asked[0]!.body).toMatchObject({ value: 12, excluded: [{ name: 'museum-pieces', number: 1 }] });
    const interval = ['--low', '24', '--best', '25', '--high', '30', '--method', 'counted'];
    expect(await linewatch('registers', 'estimate', ...figure, ...interval)).toBe(0);
    expect(asked[1]!.body).toMatchObject({ low: 24, best: 25, high: 30, method: 'counted', asOf: 'then' });
    expect(await linewatch('registers', 'declare', ...figure, '--value', 'many')).toBe(2);
    const rule = ['assessments', 'rule', 'few-guns', '--party', 'vell', '--from', 'a', '--to', 'b', '--reason', 'So.'];
    expect(await linewatch(...rule, '--result', 'breach')).toBe(0);
    expect(asked[2]!.body).toEqual({
      provisionId: 'few-guns',
      party: 'vell',
      from: 'a',
      to: 'b',
      reason: 'So.',
      result: 'breach',
    });
    expect(out).toContain('a-1\tfew-guns\tvell');
  });

  it("shows notices and the party's words as they are", async () => {
    expect(await linewatch('notices', 'list', '--incident', 'i-1')).toBe(0);
    expect(out).toContain('n-1\tvell\t1\truling');
    out = '';
    expect(await linewatch('notices', 'show', 'n-1')).toBe(0);
    expect(out).toBe("Notice 1.\n\nreply r-1, today (after the clock), in the party's words:\nNot  us.\n");
  });

  it.each(['hotline', 'ledger', 'assessments', 'notices'])('%s explains itself', async (name) => {
    expect(await linewatch(name, '--help')).toBe(0);
    expect(out).toMatch(new RegExp(`Usage: linewatch ${name}`));
  });
});
