import type { CommandEnd } from './run-command.js';
import type { Subject } from './subject.js';

/** What is known about the command before the cases run. */
export interface Baseline {
  /** An undisturbed run without telemetry. */
  reference: CommandEnd;
  /** Names of the events that a run records, in order. */
  eventNames: readonly string[];
}

/** The result of a case. */
export type CaseFinding =
  | { outcome: 'passed'; notes: readonly string[] }
  | { outcome: 'failed'; reasons: readonly string[]; notes: readonly string[] }
  /** It cannot be tested here, which says nothing about the tool. */
  | { outcome: 'skipped'; why: string };

/** The input of every case. */
export interface CaseContext {
  subject: Subject;
  baseline: Baseline;
}

/** One condition that a tool must handle. */
export interface ConformanceCase {
  /** Stable, kebab-case; matched by `--case`. */
  name: string;
  /** A short description of the condition. */
  title: string;
  /** Runs alone, because it needs the whole machine. */
  isExclusive?: boolean;
  run(context: CaseContext): Promise<CaseFinding>;
}

/** A result from the problems that were found. */
export function findingOf(reasons: readonly string[], notes: readonly string[] = []): CaseFinding {
  return reasons.length === 0
    ? { outcome: 'passed', notes }
    : { outcome: 'failed', reasons: [...new Set(reasons)], notes };
}
