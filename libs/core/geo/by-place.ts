import type { Position } from '../mission/types.js';

/** What was worked out of the places asked for last, by their very coordinates. The values are shared: nobody changes them. */
export class ByPlace<Value> {
  private readonly known = new Map<number, { lon: number; value: Value }>();

  /** @param most places remembered; then all are forgotten */
  constructor(private readonly most = 8_000) {}

  of({ lat, lon }: Position, find: () => Value): Value {
    const found = this.known.get(lat);
    if (found && found.lon === lon) return found.value;
    const value = find();
    if (this.known.size >= this.most) this.known.clear();
    this.known.set(lat, { lon, value });
    return value;
  }
}
