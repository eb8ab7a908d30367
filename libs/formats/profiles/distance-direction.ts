/** What a monitor wrote of where: "3-5km SSE", "about 2 km south", "0.6-4km south and south-south-west". */
export interface DistanceDirection {
  /** Degrees true, or a 16-wind name. Absent where no direction was given. */
  bearing?: number | string;
  bearingSigmaDegrees?: number;
  distanceMetres?: number;
  distanceFromMetres?: number;
  distanceToMetres?: number;
}

const winds = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];
const distance =
  /^(?:about|approx\.?|approximately|~|ca\.?|up to|less than|more than|at least|over)?\s*(\d{1,4}(?:[.,]\d{1,3})?)(?:\s*(km|m))?(?:\s*(?:[-–—]|to|and)\s*(\d{1,4}(?:[.,]\d{1,3})?))?\s*(km|m)\b\s*/i;

/**
 * Reads distance and direction, either of which may be missing. Two directions ("S and SSW") become the
 * middle of the fan they span, with the standard deviation of a uniform spread over it (width / √12).
 * Null where the text says something else.
 */
export function parseDistanceDirection(text: string): DistanceDirection | null {
  const said: DistanceDirection = {};
  let rest = text.trim();
  const found = distance.exec(rest);
  if (found) {
    const unit = (found[4] ?? '').toLowerCase() === 'km' ? 1000 : 1;
    const firstUnit = found[2] === undefined ? unit : found[2].toLowerCase() === 'km' ? 1000 : 1;
    const first = number(found[1]) * firstUnit;
    if (found[3] === undefined) {
      if (/^(up to|less than)/i.test(rest)) Object.assign(said, { distanceFromMetres: 0, distanceToMetres: first });
      else if (/^(more than|at least|over)/i.test(rest)) said.distanceFromMetres = first;
      else said.distanceMetres = first;
    } else {
      said.distanceFromMetres = first;
      said.distanceToMetres = number(found[3]) * unit;
      if (said.distanceToMetres < said.distanceFromMetres) return null;
    }
    rest = rest.slice(found[0].length);
  }
  const names = rest
    .replace(/\b(of|from|the)\b.*$/i, '')
    .split(/,|;|\band\b|\bto\b|\//i)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(windOf);
  if (names.includes(-1) || (names.length === 0 && !found)) return null;
  const [first] = names;
  if (first === undefined) return said;
  if (new Set(names).size === 1) return { ...said, bearing: winds[first] as string };
  return { ...said, ...fan(names) };
}

function number(text: string | undefined): number {
  return Number((text ?? '').replace(',', '.'));
}

function windOf(name: string): number {
  const letters = name
    .toUpperCase()
    .replace(/NORTH|EAST|SOUTH|WEST/g, (word) => word.charAt(0))
    .replace(/[\s-]/g, '');
  return winds.indexOf(letters);
}

function fan(names: number[]): { bearing: number; bearingSigmaDegrees: number } {
  const degrees = names.map((i) => i * 22.5);
  const x = degrees.reduce((sum, d) => sum + Math.cos((d * Math.PI) / 180), 0);
  const y = degrees.reduce((sum, d) => sum + Math.sin((d * Math.PI) / 180), 0);
  const middle = ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
  const off = degrees.map((d) => Math.abs(((d - middle + 540) % 360) - 180));
  const width = 2 * (Math.max(...off) + 11.25);
  return {
    bearing: Math.round(middle * 100) / 100,
    bearingSigmaDegrees: Math.round((width / Math.sqrt(12)) * 100) / 100,
  };
}
