import { createContext, useContext, useEffect } from 'react';

/** Changes the number of things that keep the surrounding dialog open. */
export const StaysOpenContext = createContext<(change: 1 | -1) => void>(() => {});

/**
 * Keeps the dialog open while `staysOpen`: during a request, or while it shows something only once.
 * Then Escape or a click beside the dialog does not close it; its buttons do.
 */
export function useStaysOpen(staysOpen = true): void {
  const change = useContext(StaysOpenContext);
  useEffect(() => {
    if (!staysOpen) return;
    change(1);
    return () => change(-1);
  }, [staysOpen, change]);
}
