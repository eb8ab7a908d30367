import { useEffect, useState } from 'react';
import { takeOver, type Taken } from '../../first-page/hands.js';

/**
 * Goes on from where the reader was among the rows that the server had drawn, once the screen has its own: puts it
 * there with `begin`, asks again for what was claimed, and then does what the last kept key says.
 */
export function useTaken(isThere: boolean, begin: (taken: Taken) => void, recheck: (ids: readonly string[]) => void) {
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    const taken = isThere ? takeOver() : null;
    if (!taken) return;
    begin(taken);
    void taken.settled.then((settled) => {
      if (settled.claimed.length > 0) recheck(settled.claimed);
      setKey(settled.key);
    });
  });
  // In an effect of its own: by now the screen stands where the reader was.
  useEffect(() => {
    if (key === null) return;
    setKey(null);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, [key]);
}
