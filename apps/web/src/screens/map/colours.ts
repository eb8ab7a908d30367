import { useSyncExternalStore } from 'react';

/** Colours of the present theme, from the tokens: the map's canvas knows no CSS. */
export interface Colours {
  ground: string;
  surface: string;
  sunken: string;
  ink: string;
  inkSoft: string;
  line: string;
  lineStrong: string;
  accent: string;
  accentSoft: string;
  accentInk: string;
  focus: string;
}

const tokens: Record<keyof Colours, string> = {
  ground: '--ground',
  surface: '--surface',
  sunken: '--sunken',
  ink: '--ink',
  inkSoft: '--ink-soft',
  line: '--line',
  lineStrong: '--line-strong',
  accent: '--accent',
  accentSoft: '--accent-soft',
  accentInk: '--accent-ink',
  focus: '--focus',
};

/**
 * What a token says depends on the theme, and is a colour only where it is used: on an element of its own each time,
 * since one whose colour changes may be on its way from the last.
 */
function shown(token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function readColours(): Colours {
  const read = Object.entries(tokens).map(([name, token]) => [name, shown(token)]);
  return Object.fromEntries(read) as Record<keyof Colours, string>;
}

/** A name for the theme that is shown, by choice or because the device's is; another where the colours are others. */
export function useTheme(): string {
  return useSyncExternalStore(onTheme, () => {
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    return document.documentElement.dataset['theme'] ?? (isDark ? 'device dark' : 'device light');
  });
}

function onTheme(call: () => void): () => void {
  const watch = new MutationObserver(call);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', call);
  return () => {
    watch.disconnect();
    dark.removeEventListener('change', call);
  };
}
