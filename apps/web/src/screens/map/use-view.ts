import { useCallback, useEffect, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { readView, writeView, type View } from './view.js';

/** Marks an address that was written here: it follows the view, and the view need not follow it. */
const own = { mapView: true };

/**
 * The view, and how to change a part of it. It is written into the address after it is shown: the router takes its
 * time, and two changes at once must both hold.
 */
export function useView(): [View, (part: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const isOwn = (state as typeof own | null)?.mapView === true;
  const [view, setView] = useState(() => readView(params));
  const address = params.toString();
  useEffect(() => {
    if (!isOwn) setView(readView(new URLSearchParams(address)));
  }, [isOwn, address]);
  const wanted = writeView(view).toString();
  useEffect(() => {
    setParams(wanted, { replace: true, state: own });
    // What the router hands out as the setter is another with each address.
  }, [wanted]);
  const change = useCallback((part: Partial<View>) => setView((last) => ({ ...last, ...part })), []);
  return [view, change];
}
