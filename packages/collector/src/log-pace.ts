export interface LogPaceOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** At most one line about the same in this time, in milliseconds. Default one minute. */
  intervalMs?: number;
}

/**
 * Keeps clients from filling the log: says whether a line about `subject` may be written now, which
 * then counts as written. There must be few subjects: each is remembered.
 */
export function createLogPace(options: LogPaceOptions): (subject: string) => boolean {
  const { now, intervalMs = 60_000 } = options;
  const writtenAt = new Map<string, number>();
  return (subject) => {
    if (now() - (writtenAt.get(subject) ?? Number.NEGATIVE_INFINITY) < intervalMs) return false;
    writtenAt.set(subject, now());
    return true;
  };
}
