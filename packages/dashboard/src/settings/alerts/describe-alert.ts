import { formatCount, formatQuantity } from '@sonde/analytics/format';
import type { Alert, AlertCondition } from '../../api/alert-queries.js';

type Threshold = Extract<AlertCondition, { kind: 'threshold' }>;
export type Measure = Threshold['measure'];

export const measureNames: Record<Measure, string> = {
  success_rate: 'Success rate',
  invocations: 'Invocations',
  users: 'Users',
  error_share: 'Share of runs with an error',
  flow_completion: 'Completion of a flow',
};

export const isRate = (measure: Measure): boolean =>
  measure !== 'invocations' && measure !== 'users';

/** `Success rate of orbit deploy below 90% in the last hour, with 20 runs or more`. */
export function describeCondition(condition: AlertCondition): string {
  if (condition.kind === 'release') {
    return `The newest release of ${condition.tool ?? 'a tool'} got worse`;
  }
  const { measure, is, value, window_hours, min_runs } = condition;
  const limit = isRate(measure) ? `${inPercent(value)}%` : formatCount(value);
  const span = window_hours === 1 ? 'hour' : formatQuantity(window_hours, 'hour');
  const least =
    isRate(measure) && min_runs > 0 ? `, with ${formatQuantity(min_runs, 'run')} or more` : '';
  return `${describeMeasure(condition)} ${is} ${limit} in the last ${span}${least}`;
}

/** Exact: 0.29 is 29, not 28.999999999999996. */
export const inPercent = (value: number): string => String(Number((value * 100).toPrecision(12)));

function describeMeasure({ measure, tool, command, error_class, flow }: Threshold): string {
  const what = {
    ...measureNames,
    error_share: `Share of runs with the error ${error_class || 'without a class'}`,
    flow_completion: `Completion of ${flow}`,
  }[measure];
  const of = [command, command === undefined ? tool : undefined].find((name) => name !== undefined);
  const by = command !== undefined && tool !== undefined ? ` (${tool})` : '';
  return of === undefined ? what : `${what} of ${of}${by}`;
}

export const describeChannel = (channel: Alert['channel']): string =>
  channel.kind === 'webhook' ? channel.url : channel.to.join(', ');
