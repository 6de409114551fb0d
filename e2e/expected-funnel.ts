import type { ExpectedEnding } from '@sonde/example-orbit-demo';

/** How often each key occurs. */
export function countBy<T>(
  values: readonly T[],
  key: (value: T) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
  return counts;
}

function stopKey({ outcome, reason, errorClass }: ExpectedEnding): string {
  if (outcome === 'aborted') return `aborted:${reason}`;
  if (outcome === 'failed') return `failed:${errorClass}`;
  return outcome;
}

/** The expected funnel of these outcomes, by the rules of the contract only. */
export function expectFunnel(endings: readonly ExpectedEnding[], steps: readonly string[]) {
  const runs = endings.filter(({ outcome }) => outcome !== 'none');
  const completed = runs.filter(({ outcome }) => outcome === 'completed');
  const stopped = runs.filter(({ outcome }) => outcome !== 'completed');
  return {
    outcomes: {
      completed: 0,
      aborted: 0,
      failed: 0,
      vanished: 0,
      incomplete: 0,
      ...countBy(runs, ({ outcome }) => outcome),
    },
    reached: Object.fromEntries([
      ['started', runs.length],
      ...steps.map((step, index) => [
        `step:${step}`,
        completed.length + stopped.filter((run) => steps.indexOf(run.step ?? '') >= index).length,
      ]),
      ['completed', completed.length],
    ]) as Record<string, number>,
    stops: countBy(stopped, (run) => `step:${run.step} ${stopKey(run)}`),
  };
}
