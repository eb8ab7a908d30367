import type { SightingInput } from '#core/intake/types.js';
import type { Client } from './client.js';

export interface IntakeCounts {
  accepted: number;
  repeated: number;
  refused: number;
}

interface LineAnswer {
  line: number;
  status: keyof IntakeCounts;
  problem?: { detail: string; errors?: { pointer: string; detail: string }[] };
}

/**
 * Sends sightings in one request, adds to `counts`, and tells of each that the server refuses.
 * @throws ClientProblem
 * @throws Error where the answer is not complete: what was sent may or may not be there, so send it again
 */
export async function sendSightings(
  api: Client,
  inputs: SightingInput[],
  counts: IntakeCounts,
  refused: (index: number, why: string) => void,
): Promise<void> {
  if (inputs.length === 0) return;
  const text = inputs.map((i) => `${JSON.stringify(i)}\n`).join('');
  const response = await api.send({
    method: 'POST',
    path: '/v1/intake',
    raw: { type: 'application/x-ndjson', body: text },
  });
  const answers = (await response.text())
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as LineAnswer | { summary: { lines: number } });
  const last = answers.pop();
  if (!last || !('summary' in last) || last.summary.lines !== inputs.length)
    throw new Error(
      'The answer of the server broke off. Run the same command again: what is already there is kept once.',
    );
  for (const answer of answers as LineAnswer[]) {
    counts[answer.status]++;
    if (answer.status !== 'refused') continue;
    const { detail = '', errors = [] } = answer.problem ?? {};
    refused(answer.line - 1, [detail, ...errors.map((e) => `${e.pointer} ${e.detail}`)].join(' '));
  }
}
