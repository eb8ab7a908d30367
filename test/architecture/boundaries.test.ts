/** Plants one breach per import rule into a small copy of the house and sees each refused. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Rule {
  name: string;
}
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: Rule[] };
const stages = config.forbidden
  .filter(({ name }) => name.startsWith('stage-order-'))
  .map(({ name }) => name.slice('stage-order-'.length));

/** Rule, file that breaks it, what that file says. */
const breaches: [string, string, string][] = [
  ['core-is-pure', 'libs/core/geo/disk.ts', `import 'node:fs';`],
  ['core-is-pure', 'libs/core/geo/store.ts', `import '#db/thing.js';`],
  ['core-is-pure', 'libs/core/geo/text.ts', `import 'yaml';`],
  [
    'types-know-no-ports',
    'libs/core/geo/types.ts',
    `import type { Ports } from '../ports.js';\nexport type T = Ports;`,
  ],
  ['typeorm-only-in-db', 'libs/queue/orm.ts', `import 'typeorm';`],
  ['typeorm-only-in-db', 'apps/api/orm.ts', `import type { DataSource } from 'typeorm';\nexport type D = DataSource;`],
  ['bullmq-only-in-queue', 'libs/db/queue.ts', `import 'bullmq';`],
  ['bullmq-only-in-queue', 'apps/worker/redis.ts', `import 'ioredis';`],
  ['nest-only-in-apps', 'libs/formats/module.ts', `import '@nestjs/common';`],
  ['libs-stand-apart', 'libs/db/sibling.ts', `import '#queue/thing.js';`],
  ['libs-stand-apart', 'libs/documents/sibling.ts', `import '../formats/thing.js';`],
  ['libs-know-no-apps', 'libs/formats/up.ts', `import '../../apps/api/thing.js';`],
  ['apps-stand-apart', 'apps/api/sideways.ts', `import '../worker/thing.js';`],
  ['web-knows-only-the-api', 'apps/web/src/rule.ts', `import '#core/geo/thing.js';`],
  ['web-knows-only-the-api', 'apps/web/src/screens/map/index.tsx', `import '../../../../api/thing.js';`],
  ['web-knows-only-the-api', 'apps/web/src/disk.ts', `import 'node:fs';`],
  ['program-without-tests', 'libs/db/sample.ts', `import './thing.fixture.js';`],
  ['program-without-tests', 'apps/api/trial.ts', `import { here } from './testing/here.js';\nexport const h = here;`],
  ['no-cycles', 'libs/documents/one.ts', `import './two.js';`],
  ['nothing-unresolved', 'libs/documents/lost.ts', `import './nowhere.js';`],
  ...stages.slice(0, -1).map((stage, at): [string, string, string] => {
    const later = stages[at + 1] ?? '';
    return [
      `stage-order-${stage}`,
      `libs/core/${stage}/early.ts`,
      `import type { Thing } from '../${later}/thing.js';\nexport type T = Thing;`,
    ];
  }),
];

/** What the rules allow. */
const allowed: [string, string][] = [
  ['libs/core/compliance/late.ts', `import '../journal/thing.js';\nimport '../ports.js';\nimport 'node:crypto';`],
  ['libs/db/right.ts', `import 'typeorm';\nimport '#core/ports.js';`],
  ['libs/queue/right.ts', `import 'bullmq';\nimport '#core/journal/thing.js';`],
  ['libs/db/right.test.ts', `import './thing.fixture.js';`],
  ['apps/api/right.ts', `import '@nestjs/common';\nimport '#db/thing.js';`],
  ['apps/web/src/right.tsx', `import './thing.js';\nimport 'react';`],
  ['apps/standalone/right.ts', `import '../api/thing.js';\nimport '../worker/thing.js';`],
];

describe('the import rules', () => {
  const house = mkdtempSync(join(tmpdir(), 'linewatch-house-'));
  let found: { rule: string; from: string }[] = [];

  beforeAll(() => {
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) cpSync(file, join(house, file));
    symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
    const thing = 'export interface Thing { id: string }\nexport const thing = 1;\n';
    const folders = [
      'libs/db',
      'libs/queue',
      'libs/formats',
      'libs/documents',
      'apps/api',
      'apps/worker',
      'apps/web/src',
    ];
    for (const folder of [...folders, ...stages.map((s) => `libs/core/${s}`)]) write(`${folder}/thing.ts`, thing);
    write('libs/core/ports.ts', 'export interface Ports { id: string }\n');
    for (const file of ['libs/db/thing.fixture.ts', 'apps/api/testing/here.ts'])
      write(file, 'export const here = 1;\n');
    write('libs/documents/two.ts', `import './one.js';\n`);
    for (const [, file, text] of breaches) write(file, `${text}\n`);
    for (const [file, text] of allowed) write(file, `${text}\n`);
    const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const result = spawnSync(process.execPath, [cruiser, 'apps', 'libs', '--output-type=json'], {
      cwd: house,
      encoding: 'utf8',
      maxBuffer: 100e6,
    });
    const report = JSON.parse(result.stdout) as { summary: { violations: { rule: Rule; from: string }[] } };
    found = report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  }, 60_000);
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  function write(file: string, text: string): void {
    mkdirSync(join(house, dirname(file)), { recursive: true });
    writeFileSync(join(house, file), text);
  }

  it.each(breaches)('%s refuses %s', (rule, from) => {
    expect(found).toContainEqual({ rule, from });
  });

  it('let through what they allow', () => {
    const fine = new Set(allowed.map(([file]) => file));
    expect(found.filter(({ from }) => fine.has(from))).toEqual([]);
  });

  it('are each broken by a breach here', () => {
    const broken = new Set(breaches.map(([rule]) => rule));
    // The last stage has none after it that it could import.
    const untested = config.forbidden.map(({ name }) => name).filter((name) => !broken.has(name));
    expect(untested).toEqual([`stage-order-${stages.at(-1)}`]);
  });
});
