import { count, isoTime, milliseconds, quantile } from '@sonde/analytics';
import { type ErrorCode, errorTable } from '@sonde/protocol';
import type { AppendResult, Batch, ObservedCommit } from '@sonde/store';
import { type Static, Type } from 'typebox';

export const IntakeReport = Type.Object(
  {
    since: isoTime('When this collector started to count'),
    accepted: count('Events that were stored'),
    duplicates: count('Events that arrived again and were not stored again'),
    quarantined: count('Events that were quarantined, including repeats'),
    refused: Type.Array(
      Type.Object({
        code: Type.String({ description: 'Stable; see docs/errors.md' }),
        title: Type.String({ description: 'What happened' }),
        action: Type.String({ description: 'What to do' }),
        requests: count('Refused requests'),
        last_at: isoTime('The newest of them'),
      }),
      {
        description:
          'Requests to /ingest that were refused, newest first. A request with an unknown key belongs to no project, so every project lists those',
      },
    ),
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

type Refused = IntakeReport['refused'][number];

const rememberedCommits = 1_000;

/** Where requests are counted that no key assigns to a project. */
const noProject = '';

/** Counts in memory what a collector took in for each project since its start. */
export class Intake {
  readonly #since: string;
  readonly #byProject = new Map<string, Counts>();
  readonly #refused = new Map<string, Map<ErrorCode, Refused>>();
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

  /**
   * @param project Empty if no key says which.
   * @param now Milliseconds since 1970.
   */
  refused(project: string, code: ErrorCode, now: number): void {
    const ofProject = this.#refused.get(project) ?? new Map<ErrorCode, Refused>();
    this.#refused.set(project, ofProject);
    const { title, action } = errorTable[code];
    ofProject.set(code, {
      ...{ code, title, action },
      requests: (ofProject.get(code)?.requests ?? 0) + 1,
      last_at: new Date(now).toISOString(),
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
      refused: this.#refusedOf(project),
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

  #refusedOf(project: string): Refused[] {
    const unassigned = this.#refused.get(noProject)?.get('key_unknown');
    return [
      ...(this.#refused.get(project)?.values() ?? []),
      ...(unassigned === undefined ? [] : [unassigned]),
    ].sort((a, b) => Date.parse(b.last_at) - Date.parse(a.last_at));
  }
}
