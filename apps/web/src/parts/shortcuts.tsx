import { createContext, lazy, Suspense, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

/** Fetched when it is first asked for. */
const ShortcutList = lazy(() => import('./shortcut-list.js'));

export interface Shortcut {
  /** What is pressed, as `KeyboardEvent.key`, for example `j`, `?`, `Enter`; two in a row with a space: `g t`. */
  keys: string;
  /** What it does, in the reader's words, for the list behind `?`. */
  label: string;
  run: () => void;
}

type ShortcutGroup = { title: string; shortcuts: readonly Shortcut[] };

const ShortcutContext = createContext<Set<{ current: ShortcutGroup }> | null>(null);
const sequenceMs = 1_200;

/**
 * The keys of a screen, while it is shown. They rest while one types, and while a dialog is open that they are
 * not of.
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const groups = use(ShortcutContext);
  const group = useRef<ShortcutGroup>({ title, shortcuts });
  useEffect(() => {
    group.current = { title, shortcuts };
  });
  useEffect(() => {
    if (!groups) return undefined;
    groups.add(group);
    return () => void groups.delete(group);
  }, [groups]);
}

/** Listens for the page and shows the list at `?`. */
export function Shortcuts({ children }: { children: ReactNode }) {
  const groups = useMemo(() => new Set<{ current: ShortcutGroup }>(), []);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    let begun: { key: string; at: number } | null = null;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return;
      if (event.key === '?') {
        event.preventDefault();
        setOpen(true);
        return;
      }
      // Enter and space belong to the button that has the focus.
      if ((event.key === 'Enter' || event.key === ' ') && isPressable(event.target)) return;
      const all = [...groups].flatMap((group) => group.current.shortcuts);
      const whole = begun && event.timeStamp - begun.at < sequenceMs ? `${begun.key} ${event.key}` : null;
      const found = (whole && all.find(({ keys }) => keys === whole)) || all.find(({ keys }) => keys === event.key);
      const isBegin = !found && all.some(({ keys }) => keys.startsWith(`${event.key} `));
      begun = isBegin ? { key: event.key, at: event.timeStamp } : null;
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [groups]);
  return (
    <ShortcutContext value={groups}>
      {children}
      {isOpen && (
        <Suspense fallback={null}>
          <ShortcutList groups={[...groups].map(({ current }) => current)} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </ShortcutContext>
  );
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable=true]');
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('a, button, summary, [role=button], [role=option]');
}
