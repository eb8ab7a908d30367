import type { Colours } from './colours.js';

/** A kind of event as it is marked: a shape for its category, a letter within it. */
export interface Mark {
  kind: string;
  name: string;
  sides: Shape;
  letter: string;
}

const shapes = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'pentagon', 'drop'] as const;
export type Shape = (typeof shapes)[number];

/**
 * One mark per kind. Categories take the shapes in the order in which the pack names them; within a category each kind
 * has a letter of its own, from its name where one is left.
 */
export function marksOf(kinds: readonly { id: string; category: string; name: string }[]): Mark[] {
  const categories = [...new Set(kinds.map(({ category }) => category))];
  const taken = new Map<string, Set<string>>();
  return kinds.map(({ id, category, name }) => {
    const used = taken.get(category) ?? new Set<string>();
    taken.set(category, used);
    const own = name.toUpperCase().match(/\p{L}/gu) ?? [];
    const letter = [...own, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'].find((sign) => !used.has(sign)) ?? '?';
    used.add(letter);
    return { kind: id, name, letter, sides: shapes[categories.indexOf(category) % shapes.length]! };
  });
}

const corners: Record<Exclude<Shape, 'circle' | 'drop'>, [number, number]> = {
  square: [4, 45],
  diamond: [4, 0],
  triangle: [3, 0],
  hexagon: [6, 30],
  pentagon: [5, 0],
};

function outline(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, radius: number): void {
  context.beginPath();
  if (shape === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else if (shape === 'drop') {
    context.arc(x, y, radius, Math.PI * 0.85, Math.PI * 0.15);
    context.lineTo(x, y + radius * 1.25);
  } else {
    const [count, turn] = corners[shape];
    const reach = radius * (shape === 'triangle' ? 1.3 : shape === 'square' ? 1.25 : 1.12);
    const middle = shape === 'triangle' ? y + radius * 0.18 : y;
    for (let i = 0; i < count; i++) {
      const angle = ((turn - 90) * Math.PI) / 180 + (i * 2 * Math.PI) / count;
      context.lineTo(x + reach * Math.cos(angle), middle + reach * Math.sin(angle));
    }
  }
  context.closePath();
}

/** Side of a mark's square, CSS pixels. */
export const markSize = 28;

/**
 * Draws one: an incident that is decided is filled, one that waits is hollow with a double edge; a sighting is small,
 * with a broken edge. None of it is told by colour alone.
 */
export function drawMark(
  context: CanvasRenderingContext2D,
  { sides, letter }: Pick<Mark, 'sides' | 'letter'>,
  look: 'waiting' | 'done' | 'sighting',
  colours: Colours,
): void {
  const middle = markSize / 2;
  const radius = look === 'sighting' ? 8 : 10;
  outline(context, sides, middle, middle, radius);
  context.lineWidth = look === 'sighting' ? 3 : 4;
  context.strokeStyle = colours.surface;
  context.stroke();
  context.fillStyle = look === 'done' ? colours.accent : colours.surface;
  context.fill();
  context.lineWidth = look === 'waiting' ? 2.5 : 1.5;
  context.setLineDash(look === 'sighting' ? [3, 2] : []);
  context.strokeStyle = look === 'done' ? colours.accentInk : colours.ink;
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = look === 'done' ? colours.accentInk : colours.ink;
  context.font = `600 ${look === 'sighting' ? 10 : 12}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(letter, middle, middle + 0.5);
}

/** Draws an image for the map on a canvas of its own; `scale`: device pixels to a CSS pixel. */
export function drawn(
  width: number,
  height: number,
  scale: number,
  draw: (context: CanvasRenderingContext2D) => void,
): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.scale(scale, scale);
  draw(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

const measure = (() => {
  let context: CanvasRenderingContext2D | null = null;
  return (text: string, font: string): number => {
    context ??= document.createElement('canvas').getContext('2d')!;
    context.font = font;
    return context.measureText(text).width;
  };
})();

/** A name on the map: the browser's own fonts shape it, whatever its script, and no font is fetched. */
export function drawLabel(text: string, isStrong: boolean, scale: number, colours: Colours): ImageData {
  const font = `${isStrong ? '600 13px' : '500 12px'} system-ui, 'Noto Sans', 'Noto Naskh Arabic', sans-serif`;
  const width = Math.min(260, measure(text, font)) + 8;
  return drawn(width, 20, scale, (context) => {
    context.font = font;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3.5;
    context.strokeStyle = colours.surface;
    context.strokeText(text, width / 2, 10, 260);
    context.fillStyle = isStrong ? colours.ink : colours.inkSoft;
    context.fillText(text, width / 2, 10, 260);
  });
}

/** Side of a hatch's tile, CSS pixels. */
const tile = 16;

/** Slanted lines, the more the higher `density` (1, 2 or 3); 0 draws dots, for zones. */
export function drawHatch(context: CanvasRenderingContext2D, density: number, colours: Colours): void {
  context.strokeStyle = colours.accent;
  context.fillStyle = colours.inkSoft;
  context.lineWidth = 1;
  if (density === 0) {
    for (const [x, y] of [
      [4, 4],
      [12, 12],
    ] as const) {
      context.beginPath();
      context.arc(x, y, 1, 0, 2 * Math.PI);
      context.fill();
    }
    return;
  }
  const gap = [16, 8, 4][density - 1]!;
  context.globalAlpha = 0.65;
  context.beginPath();
  for (let x = -tile; x < 2 * tile; x += gap) {
    context.moveTo(x, tile);
    context.lineTo(x + tile, 0);
  }
  context.stroke();
  context.globalAlpha = 1;
}

export function hatch(density: number, scale: number, colours: Colours): ImageData {
  return drawn(tile, tile, scale, (context) => drawHatch(context, density, colours));
}
