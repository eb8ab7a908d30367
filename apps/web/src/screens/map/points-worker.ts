/**
 * Asks for the points of a map, reads and clusters them and draws their tiles: a hundred thousand of them are a second's
 * work on a telephone, during which the page must move.
 */
import { Clusters, emptyTile } from './clusters.js';
import { pointsOf, type Points } from './points.js';
import type { Answer, Question } from './points-messages.js';

type Asked<What extends Question['ask']> = Extract<Question, { ask: What }>;
interface Scope {
  addEventListener(type: 'message', listen: (event: MessageEvent<Question>) => void): void;
  postMessage(answer: Answer, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const held = new Map<Points['of'], Points>();
const shown = new Map<Points['of'], Clusters>();
const running = new Map<number, AbortController>();
const wanted = new Map<Points['of'], Asked<'clusters'>>();

scope.addEventListener('message', ({ data: question }) => {
  switch (question.ask) {
    case 'points':
      return void load(question);
    case 'stop':
      return running.get(question.id)?.abort();
    case 'clusters':
      return later(question);
    case 'tile': {
      const tile = shown.get(question.of)?.tile(question.z, question.x, question.y) ?? emptyTile();
      return scope.postMessage({ id: question.id, tile }, [tile]);
    }
    case 'expansion':
      return scope.postMessage({ id: question.id, zoom: expansionZoom(question) }, []);
  }
});

async function load({ id, of, address }: Asked<'points'>): Promise<void> {
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

/** Only what was asked last is worth the work; while time plays, steps that come too fast are left out. */
function later(question: Asked<'clusters'>): void {
  const { of } = question;
  const late = wanted.get(of);
  if (late) scope.postMessage({ id: late.id, isReady: false }, []);
  else setTimeout(() => cluster(of));
  wanted.set(of, question);
}

function cluster(of: Points['of']): void {
  const { id, from, to } = wanted.get(of)!;
  wanted.delete(of);
  const points = held.get(of);
  if (points) shown.set(of, new Clusters(points, from, to));
  scope.postMessage({ id, isReady: points !== undefined }, []);
}

/** A cluster of what was shown before is gone: the map stays where it is. */
function expansionZoom({ of, cluster: id }: Asked<'expansion'>): number {
  try {
    return shown.get(of)?.expansionZoom(id) ?? 0;
  } catch {
    return 0;
  }
}
