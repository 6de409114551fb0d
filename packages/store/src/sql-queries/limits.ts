/** Characters of a query. */
export const longestQuery = 5_000;
export const secondsAtMost = 20;
export const mostResultBytes = 10_000_000;
/** Queries of all people that run or wait: they run one after another. */
export const mostAtOnce = 5;
/** Of those, of one project, so that it leaves room for others. */
export const mostOfProject = 3;
/**
 * SELECTs and tables of a whole query, in which a named query counts each time that it is read: the
 * engine plans it each time, without a limit of time or memory.
 */
export const mostParts = 30;
