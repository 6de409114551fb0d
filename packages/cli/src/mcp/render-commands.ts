import type { CommandList, CommandReport, ErrorReport } from '@sonde/analytics';
import {
  formatCount,
  formatDuration,
  formatPercent,
  formatQuantity,
  none,
  printable,
} from '@sonde/analytics/format';
import { table, withTool } from '../collector/render-responses.js';
import {
  day,
  errorName,
  previousCells,
  previousHead,
  section,
  totalsCells,
  totalsHead,
  valueName,
} from './answer-parts.js';

/** The command with the most runs that failed or vanished is the first. */
export function renderCommands({ total, commands }: CommandList): string {
  if (total === 0) return 'No command was run in the range.';
  const lost = (one: (typeof commands)[number]) => one.failed + one.vanished;
  const listed = total > commands.length ? ` of the ${commands.length} most used` : '';
  return [
    `${formatQuantity(total, 'command')}; most failed or vanished runs first${listed}. Success is without cancelled runs; before is the range of equal length before.`,
    ...table([
      ['command', ...totalsHead, ...previousHead],
      ...[...commands]
        .sort((a, b) => lost(b) - lost(a))
        .map((one) => [
          withTool(one.tool, printable(one.command), commands),
          ...totalsCells(one),
          ...previousCells(one.previous),
        ]),
    ]),
  ].join('\n');
}

const differences = { better: 'better', worse: 'worse', none: 'may be chance' };

export function renderCommand(report: CommandReport): string {
  const { command, tools, totals, previous } = report;
  if (totals.invocations === 0 && previous === null) {
    return `No run of ${printable(command)} in the range or before. The tool commands lists the commands.`;
  }
  const of = tools.length > 1 ? ` (of ${tools.map(printable).join(', ')})` : '';
  const counts = (one: { invocations: number; users: number }) => [
    formatCount(one.invocations),
    formatCount(one.users),
  ];
  return [
    `${printable(command)}${of}; before is the range of equal length before`,
    ...table([
      ['', ...totalsHead],
      ['in the range', ...totalsCells(totals)],
      ...(previous === null ? [] : [['before', ...totalsCells(previous)]]),
    ]),
    ...section(
      'Error classes',
      ['error_class', 'runs', 'people'],
      report.error_classes.map((one) => [errorName(one.error_class), ...counts(one)]),
    ),
    ...section(
      'Exit codes',
      ['exit_code', 'runs', 'people'],
      report.exit_codes.map((one) => [String(one.exit_code ?? 'none'), ...counts(one)]),
    ),
    ...section(
      'Flags, and the success of runs with and without them',
      ['flag', 'people', 'runs with', 'success', 'runs without', 'success', 'with it'],
      report.flags.map(({ flag, users, given, not_given, difference }) => [
        printable(flag),
        formatCount(users),
        formatCount(given.invocations),
        formatPercent(given.success_rate, given.ended),
        formatCount(not_given.invocations),
        formatPercent(not_given.success_rate, not_given.ended),
        differences[difference],
      ]),
    ),
    ...section(
      'Who ran it',
      ['cli_context', ...totalsHead],
      report.contexts.map((one) => [printable(one.cli_context), ...totalsCells(one)]),
    ),
    ...section(
      'Versions',
      ['version', ...totalsHead],
      report.versions.map((one) => [printable(one.version), ...totalsCells(one)]),
    ),
    ...section(
      'Durations',
      ['from', 'to', 'runs'],
      report.durations.map(({ from_ms, to_ms, invocations }) => [
        formatDuration(from_ms),
        to_ms === null ? none : formatDuration(to_ms),
        formatCount(invocations),
      ]),
    ),
  ].join('\n');
}

/** Error classes, and then where each occurs, with the runs of both halves of the range. */
export function renderErrors(report: ErrorReport): string {
  const { invocations, users, total_classes, classes, total_rows, rows, times, interval } = report;
  if (invocations === 0) return 'No run had an error in the range.';
  const middle = Math.ceil(times.length / 2);
  const middleTime = times[middle];
  const at = interval === 'day' ? middleTime?.slice(0, 10) : middleTime?.slice(0, 16);
  const halvesHead = at === undefined ? [] : [`before ${at}`, `from ${at}`];
  const sum = (trend: readonly number[]) =>
    formatCount(trend.reduce((total, count) => total + count, 0));
  const halves = (trend: readonly number[]) =>
    at === undefined ? [] : [sum(trend.slice(0, middle)), sum(trend.slice(middle))];
  const cells = (one: Omit<(typeof classes)[number], 'since_version'>) => [
    formatCount(one.invocations),
    formatCount(one.users),
    formatPercent(one.share, one.share ? one.invocations / one.share : 0),
    ...halves(one.trend),
    day(one.first_seen),
    day(one.last_seen),
  ];
  const head = ['runs', 'people', 'share', ...halvesHead, 'first seen', 'last seen'];
  return [
    `${formatQuantity(invocations, 'run')} of ${formatQuantity(users, 'person', 'people')} had an error, of ${formatQuantity(total_classes, 'class', 'classes')}. Share is of all ended runs. Seen and since are over all time; – in since: already in the first release, or in none.`,
    ...table([
      ['error_class', ...head, 'since version'],
      ...classes.map((one) => [
        withTool(one.tool, errorName(one.error_class), classes),
        ...cells(one),
        one.since_version === null
          ? none
          : `${printable(one.since_version)}${one.is_new ? ' (new)' : ''}`,
      ]),
    ]),
    ...section(
      `By version and command: ${formatCount(total_rows)}; share is of its ended runs`,
      ['error_class, version, command', ...head, 'new'],
      rows.map((one) => [
        `${withTool(one.tool, errorName(one.error_class), classes)}, ${valueName(one.version)}, ${valueName(one.command)}`,
        ...cells(one),
        one.is_new ? 'new' : none,
      ]),
    ),
  ].join('\n');
}
