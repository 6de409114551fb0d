// Keys of queries contain the range as in the URL. A relative range is resolved at each request, so
// that a refresh moves with the clock and replaces the same entry.

/** How often a visible page refreshes. */
export const refreshMs = 15_000;

/** How often a page without events checks for the first one. */
export const waitingMs = 2_000;
