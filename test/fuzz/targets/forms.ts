import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { prepareSighting, type PrepareDeps } from '#core/intake/prepare.js';
import { restrictionOf } from '#core/intake/restriction.js';
import type { SightingInput } from '#core/intake/types.js';
import type { Actor } from '#core/access/types.js';
import { readCursor } from '#core/verification/desk/cursor.js';
import { cursorOf, keysOf } from '#db/stores/page.js';
import { jsonScreen } from '#formats/json-screen.js';
import { IntakeLineForm } from '../../../apps/api/intake/forms.js';
import { checkForm, formPipe } from '../../../apps/api/http/validation.js';
import '../../../apps/api/app.module.js';
import type { Target } from '../engine/target.js';

type Form = new () => object;

/** Every form of the API by its name: whatever class has a rule of validation. */
function everyForm(): [string, Form][] {
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<Form, unknown> };
  return [...storage.validationMetadatas.keys()]
    .map((form): [string, Form] => [form.name, form])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

interface Schema {
  properties?: Record<string, { type?: string; enum?: unknown[]; example?: unknown }>;
}

/** A body of each form with something in every field, from the committed description. */
function bodies(names: readonly string[]): string[] {
  const { components } = JSON.parse(readFileSync('apps/api/openapi.json', 'utf8')) as {
    components: { schemas: Record<string, Schema> };
  };
  return names.map((name, i) => {
    const fields = Object.entries(components.schemas[name]?.properties ?? {}).map(([key, { type, enum: values }]) => [
      key,
      values?.[0] ??
        (type === 'number' || type === 'integer' ? 1 : type === 'boolean' ? true : type === 'array' ? [] : 'x'),
    ]);
    return JSON.stringify({ form: i, body: Object.fromEntries(fields) as unknown });
  });
}

export function formTargets(deps: PrepareDeps): Target[] {
  const forms = everyForm();
  const actor: Actor = { id: 'a', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
  const { mission } = deps;
  const kind = mission.eventKinds[0]!.id;
  const means = mission.means.find((m) => m.by === 'person')!.id;
  const base = { id: '01938000-0000-7000-8000-000000000001', type: 'report', kind, means, text: 'Two bangs.' };
  const times = { start: '2026-11-22T05:00:00Z', end: '2026-11-22T05:01:00+02:00' };
  const observer = { lat: 48, lon: 38, precisionMetres: 10 };
  const places = [
    { type: 'fix', lat: 48, lon: 38, precisionMetres: 10 },
    { type: 'bearing_range', observer, bearing: 'SSE', distanceFromMetres: 100, distanceToMetres: 900 },
    {
      type: 'look_vector',
      platform: { ...observer, altitudeMetres: 800 },
      headingDegrees: 90,
      depressionDegrees: 30,
      pixel: { x: 1, y: 1, width: 640, height: 480, horizontalFovDegrees: 60, rollDegrees: 5 },
    },
    { type: 'footprint', polygon: [[38, 48], [38.1, 48], [38.1, 48.1]] }, // prettier-ignore
    {
      type: 'place_name',
      name: Object.values(mission.settlements[0]?.name ?? { en: 'x' })[0],
      bearing: 270,
      distanceMetres: 3000,
    },
  ];
  const origin = { method: 'crater', bearing: 10, sigmaDegrees: 8, fromMetres: 1, toMetres: 2, at: observer };
  return [
    {
      name: 'sightings',
      reads: 'reports and observations: screen, form, place, time, flags',
      seeds: places.map((place) =>
        JSON.stringify({ ...base, ...times, place, origin, casualties: { killed: 0, injured: 1 } }),
      ),
      dictionary: [
        '"place":',
        '"type":"footprint"',
        '"bearing":"NNW"',
        '"restriction":{"type":"denied"}',
        '"evidence":[]',
      ],
      json: true,
      read: async (bytes) => {
        const value = screened(bytes);
        if (value === undefined) return null;
        const form = await checkForm(IntakeLineForm, value);
        restrictionOf(form as SightingInput);
        return prepareSighting(deps, actor, form as SightingInput);
      },
    },
    {
      name: 'forms',
      reads: `all ${forms.length} forms of the API`,
      seeds: bodies(forms.map(([name]) => name)),
      json: true,
      read: async (bytes) => {
        const value = screened(bytes) as { form?: unknown; body?: unknown } | null | undefined;
        const which = typeof value?.form === 'number' ? Math.abs(Math.trunc(value.form)) : 0;
        const [, form] = forms[which % forms.length] ?? forms[0]!;
        await checkForm(form, value?.body);
      },
    },
    {
      name: 'queries',
      reads: 'query strings of lists, maps and the queue',
      seeds: [
        'limit=10&cursor=x&type=report',
        'bbox=1,2,3,4&from=2026-11-22T05:00:00Z&limit=5',
        'sector=a&state=mine&olderThanHours=3&grouped=true&id=a,b',
      ],
      dictionary: ['limit=', '&cursor=', 'bbox=', '%00', '&limit=1&limit=2', '[]=', '__proto__=', '1e3', '%ff'],
      read: async (bytes) => {
        const query = Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
        const [, form] = queries[(bytes.at(-1) ?? 0) % queries.length]!;
        return (await formPipe.transform(query, { type: 'query', metatype: form })) as unknown;
      },
    },
    {
      name: 'cursors',
      reads: 'cursors of pages',
      seeds: [
        cursorOf(['2026-11-22T05:00:00.000Z', 'a']),
        cursorOf(['2026-W47', 3]),
        cursorOf(['2026-11-22T05:00:00.000Z', 0.5, 'a']),
      ],
      dictionary: ['WyJh', 'IiwiYiJd', 'LDFlOTk5XQ', 'XHUwMDAw'],
      read: (bytes) => {
        // The case is the text below the encoding half of the time: what is inside is what may be wrong.
        const text = bytes.toString('utf8');
        const cursor = bytes.length % 2 === 0 ? text : Buffer.from(text).toString('base64url');
        const results = [
          () => keysOf(cursor, ['string', 'string']),
          () => keysOf(cursor, ['string', 'number']),
          () => readCursor(cursor),
        ];
        const kept = results[bytes.length % 3]!();
        if (JSON.stringify(kept).includes('\\u0000')) throw new Error('a cursor holds U+0000');
        return kept;
      },
    },
  ];
}

const queries = everyForm().filter(([name]) => name.endsWith('Query'));

/** JSON as the edge takes it; undefined where the edge refuses it before any form. */
function screened(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (jsonScreen(text) !== null) return undefined;
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
