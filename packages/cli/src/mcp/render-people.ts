import type { Adoption, AgentReport, Retention } from '@sonde/analytics';
import {
  formatCount,
  formatPercent,
  formatQuantity,
  none,
  printable,
} from '@sonde/analytics/format';
import { table, withTool } from '../collector/render-responses.js';
import { day, errorName, section, totalsCells, totalsHead, valueName } from './answer-parts.js';

export function renderAgents(report: AgentReport): string {
  const { invocations, actors, harder_commands, repeats, usage_errors } = report;
  if (invocations === 0 && usage_errors.length === 0) return 'No runs in the range.';
  const rate = (one: { ended: number; success_rate: number | null }) =>
    `${formatPercent(one.success_rate, one.ended)} of ${formatCount(one.ended)}`;
  return [
    `${formatQuantity(invocations, 'run')}, by who ran them. person: a person at a terminal; ci: CI without an agent; no_terminal: a script or an unknown agent; repeated: within a minute of the same command of the same person.`,
    ...table([
      ['actor', 'share', ...totalsHead, 'repeated'],
      ...actors.map((one) => [
        printable(one.actor),
        formatPercent(one.share, invocations),
        ...totalsCells(one),
        formatCount(one.repeated),
      ]),
    ]),
    ...section(
      'Commands that agents fail at more than people, by more than chance',
      ['command', 'success of agents', 'success of people'],
      harder_commands.map((one) => [
        withTool(one.tool, printable(one.command), harder_commands),
        rate(one.agents),
        rate(one.people),
      ]),
    ),
    ...section(
      'Most frequent error classes',
      ['error_class', 'actor', 'runs'],
      actors
        .flatMap(({ actor, error_classes }) => error_classes.map((one) => ({ actor, ...one })))
        .sort((a, b) => b.invocations - a.invocations)
        .map((one) => [
          errorName(one.error_class),
          printable(one.actor),
          formatCount(one.invocations),
        ]),
    ),
    ...section(
      'Refused arguments, which are no runs: what was given, and the declared name it was near',
      ['command', 'refused', 'nearest', 'times', 'people', 'agents', 'ci', 'others', 'newest id'],
      usage_errors.map((one) => [
        withTool(one.tool, valueName(one.command), usage_errors),
        printable(one.kind),
        printable(one.nearest),
        formatCount(one.runs),
        formatCount(one.person),
        formatCount(one.agent),
        formatCount(one.ci),
        formatCount(one.no_terminal + one.unknown),
        printable(one.last_invocation_id),
      ]),
    ),
    ...section(
      'Commands repeated within a minute',
      ['command', 'actor', 'repeated', 'of runs'],
      repeats.map((one) => [
        withTool(one.tool, printable(one.command), repeats),
        printable(one.actor),
        formatCount(one.repeated),
        formatCount(one.invocations),
      ]),
    ),
  ].join('\n');
}

type InTwoRanges = Pick<Adoption, 'invocations' | 'users' | 'previous'>;

export function renderAdoption(adoption: Adoption): string {
  const { property, groups, uptake } = adoption;
  if (groups.every(({ values }) => values.length === 0)) return 'No runs in the range or before.';
  const cells = ({ invocations, users, previous }: InTwoRanges) =>
    [users, previous.users, invocations, previous.invocations].map(formatCount);
  const head = ['people', 'people before', 'runs', 'runs before'];
  return [
    `By ${property}, most runs first; before is the range of equal length before`,
    ...table([
      ['', ...head],
      ['all', ...cells(adoption)],
    ]),
    ...groups.flatMap(({ tool, values, others }) =>
      section(
        tool === null ? 'Values' : `Of ${printable(tool) || 'an unknown tool'}`,
        [property, ...head],
        [
          ...values.map((one) => [valueName(one.value), ...cells(one)]),
          ...(others.values === 0
            ? []
            : [[`${formatCount(others.values)} other values`, ...cells(others)]]),
        ],
      ),
    ),
    ...section(
      'Releases first seen in the range: days until half, and 90%, of the people had them or a newer one',
      ['version', 'first seen', 'half', '90%', 'people now', 'of people'],
      uptake.map((one) => [
        withTool(one.tool, printable(one.version), uptake),
        day(one.first_seen),
        formatCount(one.half_days),
        formatCount(one.most_days),
        formatCount(one.users),
        formatCount(one.of_users),
      ]),
    ),
  ].join('\n');
}

type RetentionGroup = Retention['groups'][number];

/** The shares of each group, and then its cohorts, newest first. */
export function renderRetention({ groups }: Retention): string {
  if (groups.every(({ people }) => people === 0)) return 'Nobody ran it first in the range.';
  return [
    'People by the week of their first run, and how many of them came back in later weeks',
    ...groups.map((group) => `${nameOf(group)}: ${describeAverage(group)}`),
    ...groups.flatMap((group) => cohortTable(group)),
    ...(groups.some(({ cohorts }) => cohorts.some(isOpen)) ? ['', '* The week is not over.'] : []),
  ].join('\n');
}

function nameOf({ tool, name }: RetentionGroup): string {
  if (name === null) return 'Everyone';
  return tool === null ? printable(name) : `${printable(tool)} ${valueName(name)}`.trim();
}

function describeAverage({ people, average }: RetentionGroup): string {
  const weeks = average.slice(1).flatMap((week, i) => {
    if (week.of === 0) return [];
    const share = formatPercent(week.people / week.of, week.of);
    return [`week ${i + 1} ${share} (${formatCount(week.people)} of ${formatCount(week.of)})`];
  });
  return `${formatQuantity(people, 'person', 'people')}; came back in ${weeks.join(', ') || none}`;
}

function cohortTable(group: RetentionGroup): string[] {
  const longest = Math.max(...group.cohorts.map(({ weeks }) => weeks.length));
  const later = Array.from({ length: longest - 1 }, (_, i) => `week ${i + 1}`);
  return section(
    `${nameOf(group)}, newest cohorts first`,
    ['first run in', 'people', ...later],
    group.cohorts
      .filter(({ people }) => people > 0)
      .reverse()
      .map(({ week, people, weeks }) => [
        day(week),
        formatCount(people),
        ...weeks.slice(1).map((one) => `${formatCount(one.people)}${one.is_over ? '' : '*'}`),
      ]),
  );
}

function isOpen({ people, weeks }: RetentionGroup['cohorts'][number]): boolean {
  return people > 0 && weeks.length > 1 && weeks.at(-1)?.is_over === false;
}
