import { type Static, Type } from 'typebox';
import { DurationBucket, foldHistogram } from './duration-histogram.js';
import { share } from './funnel.js';
import { countUsers } from './invocation-summary.js';
import { compareText } from './recorded-event.js';
import { isRegression, type SuccessCount } from './regression.js';
import { count, isoTime, Nullable, ratio, toolName } from './response-fields.js';
import { type InvocationSummary, Totals } from './responses.js';
import { byInvocations, countSuccess, errorClassOf, foldTotals, groupBy } from './totals.js';
import { compareVersionsDescending } from './version-order.js';

export const CommandList = Type.Object({
  total: count('Commands with invocations in the range'),
  commands: Type.Array(
    Type.Object({
      tool: toolName,
      command: Type.String(),
      ...Totals.properties,
      previous: Nullable(Totals),
    }),
    {
      description:
        'The 500 most used commands, most used first; invocations without a command are left out. `previous` is the same for the previous range of equal length, null without invocations there',
    },
  ),
});
export type CommandList = Static<typeof CommandList>;

/** @param previous Invocations of the range before. */
export function foldCommandList(
  summaries: readonly InvocationSummary[],
  previous: readonly InvocationSummary[],
): CommandList {
  const key = ({ tool, command }: InvocationSummary) =>
    command === '' ? null : JSON.stringify([tool, command]);
  const before = groupBy(previous, key);
  const commands = [...groupBy(summaries, key)].map(([name, own]) => {
    const [tool = '', command = ''] = JSON.parse(name) as string[];
    const earlier = before.get(name);
    const totals = earlier === undefined ? null : foldTotals(earlier);
    return { tool, command, ...foldTotals(own), previous: totals };
  });
  commands.sort(
    byInvocations(
      ({ tool }) => tool,
      ({ command }) => command,
    ),
  );
  return { total: commands.length, commands };
}

const Success = Type.Object({
  invocations: count('Invocations'),
  succeeded: count('Of those, succeeded'),
  ended: count('Of those, succeeded, failed or vanished'),
  success_rate: ratio('succeeded / ended'),
});

/** In how far a success rate differs by more than chance. */
const successDifferences = ['better', 'worse', 'none'] as const;
type SuccessDifference = (typeof successDifferences)[number];

export function compareSuccess(group: SuccessCount, others: SuccessCount): SuccessDifference {
  if (isRegression(others, group)) return 'worse';
  return isRegression(group, others) ? 'better' : 'none';
}

const mostFrequent = (what: string) => `The 50 most frequent ${what}, most frequent first`;

/** What a command's runs have in common, apart from the series. */
const commandParts = {
  command: Type.String(),
  tools: Type.Array(Type.String(), { description: 'Tools with such a command in the range' }),
  totals: Totals,
  previous: Nullable(Totals),
  durations: Type.Array(DurationBucket, {
    description: 'Buckets from the shortest to the longest duration, without gaps',
  }),
  exit_codes: Type.Array(
    Type.Object({
      exit_code: Nullable(Type.Integer({ description: 'Null if none was reported' })),
      invocations: count('Completed invocations with it'),
      users: count('People'),
    }),
    { description: mostFrequent('exit codes') },
  ),
  error_classes: Type.Array(
    Type.Object({
      error_class: Type.String({ description: 'Empty: failed without one' }),
      invocations: count('Invocations with it'),
      users: count('People'),
    }),
    { description: mostFrequent('error classes') },
  ),
  flags: Type.Array(
    Type.Object({
      flag: Type.String({ description: 'Name of a flag' }),
      users: count('People who gave it'),
      given: Success,
      not_given: Success,
      difference: Type.Enum(successDifferences, {
        description:
          'Whether the success rate with the flag differs from that without it by more than chance explains (two-proportion z-test, p < 0.05, at least 20 ended invocations in each)',
      }),
    }),
    { description: mostFrequent('flags') },
  ),
  versions: Type.Array(Type.Object({ version: Type.String(), ...Totals.properties }), {
    description: 'The 50 most used versions: releases, newest first, then others',
  }),
  contexts: Type.Array(Type.Object({ cli_context: Type.String(), ...Totals.properties }), {
    description: mostFrequent('values of `cli_context`'),
  }),
};
const CommandParts = Type.Object(commandParts);
export type CommandParts = Static<typeof CommandParts>;

export const CommandReport = Type.Object({
  interval: Type.Union([Type.Literal('hour'), Type.Literal('day')], {
    description: 'Length of one point of the series',
  }),
  series: Type.Array(
    Type.Object({ time: isoTime('Start of the interval'), ...Totals.properties }),
    { description: 'One entry per interval of the range, in order, including empty ones' },
  ),
  ...commandParts,
});
export type CommandReport = Static<typeof CommandReport>;

/** @param previous Invocations of the range before; both may have other commands. */
export function foldCommand(
  command: string,
  summaries: readonly InvocationSummary[],
  previous: readonly InvocationSummary[],
): CommandParts {
  const own = summaries.filter((summary) => summary.command === command);
  const before = previous.filter((summary) => summary.command === command);
  const part = (group: readonly InvocationSummary[]) => ({
    invocations: group.length,
    users: countUsers(group),
  });
  const exitCodes = groupBy(own, ({ status, exit_code }) =>
    status === 'running' ? null : String(exit_code ?? ''),
  );
  return {
    command,
    tools: [...new Set(own.map(({ tool }) => tool))].sort(compareText),
    totals: foldTotals(own),
    previous: before.length === 0 ? null : foldTotals(before),
    durations: foldHistogram(own.flatMap(({ duration_ms }) => duration_ms ?? [])),
    exit_codes: [...exitCodes]
      .map(([text, group]) => ({ exit_code: text === '' ? null : Number(text), ...part(group) }))
      .sort(byInvocations(({ exit_code }) => String(exit_code ?? 'none'))),
    error_classes: [...groupBy(own, errorClassOf)]
      .map(([error_class, group]) => ({ error_class, ...part(group) }))
      .sort(byInvocations(({ error_class }) => error_class)),
    flags: foldFlags(own),
    versions: [...groupBy(own, ({ version }) => version || null)]
      .map(([version, group]) => ({ version, ...foldTotals(group) }))
      .sort((a, b) => compareVersionsDescending(a.version, b.version)),
    contexts: [...groupBy(own, ({ cli_context }) => cli_context || null)]
      .map(([cli_context, group]) => ({ cli_context, ...foldTotals(group) }))
      .sort(byInvocations(({ cli_context }) => cli_context)),
  };
}

function foldFlags(own: readonly InvocationSummary[]): CommandParts['flags'] {
  const success = (group: readonly InvocationSummary[]) => {
    const { succeeded, ended } = countSuccess(group);
    const success_rate = share(succeeded, ended);
    return { invocations: group.length, succeeded, ended, success_rate };
  };
  return [...new Set(own.flatMap(({ flags }) => flags))]
    .map((flag) => {
      const given = own.filter(({ flags }) => flags.includes(flag));
      const others = own.filter(({ flags }) => !flags.includes(flag));
      return {
        flag,
        users: countUsers(given),
        given: success(given),
        not_given: success(others),
        difference: compareSuccess(countSuccess(given), countSuccess(others)),
      };
    })
    .sort((a, b) => b.given.invocations - a.given.invocations || compareText(a.flag, b.flag));
}
