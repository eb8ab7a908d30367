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
  'POST /v1/weather': {},
  'GET /v1/complaints?limit=200&week=2026-W47': {
    items: [
      {
        sightingId: 'c-1',
        count: 7,
        provider: 'party:vell',
        against: null,
        kind: 'blast',
        start: '2026-11-20T06:00:00.000Z',
        specificity: { whole: 0.75 },
      },
    ],
  },
  'GET /v1/incidents/i-2': {
    verifications: [
      {
        type: 'proposed',
        outcome: 'not_verifiable',
        cause: 'access',
        rule: 'access-restricted',
        reason: 'Told.',
        facts: { accessRestrictions: 1 },
      },
      { type: 'decided', outcome: 'verified', cause: null, rule: null, reason: 'x', facts: null },
    ],
  },
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
        incidents: {
          count: 3,
          usableHours: 150,
          per100Hours: 2,
          low: 0.4,
          high: 5.8,
        },
        byDay: {
          count: 3,
          usableHours: 100,
          per100Hours: 3,
          low: 0.6,
          high: 8.8,
        },
        byNight: {
          count: 0,
          usableHours: 50,
          per100Hours: 0,
          low: 0,
          high: 7.4,
        },
        grossHours: 160,
        statedLostHours: 4,
        jammingHours: 5,
        weatherHours: 1,
        usableHours: 150,
        dayHours: 100,
        nightHours: 50,
        bySide: [],
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
      {
        out: (t) => void (out += t),
        err: (t) => void (err += t),
        watched: false,
        typed: false,
        ask: () => Promise.resolve(''),
      },
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

  it('shows rates of the day and of the night, and what was taken from the hours', async () => {
    expect(await linewatch('rates', '2026-W47')).toBe(0);
    expect(out).toContain('island\tall\tday\t3\t100.00\t3.00\t0.60\t8.80\n');
    out = '';
    expect(await linewatch('effort', 'hours', '2026-W47')).toBe(0);
    expect(out).toContain('island\tall\t160.00\t4.00\t5.00\t1.00\t150.00\t100.00\t50.00\n');
  });

  it('records weather, complaints show how many are like one, and a proposal tells its rule', async () => {
    const when = ['--from', '2026-11-20T06:00:00Z', '--to', '2026-11-20T09:00:00Z'];
    expect(await linewatch('effort', 'weather', '--sector', 'island', ...when, '--source', 's', '--wind', '31')).toBe(
      0,
    );
    expect(JSON.parse(asked[0]!.body)).toMatchObject({ sector: 'island', windMetresPerSecond: 31, sourceId: 's' });
    out = '';
    expect(await linewatch('complaints', '--week', '2026-W47')).toBe(0);
    expect(out).toContain('c-1\t7\tparty:vell\t-\tblast\t2026-11-20T06:00:00.000Z\t0.75\n');
    out = '';
    expect(await linewatch('triage', 'why', 'i-2')).toBe(0);
    expect(out).toBe('not_verifiable (access) by rule access-restricted\nTold.\naccessRestrictions\t1\n');
  });

  it('shows a rate beside its count', async () => {
    expect(await linewatch('field', 'rates', '2026-W47')).toBe(0);
    expect(out).toBe(
      'sector\tcount\tusableHours\tper100Hours\tlow\thigh\tdayHours\tnightHours\nisland\t3\t150\t2\t0.4\t5.8\t100\t50\n',
    );
  });
});
