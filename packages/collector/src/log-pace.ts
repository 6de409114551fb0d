export interface LogPaceOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Minimum time between lines about the same subject, in milliseconds. Default one minute. */
  intervalMs?: number;
}

/**
 * Keeps clients from filling the log: returns whether a line about `subject` may be written now,
 * and counts it as written. Subjects must be few: each one is remembered.
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
