import { createContext, useContext, useEffect } from 'react';

/** Adds to the number of things that keep the dialog around them open. */
export const StaysOpenContext = createContext<(change: 1 | -1) => void>(() => {});

/**
 * Keeps the dialog open while `staysOpen`: for what is under way, and for what is shown only once.
 * Neither Escape nor a click beside the dialog closes it then; its buttons do.
 */
export function useStaysOpen(staysOpen = true): void {
  const change = useContext(StaysOpenContext);
  useEffect(() => {
    if (!staysOpen) return;
    change(1);
    return () => change(-1);
  }, [staysOpen, change]);
}
