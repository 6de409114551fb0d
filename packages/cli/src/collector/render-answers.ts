import type { Funnel, InvocationPage, Overview } from '@sonde/analytics';

type Summary = InvocationPage['invocations'][number];

/** Text that anybody may have sent, without what would steer a terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

const percent = (ratio: number | null): string =>
  ratio === null ? '–' : `${(ratio * 100).toFixed(1)} %`;

function duration(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** Columns beside each other; the first one to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (found, row) => row.map((text, index) => Math.max(found[index] ?? 0, text.length)),
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

/** The overview, as text. */
export function renderReport({
  totals,
  previous,
  commands,
  versions,
  regressions,
}: Overview): string {
  const before = (now: number, then: number | undefined) =>
    then === undefined ? '' : `(${now >= then ? '+' : ''}${now - then})`;
  return [
    ...table([
      [
        'invocations',
        String(totals.invocations),
        before(totals.invocations, previous?.invocations),
      ],
      ['users', String(totals.users), before(totals.users, previous?.users)],
      ['success', percent(totals.success_rate), ''],
      ['failed', String(totals.failed), ''],
      ['cancelled', String(totals.cancelled), ''],
      ['vanished', String(totals.vanished), ''],
      ['median', duration(totals.duration_p50_ms), ''],
      ['p95', duration(totals.duration_p95_ms), ''],
    ]),
    '',
    ...table([
      ['command', 'invocations', 'users', 'success', 'median', 'p95'],
      ...commands.map((one) => [
        printable(one.command) || '(unknown)',
        String(one.invocations),
        String(one.users),
        percent(one.success_rate),
        duration(one.duration_p50_ms),
        duration(one.duration_p95_ms),
      ]),
    ]),
    '',
    ...table([
      ['version', 'invocations', 'users', 'success', 'first seen'],
      ...versions.map((one) => [
        printable(one.version) || '(unknown)',
        String(one.invocations),
        String(one.users),
        percent(one.success_rate),
        one.first_seen.slice(0, 10),
      ]),
    ]),
    ...regressions.map(
      (one) =>
        `\n${printable(one.command)} got worse: ${percent(one.previous_success_rate)} with ${printable(one.previous_version)}, ${percent(one.success_rate)} with ${printable(one.version)}`,
    ),
    '',
  ].join('\n');
}

const barWidth = 30;

/** A funnel, as text: each stage, and below it where the rest went. */
export function renderFunnel(funnel: Funnel): string {
  const stages = table([
    ['stage', 'runs', 'of all', 'of before'],
    ...funnel.stages.map((stage) => [
      printable(stage.name),
      String(stage.reached),
      percent(stage.from_start),
      percent(stage.from_previous),
    ]),
  ]);
  const lines = funnel.stages.flatMap(({ from_start, stopped }, index) => {
    const rest = [
      ...stopped.aborted.map(({ reason, runs }) => `${runs} aborted: ${printable(reason)}`),
      ...stopped.failed.map(({ error_class, runs }) => `${runs} failed: ${printable(error_class)}`),
      ...(stopped.vanished > 0 ? [`${stopped.vanished} vanished`] : []),
      ...(stopped.incomplete > 0 ? [`${stopped.incomplete} incomplete`] : []),
    ];
    const bar = '█'.repeat(Math.round((from_start ?? 0) * barWidth));
    return [`${stages[index + 1]}  ${bar}`.trimEnd(), ...rest.map((text) => `    ${text}`)];
  });
  return [
    `${printable(funnel.title)}: ${funnel.runs} runs, ${percent(funnel.conversion)} completed, median ${duration(funnel.duration_p50_ms)}`,
    '',
    stages[0] ?? '',
    ...lines,
    '',
  ].join('\n');
}

/** One invocation, as a line. */
export function renderInvocation(one: Summary): string {
  const ending =
    one.status === 'running'
      ? ''
      : [
          duration(one.duration_ms),
          one.exit_code === null ? undefined : `exit ${one.exit_code}`,
          one.error_class === null ? undefined : printable(one.error_class),
        ]
          .filter((part) => part !== undefined)
          .join(', ');
  return `${one.started_at}  ${one.status.padEnd(9)}  ${printable(one.command) || '(unknown)'}  ${printable(one.version)}  ${printable(one.cli_context)}  ${ending}`.trimEnd();
}
