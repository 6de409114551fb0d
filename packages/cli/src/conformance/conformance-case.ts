import type { CommandEnd } from './run-command.js';
import type { Subject } from './subject.js';

/** What is known of the command before the cases are run. */
export interface Baseline {
  /** An undisturbed run without telemetry. */
  reference: CommandEnd;
  /** Names of the events that a run records, in order. */
  story: readonly string[];
}

/** What a case found. */
export type CaseFinding =
  | { outcome: 'passed'; notes: readonly string[] }
  | { outcome: 'failed'; reasons: readonly string[]; notes: readonly string[] }
  /** It could not be tried here, which says nothing about the tool. */
  | { outcome: 'skipped'; why: string };

/** What every case gets. */
export interface CaseContext {
  subject: Subject;
  baseline: Baseline;
}

/** One thing that a tool must bear. */
export interface ConformanceCase {
  /** Stable, kebab-case; what `--case` looks at. */
  name: string;
  /** What is done, in a few words. */
  title: string;
  /** Runs while no other case does, since it takes the whole machine. */
  isExclusive?: boolean;
  run(context: CaseContext): Promise<CaseFinding>;
}

/** A finding from what was wrong. */
export function findingOf(reasons: readonly string[], notes: readonly string[] = []): CaseFinding {
  return reasons.length === 0
    ? { outcome: 'passed', notes }
    : { outcome: 'failed', reasons: [...new Set(reasons)], notes };
}
