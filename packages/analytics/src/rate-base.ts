import type { Totals } from './responses.js';

/** The number that a success rate is a share of: ended invocations that the user did not cancel. */
export const rateBase = ({ succeeded, failed, vanished }: Totals): number =>
  succeeded + failed + vanished;
