import { type Funnel, type InvocationPage, InvocationSummary } from '@sonde/analytics';
import { formatCount, formatOffset, formatPercent, printable } from '@sonde/analytics/format';
import { type Static, Type } from 'typebox';
import { renderInvocation } from '../collector/render-responses.js';

/** What is read of a response; it may have more. */
export const FlowList = Type.Object({
  flows: Type.Array(
    Type.Object({
      flow: Type.String(),
      title: Type.String(),
      runs: Type.Integer(),
      conversion: Type.Union([Type.Number(), Type.Null()]),
      outcomes: Type.Record(Type.String(), Type.Integer()),
    }),
  ),
});

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

/** The flow with the most runs that did not complete is the first. */
export function renderFlows({ flows }: Static<typeof FlowList>): string {
  if (flows.length === 0) return 'No flow is declared, and none was run.';
  const lost = (one: (typeof flows)[number]) => one.runs - (one.outcomes.completed ?? 0);
  return [...flows]
    .sort((a, b) => lost(b) - lost(a))
    .map(({ flow, title, runs, conversion, outcomes }) => {
      const others = Object.entries(outcomes)
        .filter(([name, count]) => name !== 'completed' && count > 0)
        .map(([name, count]) => `${formatCount(count)} ${name}`);
      const ended = [`${formatPercent(conversion, runs)} completed`, ...others].join(', ');
      return `${printable(flow)} (${printable(title)}): ${formatCount(runs)} runs, ${ended}`;
    })
    .join('\n');
}

export function stageIds({ stages }: Funnel): string {
  return stages.map(({ id }) => printable(id)).join(', ');
}

export function renderInvocations(page: Static<typeof InvocationPage>): string {
  const { total, flow_runs, invocations } = page;
  const runs =
    flow_runs === null ? '' : `, with ${formatCount(flow_runs)} matching runs of the flow`;
  return [
    `${formatCount(total)} match${runs}. The newest ${formatCount(invocations.length)}:`,
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
    return count === undefined ? [] : [`  (${formatCount(count)} events have not arrived)`];
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
