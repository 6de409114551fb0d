import type { Totals } from './answers.js';

/** What a success rate is a share of: invocations that ended, but not because their user cancelled them. */
export const rateBase = ({ succeeded, failed, vanished }: Totals): number =>
  succeeded + failed + vanished;
