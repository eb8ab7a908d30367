/**
 * Works the rows that the server has drawn for as long as the screen itself is on its way: choosing, ticking and
 * claiming happen at once, any other key of the screen is kept for it. Comes before every other script, weighs little
 * and imports nothing. The screen takes over with `takeOver`.
 */

/** What the screen goes on from. */
export interface Taken {
  /** Key of the chosen row. */
  current: string | null;
  /** The case of that row was asked for. */
  isOpen: boolean;
  ticked: readonly string[];
  /** Once no claim is under way: what was claimed, and the last key that only the screen can follow. */
  settled: Promise<{ claimed: readonly string[]; key: string | null }>;
}

/** Keys of the screen that need more of it than its rows. */
const forTheScreen = new Set(['a', 'd', 'u', 'h', 's', 'w', 'l', 'r', 'X', '?']);
const rowOf = '[data-first-row]';

let isOver = document.querySelector(rowOf) === null;
let current: string | null = null;
let isOpen = false;
let later: string | null = null;
const ticked = new Set<string>();
const claimed = new Set<string>();
let claims: Promise<unknown> = Promise.resolve();

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(rowOf)];
const keyOf = (row: HTMLElement): string => row.dataset.firstRow!;
/** Cues that stand together have no version: they are opened by their link, and nothing else happens to them. */
const isOne = (row: HTMLElement): boolean => row.dataset.version !== undefined;

/** A copy of what the server has worded for this. */
function part(name: string): Node {
  const parts = document.querySelector<HTMLTemplateElement>('template[data-hands]')!;
  return parts.content.querySelector(`[data-part=${name}]`)!.cloneNode(true);
}

function tell(name: string): void {
  document.querySelector('[data-hands-said]')?.replaceChildren(part(name));
}

function choose(row: HTMLElement): void {
  current = keyOf(row);
  for (const other of rows()) {
    if (other === row) other.setAttribute('aria-current', 'true');
    else other.removeAttribute('aria-current');
  }
  row.focus();
}

function tick(row: HTMLElement): void {
  const key = keyOf(row);
  const box = row.querySelector('[data-tick] > *')!;
  if (ticked.delete(key)) box.replaceChildren();
  else {
    ticked.add(key);
    box.replaceChildren(part('tick'));
  }
}

function keep(key: string): void {
  later = key;
  tell('waits');
}

/** What is refused, or cannot be sent, is left to the screen, which can say why. */
async function claim(some: readonly HTMLElement[]): Promise<void> {
  const items = some.map((row) => ({ id: keyOf(row), version: Number(row.dataset.version) }));
  try {
    const answer = await fetch('/v1/triage/bulk', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'Linewatch-Request': '1' },
      body: JSON.stringify({ action: 'claim', items }),
    });
    const { results } = (await answer.json()) as { results: { id: string; incident: object | null }[] };
    for (const { id, incident } of results) {
      const row = some.find((one) => keyOf(one) === id);
      if (!incident || !row) continue;
      claimed.add(id);
      // Whoever holds it already holds it for longer.
      if (row.dataset.mine === undefined) row.querySelector('[data-first-line]')?.append(part('claimed'));
    }
    if (some.every((row) => claimed.has(keyOf(row)))) tell('done');
    else keep('c');
  } catch {
    keep('c');
  }
}

function press(event: KeyboardEvent): void {
  const { key, target } = event;
  if (isOver || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target instanceof HTMLElement && target.matches('input, textarea, select')) return;
  const all = rows();
  const at = all.findIndex((row) => keyOf(row) === current);
  const row = all[at];
  const steps: Record<string, number> = { j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1 };
  Object.assign(steps, { Home: 0, End: all.length - 1 });
  const to = steps[key];
  if (to !== undefined) choose(all[Math.max(0, Math.min(all.length - 1, to))]!);
  else if (key === 'x' && row && isOne(row)) tick(row);
  else if (key === 'c') {
    const some = all.filter((one) => (ticked.size > 0 ? ticked.has(keyOf(one)) : one === row && isOne(one)));
    const fresh = some.filter((one) => !claimed.has(keyOf(one)));
    if (fresh.length > 0) claims = claims.then(() => claim(fresh));
  } else if (forTheScreen.has(key)) keep(key);
  else return;
  event.preventDefault();
}

function click(event: MouseEvent): void {
  const { target } = event;
  const row = target instanceof Element ? target.closest<HTMLElement>(rowOf) : null;
  if (isOver || !row || !isOne(row) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if ((target as Element).closest('[data-tick]')) return tick(row);
  choose(row);
  isOpen = true;
  tell('waits');
}

if (!isOver) {
  document.addEventListener('keydown', press);
  document.addEventListener('click', click);
  document.querySelector('template[data-hands]')?.setAttribute('data-hands', 'ready');
}

/** Ends the work on the drawn rows. @returns where it stands; null where nothing was drawn, or all was taken before */
export function takeOver(): Taken | null {
  if (isOver) return null;
  isOver = true;
  document.removeEventListener('keydown', press);
  document.removeEventListener('click', click);
  const settled = claims.then(() => ({ claimed: [...claimed], key: later }));
  return { current, isOpen, ticked: [...ticked], settled };
}
