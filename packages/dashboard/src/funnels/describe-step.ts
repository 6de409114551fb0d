import { formatDuration, formatPropertyCondition, parseFunnelEvent } from '@sonde/analytics/format';
import { describeCondition } from '../events/describe-condition.js';
import type { FunnelFilter } from '../url/funnel-search.js';
import { filterLabel, type ListFilter, valueLabel } from '../url/scope-search.js';

/** An event of a funnel in words: `Deploy (plan: pro)`. */
export function describeStep(text: string): string {
  const step = parseFunnelEvent(text);
  if (step === null) return text;
  if (step.condition === undefined) return step.event;
  const { label, value } = describeCondition(formatPropertyCondition(step.condition));
  return `${step.event} (${label}: ${value})`;
}

/** The filter of a list behind a number of a funnel, in words. */
export function describeFunnelFilter(filter: FunnelFilter): string {
  const { funnel_step: steps = [], funnel_reached: reached = 1 } = filter;
  const { funnel_per, funnel_window_ms, funnel_exclude, funnel_by, funnel_value } = filter;
  return [
    `step ${reached} of ${steps.map(describeStep).join(' → ')}`,
    ...(funnel_per === 'person' ? ['per person'] : []),
    ...(funnel_window_ms === undefined ? [] : [`within ${formatDuration(funnel_window_ms)}`]),
    ...(funnel_exclude === undefined ? [] : [`without ${describeStep(funnel_exclude)} between`]),
    ...(funnel_by === undefined || funnel_value === undefined
      ? []
      : [describeGroup(funnel_by as ListFilter, funnel_value)]),
  ].join(', ');
}

function describeGroup(by: ListFilter, value: string): string {
  return `${filterLabel(by).toLowerCase()} of the first step: ${valueLabel(by, value)}`;
}
