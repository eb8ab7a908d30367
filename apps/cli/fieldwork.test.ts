import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext } from './context.js';
import { run } from './program.js';

/** What the API was asked, and what it answers, by method and path. */
const asked: { line: string; headers: Record<string, unknown>; body: string }[] = [];
const answers: Record<string, unknown> = {
  'GET /v1/incidents/i-1/tasks': {
    coverage: {
      inWords: '1 of 2 places reached',
      others: [{ placeName: 'mill', state: 'not_reached', cause: 'access', reason: 'Turned back.' }],
    },
  },
  'POST /v1/incidents/i-1/tasks': {},
  'POST /v1/watches/gpx': {
    untimed: 2,
    hours: [
      {
        sector: 'island',
        side: null,
        reportingWeek: '2026-W47',
        usableHours: 1.5,
        dayHours: 1,
        nightHours: 0.5,
        lostHours: 0,
        lostReason: null,
      },
    ],
  },
  'GET /v1/weeks/2026-W47/rates': {
    sectors: [
      {
        sector: 'island',
        incidents: { count: 3, usableHours: 150, per100Hours: 2, low: 0.4, high: 5.8 },
        dayHours: 100,
        nightHours: 50,
      },
    ],
  },
};

let server: Server;
let folder: string;
let out: string;
let err: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linewatch-cli-field-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      asked.push({ line, headers: request.headers, body: Buffer.concat(parts).toString() });
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
      { out: (t) => void (out += t), err: (t) => void (err += t), watched: false, ask: () => Promise.resolve('') },
    ),
  );

describe('the field from the command line', () => {
  it('asks for a patrol and says what became of the others', async () => {
    const place = ['--lat', '-49.3', '--lon', '69.5', '--place', 'mill', '--instruction', 'Look.'];
    expect(await linewatch('task', 'ask', 'i-1', '--to', 'ina', ...place, '--due', '2026-11-22T12:00:00Z')).toBe(0);
    const body = JSON.parse(asked[0]!.body) as Record<string, unknown>;
    expect(body).toMatchObject({ type: 'patrol', assignee: 'ina', lat: -49.3, lon: 69.5, placeName: 'mill' });
    expect(out.trim()).toBe(body['id']);
    out = '';
    expect(await linewatch('task', 'coverage', 'i-1')).toBe(0);
    expect(out).toBe('1 of 2 places reached\nmill\tnot_reached\taccess\tTurned back.\n');
    expect(await linewatch('task', 'ask', 'i-1', '--to', 'ina')).toBe(2);
  });

  it('sends a track as it is, and shows hours', async () => {
    const file = join(folder, 'patrol.gpx');
    writeFileSync(file, '<gpx/>');
    expect(await linewatch('track', file, '--means', 'eye', '--patrol', 'west')).toBe(0);
    expect(asked[0]).toMatchObject({
      body: '<gpx/>',
      headers: { 'linewatch-means': 'eye', 'linewatch-source-id': 'west' },
    });
    expect(out).toContain('island\t-\t2026-W47\t1.50\t1.00\t0.50\t0.00\t-\n');
    expect(err).toContain('2 points without a time');
    expect(await linewatch('track', join(folder, 'none.gpx'), '--means', 'eye', '--patrol', 'west')).toBe(2);
  });

  it('shows a rate beside its count', async () => {
    expect(await linewatch('field', 'rates', '2026-W47')).toBe(0);
    expect(out).toBe(
      'sector\tcount\tusableHours\tper100Hours\tlow\thigh\tdayHours\tnightHours\nisland\t3\t150\t2\t0.4\t5.8\t100\t50\n',
    );
  });
});
