import type { CaseFinding, ConformanceCase } from './conformance-case.js';
import { prepareBaseline } from './prepare-baseline.js';
import type { Subject } from './subject.js';

/** A case and its result. */
export interface CaseResult {
  name: string;
  title: string;
  durationMs: number;
  finding: CaseFinding;
}

/** An error of the kit counts as a failure of the case, never as a pass. */
async function runCase(one: ConformanceCase, context: Parameters<ConformanceCase['run']>[0]) {
  const startedAt = performance.now();
  const finding = await one.run(context).catch(
    (error: unknown): CaseFinding => ({
      outcome: 'failed',
      reasons: [`The case could not run: ${error instanceof Error ? error.stack : error}`],
      notes: [],
    }),
  );
  const { name, title } = one;
  return { name, title, durationMs: Math.round(performance.now() - startedAt), finding };
}

/**
 * Tests a command in every case, several concurrently; cases that need the whole machine come last.
 * `onResult` is called in the order in which cases end.
 */
export async function runConformance(options: {
  subject: Subject;
  cases: readonly ConformanceCase[];
  /** Number of concurrent cases. */
  jobs: number;
  onResult?: (result: CaseResult) => void;
}): Promise<CaseResult[]> {
  const { subject, cases, jobs, onResult = () => {} } = options;
  const context = { subject, baseline: await prepareBaseline(subject) };
  const results = new Map<string, CaseResult>();
  const work = async (queue: ConformanceCase[]) => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const result = await runCase(one, context);
      results.set(one.name, result);
      onResult(result);
    }
  };
  const together = cases.filter(({ isExclusive }) => !isExclusive);
  await Promise.all(Array.from({ length: jobs }, () => work(together)));
  await work(cases.filter(({ isExclusive }) => isExclusive));
  return cases.flatMap(({ name }) => results.get(name) ?? []);
}
