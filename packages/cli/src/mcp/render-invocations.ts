import { type InvocationPage, InvocationSummary } from '@sonde/analytics';
import { formatCount, formatOffset, formatQuantity, printable } from '@sonde/analytics/format';
import { type Static, Type } from 'typebox';
import { renderInvocation } from '../collector/render-responses.js';

/** What is read of a response; it may have more. */
export const FilterValues = Type.Object({
  filters: Type.Array(
    Type.Object({
      name: Type.String(),
      values: Type.Array(Type.Object({ value: Type.String(), invocations: Type.Integer() })),
    }),
  ),
});

export const InvocationDetail = Type.Object({
  summary: InvocationSummary,
  base: Type.Record(Type.String(), Type.Unknown()),
  events: Type.Array(
    Type.Object({
      sequence: Type.Integer(),
      event: Type.String(),
      offset_ms: Type.Number(),
      properties: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  gaps: Type.Array(Type.Object({ after: Type.Integer(), missing: Type.Integer() })),
});

const listedValues = 20;

export function renderInvocations(page: InvocationPage): string {
  const { total, flow_runs, matching_events, people, invocations } = page;
  const also = [
    flow_runs === null ? '' : `, with ${formatCount(flow_runs)} matching runs of the flow`,
    matching_events === null ? '' : `, with ${formatCount(matching_events)} matching events`,
    people === null ? '' : `, of ${formatQuantity(people, 'person', 'people')}`,
  ].join('');
  if (total === 0) return `0 match${also}. The tool filters lists values that occur.`;
  return [
    `${formatCount(total)} match${also}. The newest ${formatCount(invocations.length)}:`,
    ...invocations.map((one) => `${printable(one.invocation_id)}  ${renderInvocation(one)}`),
  ].join('\n');
}

export function renderInvocationDetail(detail: Static<typeof InvocationDetail>): string {
  const { summary, base, events, gaps } = detail;
  const own = (properties: Readonly<Record<string, unknown>>) =>
    Object.entries(properties).filter(([name]) => !Object.hasOwn(base, name));
  const missing = new Map(gaps.map((gap) => [gap.after, gap.missing]));
  const gapAfter = (sequence: number) => {
    const count = missing.get(sequence);
    return count === undefined ? [] : [`  (not arrived: ${formatQuantity(count, 'event')})`];
  };
  return [
    renderInvocation(summary),
    `run by ${printable(summary.person) || 'an unknown person'}; ${printable(JSON.stringify(base))}`,
    ...gapAfter(0),
    ...events.flatMap(({ sequence, event, offset_ms, properties }) => [
      `${sequence}  ${formatOffset(offset_ms)}  ${printable(event)}  ${printable(JSON.stringify(Object.fromEntries(own(properties))))}`,
      ...gapAfter(sequence),
    ]),
  ].join('\n');
}

export function renderFilters({ filters }: Static<typeof FilterValues>): string {
  return filters
    .map(({ name, values }) => {
      const shown = values
        .slice(0, listedValues)
        .map(({ value, invocations }) => `${printable(value) || '(unknown)'} ${invocations}`);
      const left = values.length - shown.length;
      const more = left > 0 ? `, and ${left} more` : '';
      return `${name}: ${shown.join(', ') || '–'}${more}`;
    })
    .join('\n');
}
