import type { Declaration, Funnel, InvocationPage, Overview } from '@sonde/analytics';
import {
  contextName,
  formatCount,
  formatDuration,
  formatPercent,
  formatQuantity,
  previousStage,
  printable,
  rateBase,
  relativeChange,
} from '@sonde/analytics/format';

type Summary = InvocationPage['invocations'][number];

/** A longer text does not widen its column for all other rows. */
const widestColumn = 80;

/** Aligns columns; the first one left, the others right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (found, row) =>
      row.map((text, index) =>
        Math.max(found[index] ?? 0, text.length > widestColumn ? 0 : text.length),
      ),
    [],
  );
  return rows.map((row) =>
    row
      .map((text, index) =>
        index === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

const signs = { up: '+', down: '−', same: '' };

/** Adds the tool to a name if there are several tools. */
export function withTool(tool: string, name: string, all: readonly { tool: string }[]): string {
  if (new Set(all.map((one) => one.tool)).size < 2) return name;
  return `${name} (${printable(tool) || 'tool unknown'})`;
}

/** The overview as text; `range` describes the queried range. */
export function renderReport(
  { totals, previous, commands, versions }: Overview,
  range: string,
): string {
  if (totals.invocations === 0) return `No invocations ${range}.\n`;
  const before = (now: number, then: number | undefined) => {
    const change = relativeChange(now, then);
    return change === null ? '' : `${signs[change.direction]}${change.text}`;
  };
  const against = previous === null ? '' : ', changes against the same time before that';
  return [
    `${range.charAt(0).toUpperCase()}${range.slice(1)}${against}.`,
    '',
    ...table([
      [
        'invocations',
        formatCount(totals.invocations),
        before(totals.invocations, previous?.invocations),
      ],
      ['users', formatCount(totals.users), before(totals.users, previous?.users)],
      ['success', formatPercent(totals.success_rate, rateBase(totals)), ''],
      ['failed', formatCount(totals.failed), ''],
      ['cancelled', formatCount(totals.cancelled), ''],
      ['vanished', formatCount(totals.vanished), ''],
      ['median', formatDuration(totals.duration_p50_ms), ''],
      ['p95', formatDuration(totals.duration_p95_ms), ''],
    ]),
    '',
    ...table([
      ['command', 'invocations', 'users', 'success', 'median', 'p95'],
      ...commands.map((one) => [
        withTool(one.tool, printable(one.command) || '(unknown)', commands),
        formatCount(one.invocations),
        formatCount(one.users),
        formatPercent(one.success_rate, one.invocations),
        formatDuration(one.duration_p50_ms),
        formatDuration(one.duration_p95_ms),
      ]),
    ]),
    '',
    ...table([
      ['version', 'invocations', 'users', 'success', 'first seen'],
      ...versions.map((one) => [
        withTool(one.tool, printable(one.version) || '(unknown)', versions),
        formatCount(one.invocations),
        formatCount(one.users),
        formatPercent(one.success_rate, one.invocations),
        one.first_seen.slice(0, 10),
      ]),
    ]),
    '',
  ].join('\n');
}

const barWidth = 30;

/** Suffixes for what the catalog of the newest version does not declare. */
export const declarationMarks: Record<Declaration, string> = {
  now: '',
  no_longer: ' (no longer declared)',
  not_yet: ' (not yet declared)',
  never: ' (not declared)',
};

/** A funnel as text: each stage, and below it where the other runs stopped. */
export function renderFunnel(funnel: Funnel): string {
  const stages = table([
    ['stage', 'runs', 'of all', 'of previous'],
    ...funnel.stages.map((stage, index) => [
      `${printable(stage.name)}${stage.declaration === funnel.declaration ? '' : declarationMarks[stage.declaration]}`,
      formatCount(stage.reached),
      formatPercent(stage.from_start, funnel.runs),
      formatPercent(stage.from_previous, previousStage(funnel.stages, index)?.reached ?? 0),
    ]),
  ]);
  const lines = funnel.stages.flatMap(({ from_start, stopped }, index) => {
    const rest = [
      ...stopped.aborted.map(
        ({ reason, runs }) => `${formatCount(runs)} aborted: ${printable(reason)}`,
      ),
      ...stopped.failed.map(
        ({ error_class, runs }) => `${formatCount(runs)} failed: ${printable(error_class)}`,
      ),
      ...(stopped.vanished > 0 ? [`${formatCount(stopped.vanished)} vanished`] : []),
      ...(stopped.incomplete > 0 ? [`${formatCount(stopped.incomplete)} incomplete`] : []),
    ];
    const bar = '█'.repeat(Math.round((from_start ?? 0) * barWidth));
    return [`${stages[index + 1]}  ${bar}`.trimEnd(), ...rest.map((text) => `    ${text}`)];
  });
  return [
    `${printable(funnel.title)}: ${formatQuantity(funnel.runs, 'run')}, ${formatPercent(funnel.conversion, funnel.runs)} completed, median ${formatDuration(funnel.duration_p50_ms)}`,
    '',
    stages[0] ?? '',
    ...lines,
    '',
  ].join('\n');
}

/** One invocation as a line. */
export function renderInvocation(one: Summary): string {
  const ending =
    one.status === 'running'
      ? ''
      : [
          formatDuration(one.duration_ms),
          one.exit_code === null ? undefined : `exit ${one.exit_code}`,
          one.error_class === null ? undefined : printable(one.error_class),
        ]
          .filter((part) => part !== undefined)
          .join(', ');
  return `${one.started_at}  ${one.status.padEnd(9)}  ${printable(one.command) || '(unknown)'}  ${printable(one.version)}  ${printable(contextName(one.cli_context))}  ${ending}`.trimEnd();
}
