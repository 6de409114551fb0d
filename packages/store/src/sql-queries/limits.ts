/** Characters of a query. */
export const longestQuery = 5_000;
/** Rows of a result. */
export const mostRows = 10_000;
export const secondsAtMost = 20;
export const mostResultBytes = 20_000_000;
/** Queries of all people that run or wait: they run one after another. */
export const mostAtOnce = 5;
