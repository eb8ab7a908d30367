/** The process's clock, as every `Date` in it shows: what a machine whose time was set wrong does to all its programs. */
const RealDate = Date;
let ahead = 0;

class ShiftedDate extends RealDate {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(RealDate.now() + ahead);
    else super(...args);
  }

  static override now(): number {
    return RealDate.now() + ahead;
  }
}

/** @param ms ahead of the machine's clock; 0 sets it right again */
export function shiftClock(ms: number): void {
  ahead = ms;
  globalThis.Date = (ms === 0 && globalThis.Date === RealDate ? RealDate : ShiftedDate) as DateConstructor;
}
