import type { FlowList, FreeFunnel, Funnel } from '@sonde/analytics';
import {
  formatCount,
  formatDuration,
  formatPercent,
  formatQuantity,
  printable,
} from '@sonde/analytics/format';
import { table } from '../collector/render-responses.js';
import { section, valueName } from './answer-parts.js';

/** The flow with the most runs that did not complete is the first. */
export function renderFlows({ flows }: FlowList): string {
  if (flows.length === 0) return 'No flow is declared, and none was run.';
  const lost = (one: (typeof flows)[number]) => one.runs - (one.outcomes.completed ?? 0);
  return [...flows]
    .sort((a, b) => lost(b) - lost(a))
    .map(({ flow, title, runs, conversion, outcomes }) => {
      const others = Object.entries(outcomes)
        .filter(([name, count]) => name !== 'completed' && count > 0)
        .map(([name, count]) => `${formatCount(count)} ${name}`);
      const ended = [`${formatPercent(conversion, runs)} completed`, ...others].join(', ');
      return `${printable(flow)} (${printable(title)}): ${formatQuantity(runs, 'run')}, ${ended}`;
    })
    .join('\n');
}

export function stageIds({ stages }: Funnel): string {
  return stages.map(({ id }) => printable(id)).join(', ');
}

/** @param asked The steps in the words of the question. */
export function renderFreeFunnel(funnel: FreeFunnel, asked: readonly string[]): string {
  const { per, window_ms, steps, groups } = funnel;
  const counted = per === 'person' ? 'people' : 'runs';
  const within = window_ms === null ? '' : `, within ${formatDuration(window_ms)}`;
  const first = steps[0]?.subjects ?? 0;
  const last = steps.at(-1)?.subjects ?? 0;
  const stepName = (i: number) => `${i + 1}. ${printable(asked[i] ?? '')}`;
  return [
    `${formatCount(last)} of ${formatCount(first)} ${counted} went through all steps in this order${within}`,
    ...table([
      ['step', counted, 'of first', 'of previous', 'stopped before it', 'median time'],
      ...steps.map(({ known, subjects, from_start, from_previous, time_p50_ms }, i) => {
        const previous = steps[i - 1]?.subjects ?? subjects;
        return [
          `${stepName(i)}${known ? '' : ' (never seen)'}`,
          formatCount(subjects),
          formatPercent(from_start, first),
          i === 0 ? '' : formatPercent(from_previous, previous),
          i === 0 ? '' : formatCount(previous - subjects),
          i === 0 ? '' : formatDuration(time_p50_ms),
        ];
      }),
    ]),
    ...section(
      `By value in the run of the first step, most ${counted} first`,
      ['value', ...steps.map((_, i) => `step ${i + 1}`), 'of first'],
      groups.map(({ value, subjects }) => {
        const [start = 0] = subjects;
        const share = start === 0 ? null : (subjects.at(-1) ?? 0) / start;
        return [valueName(value), ...subjects.map(formatCount), formatPercent(share, start)];
      }),
    ),
  ].join('\n');
}
