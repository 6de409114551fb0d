import type { Declaration } from '../api/answers.js';

const marks: Record<Declaration, string | undefined> = {
  now: undefined,
  no_longer: 'no longer declared',
  not_yet: 'not yet declared',
  never: 'not declared',
};

/**
 * How the catalog of the newest version treats something; undefined where it declares it, and for a
 * part of what is marked so as a whole.
 */
export const declarationMark = (
  declaration: Declaration,
  whole: Declaration = 'now',
): string | undefined => (declaration === whole ? undefined : marks[declaration]);
