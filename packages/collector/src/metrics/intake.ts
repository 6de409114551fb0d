import { count, isoTime, milliseconds, quantile } from '@sonde/analytics';
import type { AppendResult, Batch, ObservedCommit } from '@sonde/store';
import { type Static, Type } from 'typebox';

export const IntakeReport = Type.Object(
  {
    since: isoTime('When this collector started to count'),
    accepted: count('Events that were stored'),
    duplicates: count('Events that arrived again and were not stored again'),
    quarantined: count('Events that were quarantined, including repeats'),
    commits: Type.Object(
      {
        p50_ms: milliseconds('Median; null before the first commit'),
        p95_ms: milliseconds('95th percentile; null before the first commit'),
        max_ms: milliseconds('Longest; null before the first commit'),
      },
      { description: 'Duration of the last 1,000 commits of all projects, also of failed ones' },
    ),
  },
  {
    description:
      'What this collector took in. A request with events of several projects is not counted',
  },
);
export type IntakeReport = Static<typeof IntakeReport>;

type Counts = Pick<IntakeReport, 'accepted' | 'duplicates' | 'quarantined'>;

const rememberedCommits = 1_000;

/** Counts in memory what a collector took in for each project since its start. */
export class Intake {
  readonly #since: string;
  readonly #byProject = new Map<string, Counts>();
  readonly #commits: number[] = [];

  /** @param now Milliseconds since 1970. */
  constructor(now: number) {
    this.#since = new Date(now).toISOString();
  }

  tookIn({ events, quarantined }: Batch, { accepted, duplicates }: AppendResult): void {
    const [one, ...others] = new Set([...events, ...quarantined].map(({ project }) => project));
    if (one === undefined || others.length > 0) return;
    const before = this.#countsOf(one);
    this.#byProject.set(one, {
      accepted: before.accepted + accepted,
      duplicates: before.duplicates + duplicates,
      quarantined: before.quarantined + quarantined.length,
    });
  }

  committed({ durationMs }: ObservedCommit): void {
    this.#commits.push(durationMs);
    if (this.#commits.length > rememberedCommits) this.#commits.shift();
  }

  report(project: string): IntakeReport {
    const max_ms = this.#commits.length === 0 ? null : Math.max(...this.#commits);
    return {
      since: this.#since,
      ...this.#countsOf(project),
      commits: {
        p50_ms: quantile(this.#commits, 0.5),
        p95_ms: quantile(this.#commits, 0.95),
        max_ms,
      },
    };
  }

  #countsOf(project: string): Counts {
    return this.#byProject.get(project) ?? { accepted: 0, duplicates: 0, quarantined: 0 };
  }
}
