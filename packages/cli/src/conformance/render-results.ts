import type { CaseResult } from './run-conformance.js';

/** Output formats of results. */
export const resultFormats = ['text', 'tap', 'json'] as const;
export type ResultFormat = (typeof resultFormats)[number];

function count(results: readonly CaseResult[]) {
  const of = (outcome: string) =>
    results.filter(({ finding }) => finding.outcome === outcome).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

/** One case as a line for people, with details below. */
export function renderLine({ name, title, durationMs, finding }: CaseResult): string {
  const seconds = `${(durationMs / 1_000).toFixed(1)} s`;
  const head = `${finding.outcome.padEnd(8)}${name.padEnd(30)}${seconds.padStart(7)}  ${title}`;
  const notes = finding.outcome === 'skipped' ? [] : finding.notes.map((note) => `(${note})`);
  const said =
    finding.outcome === 'failed'
      ? finding.reasons
      : finding.outcome === 'skipped'
        ? [finding.why]
        : [];
  return [[head, ...notes].join(' '), ...said.map((text) => `          ${text}`)].join('\n');
}

function renderTap(results: readonly CaseResult[]): string {
  const lines = results.flatMap(({ name, title, durationMs, finding }, index) => {
    const isOk = finding.outcome !== 'failed';
    const skip = finding.outcome === 'skipped' ? ` # SKIP ${finding.why}` : '';
    return [
      `${isOk ? 'ok' : 'not ok'} ${index + 1} - ${name}: ${title}${skip}`,
      '  ---',
      `  duration_ms: ${durationMs}`,
      ...(finding.outcome === 'failed'
        ? ['  reasons:', ...finding.reasons.map((text) => `    - ${JSON.stringify(text)}`)]
        : []),
      '  ...',
    ];
  });
  return ['TAP version 14', `1..${results.length}`, ...lines, ''].join('\n');
}

/** All results, printed at the end. */
export function renderResults(results: readonly CaseResult[], format: ResultFormat): string {
  if (format === 'tap') return renderTap(results);
  if (format === 'json') {
    const cases = results.map(({ finding, durationMs, ...rest }) => ({
      ...rest,
      duration_ms: durationMs,
      ...finding,
    }));
    return `${JSON.stringify({ ...count(results), cases }, null, 2)}\n`;
  }
  const { passed, failed, skipped } = count(results);
  return `\n${passed} passed, ${failed} failed, ${skipped} skipped.\n`;
}
