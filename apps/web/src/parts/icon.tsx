/** Drawn on 24 x 24, as lines, in the colour of the text around. */
const drawings = {
  queue: 'M4 6h16M4 12h16M4 18h10',
  map: 'M9 4 3 6.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5L9 4Zm0 0v13.5M15 6.5V20',
  form: 'M6 3h9l4 4v14H6ZM14 3v5h5M9 13h7M9 17h5',
  ladder: 'M7 3v18M17 3v18M7 7h10M7 12h10M7 17h10',
  week: 'M4 5h16v15H4ZM4 10h16M8 3v4M16 3v4M8 14h3M8 17h6',
  sensor:
    'M12 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.5 15.5a6 6 0 0 1 0-9M16.5 6.5a6 6 0 0 1 0 9M4.5 18.5a10.5 10.5 0 0 1 0-15M19.5 3.5a10.5 10.5 0 0 1 0 15M12 13v8',
  phone: 'M5 3h4l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v4c0 1-1 2-2 2A16 16 0 0 1 3 5c0-1 1-2 2-2Z',
  letter: 'M3 6h18v13H3ZM3 7l9 7 9-7',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c1-4 4-6 8-6s7 2 8 6',
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  check: 'M4 12.5 10 18 20 6',
  warning: 'M12 3 2 20h20L12 3Zm0 6v6M12 18h.01',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l5 5',
  down: 'M6 9l6 6 6-6',
  offline: 'M3 3l18 18M5 12a10 10 0 0 1 5-2.7M19 12a10 10 0 0 0-4-2.4M8.5 15.5a5 5 0 0 1 6.5-.3M12 19h.01',
} as const;

export type IconName = keyof typeof drawings;

/** Decoration: the text beside it, or the button's label, says the same. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
