import type { Said } from '../../said/words.js';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';

/** How far the freezing is: `share` (0..1) of the counting, then of the making of the variants. */
export interface FreezeStep {
  phase: 'counting' | 'making';
  share: number;
}

interface Line {
  part?: string;
  done?: number;
  of?: number;
  result?: unknown;
  problem?: { code: string; status: number; detail: string; said?: Said } & Record<string, unknown>;
}

/**
 * Freezes a draft and tells how far it is, as the server says line by line.
 * @throws ApiProblem what the server refuses, for example two figures that differ
 */
export async function freeze(id: string, tell: (step: FreezeStep) => void): Promise<void> {
  const { data, response } = await api.POST('/v1/editions/{id}/freeze', {
    params: { path: { id } },
    headers: { accept: 'application/x-ndjson' },
    parseAs: 'stream',
  });
  let last: Line = {};
  for await (const line of linesOf(data as ReadableStream<Uint8Array> | null)) {
    last = JSON.parse(line) as Line;
    if (last.part !== undefined && last.of) {
      const phase = last.part.startsWith('content') ? 'making' : 'counting';
      tell({ phase, share: (last.done ?? 0) / last.of });
    }
  }
  if (last.problem) {
    const { code, status, detail, said, ...extra } = last.problem;
    throw new ApiProblem(code, status, detail, [], response.headers.get('linewatch-request-id'), extra, said ?? null);
  }
  if (last.result === undefined) throw new ApiProblem('not_understood', response.status, 'The answer ended early.');
}

async function* linesOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (!stream) return;
  const reader = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    rest += value ?? '';
    const lines = rest.split('\n');
    rest = done ? '' : lines.pop()!;
    yield* lines.filter((line) => line.trim() !== '');
    if (done) return;
  }
}
