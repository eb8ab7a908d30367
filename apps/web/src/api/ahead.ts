/** Id of the element in which the server puts the answers that the page's first look was drawn from. */
export const answersId = 'answers';
/** Later than this after the page was opened an answer that nobody has asked for is none any more, milliseconds. */
const freshMs = 20_000;

let kept: Map<string, string> | undefined;

/** The answers that came with the page, by address as JSON; empty where it came without. */
function answers(): Map<string, string> {
  const element = globalThis.document?.getElementById(answersId);
  const texts = element ? (JSON.parse(element.textContent) as Record<string, unknown>) : {};
  element?.remove();
  return new Map(Object.entries(texts).map(([address, answer]) => [address, JSON.stringify(answer)]));
}

/** The answer to this request that came with the page, once; what is asked again is asked of the server. */
export function takeAhead({ method, url }: Request): Response | undefined {
  kept ??= answers();
  if (kept.size === 0 || method !== 'GET') return undefined;
  const { pathname, search } = new URL(url);
  const found = kept.get(pathname + search);
  kept.delete(pathname + search);
  if (performance.now() > freshMs) kept.clear();
  if (found === undefined || performance.now() > freshMs) return undefined;
  return new Response(found, { headers: { 'content-type': 'application/json' } });
}

/** Whether the page came with its first look. */
export function isDrawnAhead(): boolean {
  kept ??= answers();
  return kept.size > 0;
}
