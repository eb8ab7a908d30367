import { readFileSync } from 'node:fs';
import type { Action } from '#core/access/policy.js';
import type { Role } from '#core/access/types.js';

/** Every route of the committed description × every role × ids that are missing or out of reach. */
export interface Route {
  method: string;
  path: string;
  action: Action;
}
const description = JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, { 'x-action': string }>>;
};
// A stream that stays open has a test of its own (live/live.test.ts).
export const routes = Object.entries(description.paths)
  .filter(([path]) => path !== '/v1/live')
  .flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, route]) => route['x-action'] !== 'public')
      .map(([method, route]): Route => ({ method: method.toUpperCase(), path, action: route['x-action'] as Action })),
  );
export const people: Role[] = [
  'monitor',
  'supervisor',
  'analyst',
  'editor',
  'head_of_mission',
  'party_liaison',
  'auditor',
  'administrator',
];
export const elsewhere = 'elsewhere';
const reason = 'Seen twice.';

/** Bodies that pass the form, for routes whose object must be looked up before anything else is said. */
export const bodies: Record<string, unknown> = {
  'PATCH /v1/users/{id}': { disabled: true },
  'POST /v1/users/{id}/reset': { secondFactor: false },
  'POST /v1/incidents/{id}/split': { version: 1, sightingIds: ['x'], reason },
  'POST /v1/restructures/{id}/undo': { reason },
  'POST /v1/incidents/{id}/tasks': {
    id: '01900000-0000-7000-8000-000000000001',
    type: 'patrol',
    assignee: 'nobody',
    lat: 1,
    lon: 2,
    placeName: 'The ford',
    instruction: 'Go and see.',
    dueBy: '2100-01-01T00:00:00Z',
  },
  'POST /v1/tasks/{id}/answer': { outcome: 'not_reached', cause: 'weather', reason },
  'POST /v1/tasks/{id}/withdraw': { reason },
  'POST /v1/triage/{id}/decide': { version: 1, outcome: 'verified', cause: null, reason },
  'POST /v1/triage/{id}/hand-over': { to: 'nobody' },
  'POST /v1/triage/{id}/snooze': { version: 1, until: '2100-01-01T00:00:00Z', reason },
  'POST /v1/triage/{id}/undo-decision': { version: 1, reason },
  'POST /v1/incidents/{id}/ledger/items': {
    kind: 'other',
    statement: reason,
    estimate: { accident: 2 },
    reason,
    basis: [],
    source: 'x',
  },
  'POST /v1/incidents/{id}/ledger/replies': { replyId: 'x', account: 'denial', reason },
  'POST /v1/incidents/{id}/ledger/disputes': { itemKey: 'x', disputed: true, reason },
  'POST /v1/incidents/{id}/blind/opinion': { hypothesis: 'other', probability: 0.5, reason },
  'POST /v1/attributions/{id}/dissents': { reason },
  'POST /v1/incidents/{id}/attributions': { version: 1, party: null, probability: 0.5, reason },
  'POST /v1/party/notices/{id}/replies': { id: '01900000-0000-7000-8000-00000000000a', text: reason },
  'POST /v1/assessments/{id}/withdraw': { reason },
  'POST /v1/incidents/{id}/escalations': { rung: 'watch-officer', reason },
  'POST /v1/escalations/{id}/act': { reason },
  'POST /v1/escalations/{id}/snooze': { until: '2100-01-01T00:00:00Z', reason },
  'POST /v1/escalations/{id}/lower': { reason },
  'POST /v1/escalations/{id}/close': { reason },
  'POST /v1/incidents/{id}/rulings': { version: 1, provisionId: 'p', result: 'no_breach', reason },
};
