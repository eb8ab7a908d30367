import { getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import type { Problem } from '#core/errors.js';
import * as cases from '../cases/forms.js';
import * as editions from '../editions/forms.js';
import * as escalation from '../escalation/forms.js';
import * as fieldwork from '../fieldwork/forms.js';
import * as intake from '../intake/forms.js';
import * as places from '../intake/place-forms.js';
import * as ledger from '../ledger/forms.js';
import * as parties from '../parties/forms.js';
import * as people from '../people/forms.js';
import * as registers from '../registers/forms.js';
import * as triage from '../triage/forms.js';
import { quickForm } from './quick-form.js';
import { longForm } from './validation.js';

type Form = new () => object;
type Plain = Record<string, unknown>;

const modules = { cases, editions, escalation, fieldwork, intake, places, ledger, parties, people, registers, triage };
const forms = Object.values(modules).flatMap((module) =>
  Object.values(module).filter(
    (value): value is Form => typeof value === 'function' && String(value).startsWith('class'),
  ),
);

const fix = { type: 'fix', lat: 48, lon: 37.5, precisionMetres: 50 };
const report: Plain = {
  id: '019a8a00-0000-7000-8000-000000000001',
  kind: 'shelling',
  means: 'patrol',
  start: '2026-11-15T08:30:00Z',
  end: '2026-11-15T08:31:00+02:00',
  place: fix,
  count: 3,
  casualties: { killed: 0, injured: 2 },
  origin: { method: 'crater', bearing: 12, sigmaDegrees: 3, at: { lat: 1, lon: 2 } },
  evidence: ['019a8a00-0000-7000-8000-000000000002'],
  text: 'Two bangs 🧨.',
};

/** Values of all sorts, right for some field and wrong for most. */
const values: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  7,
  400,
  1e12,
  '',
  'fix',
  'NNE',
  'report',
  '2026-11-15T08:30:00Z',
  '2026-W46',
  report.id,
  'x'.repeat(101),
  [],
  ['a', 'b'],
  ['a', 1],
  [{ killed: 1, injured: 0 }],
  [
    [1, 2],
    [2, 3],
    [1, 3],
  ],
  [[1, [2]], null],
  {},
  fix,
  { type: 'place_name', name: 'Bridge' },
  { type: 'bearing_range', observer: { lat: 1, lon: 2 }, bearing: 'SSE', extra: 1 },
  { type: 'toString' },
  { killed: 1, injured: 0 },
  { lat: 1, lon: 2 },
  { method: 'crater', bearing: 10, sigmaDegrees: 2, constructor: 1 },
  { type: 'delayed', minutes: 20 },
];
const fields = ['id', 'place', 'restriction', 'sequence', 'constructor', 'toString', 'party', 'limit'];

/** What the long way makes of it, or null where it finds fault. */
const long = (form: Form, plain: Plain): Promise<object | null> => longForm(form, plain).catch(() => null);

/** For each member of a form the values that it takes. */
async function taken(form: Form): Promise<[string, unknown[]][]> {
  const metadatas = getMetadataStorage().getTargetValidationMetadatas(form, '', false, false);
  const names = [...new Set(metadatas.map((m) => m.propertyName))];
  const tried = names.map(async (name): Promise<[string, unknown[]]> => {
    const fits: unknown[] = [];
    for (const value of name in report ? [report[name], ...values] : values) {
      const { pointers } = await longForm(form, { [name]: value }).then(
        () => ({ pointers: [] }),
        (problem: Problem) => problem,
      );
      if (!pointers.some((p) => p.pointer === '' || `${p.pointer}/`.startsWith(`/${name}/`))) fits.push(value);
    }
    return [name, fits];
  });
  return Promise.all(tried);
}

const copy = (plain: Plain): Plain => JSON.parse(JSON.stringify(plain)) as Plain;

const anyValue = fc.constantFrom(...values);

/** Objects that are right in most members, often in all. */
function objectsFor(known: [string, unknown[]][]): fc.Arbitrary<Plain> {
  const members = known.map(([name, fits]) => {
    const right = fits.map((value): Plain => ({ [name]: value }));
    return fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...right, ...(right.length === 0 ? [{}] : [])) },
      { weight: 3, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: anyValue.map((value): Plain => ({ [name]: value })) },
    );
  });
  const strange = fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom(...fields).chain((name) => anyValue.map((v): Plain => ({ [name]: v }))) },
  );
  return fc.tuple(strange, ...members).map((parts) => Object.assign({}, ...parts) as Plain);
}

describe('checks of a form put together once', () => {
  it.each(forms.map((form): [string, Form] => [form.name, form]))(
    'takes of %s what class-validator takes, and makes the same of it',
    async (_name, form) => {
      const known = await taken(form);
      const isHot = [intake.ReportForm, intake.ObservationForm, intake.IntakeLineForm].includes(form as never);
      let right = 0;
      await fc.assert(
        fc.asyncProperty(objectsFor(known), async (plain) => {
          const quick = quickForm(form, copy(plain));
          const slow = await long(form, copy(plain));
          if (quick !== null) {
            right++;
            expect(quick).toStrictEqual(slow);
          } else if (isHot && !/"(constructor|toString)":/.test(JSON.stringify(plain))) expect(slow).toBeNull();
        }),
        { numRuns: isHot ? 80 : 10 },
      );
      if (isHot) expect(right).toBeGreaterThan(10);
    },
  );

  it('leaves to the long way what is not a plain object of JSON', () => {
    for (const plain of [null, 'text', [], [report], new Date(0), Object.create(report)])
      expect(quickForm(intake.ReportForm, plain)).toBeNull();
  });
});
