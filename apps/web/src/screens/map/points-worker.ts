/**
 * Asks for the points of a map, reads them and writes what the map clusters: a hundred thousand of them are a second's
 * work on a telephone, during which the page must move.
 */
import { featuresText, pointsOf, type Points } from './points.js';
import type { Answer, Question } from './points-messages.js';

interface Scope {
  addEventListener(type: 'message', listen: (event: MessageEvent<Question>) => void): void;
  postMessage(answer: Answer, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
/** Addresses of written texts: those of the last few are still being read. */
const keptTexts = 6;

const held = new Map<Points['of'], Points>();
const running = new Map<number, AbortController>();
const wanted = new Map<Points['of'], Extract<Question, { ask: 'features' }>>();
const written: string[] = [];

scope.addEventListener('message', ({ data: question }) => {
  if (question.ask === 'stop') running.get(question.id)?.abort();
  else if (question.ask === 'points') void load(question);
  else {
    // Only what was asked last is worth writing; the others are answered with nothing.
    const late = wanted.get(question.of);
    if (late) scope.postMessage({ id: late.id, text: null }, []);
    else setTimeout(() => write(question.of));
    wanted.set(question.of, question);
  }
});

async function load({ id, of, address }: Extract<Question, { ask: 'points' }>): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const answer = await fetch(address, { headers: { 'Linewatch-Request': '1' }, signal: stop.signal });
    if (!answer.ok) {
      const { status, headers } = answer;
      scope.postMessage({ id, refusal: { status, headers: [...headers], body: await answer.text() } }, []);
      return;
    }
    const points = pointsOf(of, (await answer.json()) as Parameters<typeof pointsOf>[1]);
    held.set(of, points);
    const { idEnds, lon, lat, start, major, kind, state } = points;
    const copies = {
      idEnds: idEnds.slice(),
      lon: lon.slice(),
      lat: lat.slice(),
      start: start.slice(),
      major: major.slice(),
      kind: kind.slice(),
      state: state.slice(),
    };
    const transfer = Object.values(copies).map(({ buffer }) => buffer);
    scope.postMessage({ id, points: { ...points, ...copies } }, transfer);
  } catch {
    scope.postMessage({ id, refusal: null }, []);
  } finally {
    running.delete(id);
  }
}

function write(of: Points['of']): void {
  const question = wanted.get(of)!;
  wanted.delete(of);
  const points = held.get(of);
  const text = points ? featuresText(points, question.from, question.to) : null;
  if (text === null) return scope.postMessage({ id: question.id, text: null }, []);
  const address = URL.createObjectURL(new Blob([text], { type: 'application/geo+json' }));
  written.push(address);
  if (written.length > keptTexts) URL.revokeObjectURL(written.shift()!);
  scope.postMessage({ id: question.id, text: address }, []);
}
