import type { Declaration } from '../api/responses.js';

const marks: Record<Declaration, string | undefined> = {
  now: undefined,
  no_longer: 'no longer declared',
  not_yet: 'not yet declared',
  never: 'not declared',
};

/**
 * A mark for something that the catalog of the newest version does not declare; undefined if it
 * declares it, or if the whole already has this mark.
 */
export const declarationMark = (
  declaration: Declaration,
  whole: Declaration = 'now',
): string | undefined => (declaration === whole ? undefined : marks[declaration]);
