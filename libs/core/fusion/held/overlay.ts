import type { Tx } from '../../ports.js';

/** Of each part of a transaction, some functions in place of its own. */
export type Overlay = {
  [Part in keyof Tx]?: Tx[Part] extends (...args: never[]) => unknown ? Tx[Part] : Partial<Tx[Part]>;
};

/** The transaction with some of its functions replaced; all others go to the transaction itself. */
export function overlaid(tx: Tx, parts: Overlay): Tx {
  const over = Object.create(tx) as Tx;
  for (const [name, part] of Object.entries(parts))
    Object.defineProperty(over, name, {
      value: typeof part === 'function' ? part : within(tx[name as keyof Tx] as object, part as object),
    });
  return over;
}

function within(own: object, part: object): object {
  const over = Object.create(own) as object;
  for (const [name, value] of Object.entries(part)) Object.defineProperty(over, name, { value });
  return over;
}
