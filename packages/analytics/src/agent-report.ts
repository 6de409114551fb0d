import { type Static, Type } from 'typebox';
import { type Actor, actorOf, isAgent } from './actor.js';
import { share } from './funnel.js';
import { sharedIdPrefix } from './invocation-summary.js';
import { compareText } from './recorded-event.js';
import { isRegression } from './regression.js';
import { count, isoTime, ratio, toolName } from './response-fields.js';
import { type InvocationSummary, Totals } from './responses.js';
import { byInvocations, countSuccess, errorClassOf, foldTotals, groupBy } from './totals.js';

/** An attempt is repeated if the person started the same command at most this long before. */
export const repeatMs = 60_000;

/** How many error classes are listed for each actor. */
export const listedClasses = 5;

const actor = Type.String({
  description:
    '`person`; `agent:<name>`; `ci` without a coding agent; `no_terminal`: no terminal, no CI and no known agent; `unknown`: the client did not say',
});

const success = (who: string) => ({
  invocations: count(`Invocations by ${who}`),
  ended: count('Of those, succeeded, failed or vanished'),
  succeeded: count('Of those, succeeded'),
  success_rate: ratio('succeeded / ended'),
});

export const AgentReport = Type.Object({
  invocations: count('Invocations by anyone'),
  actors: Type.Array(
    Type.Object({
      actor,
      share: ratio('Share of all invocations'),
      ...Totals.properties,
      repeated: count(
        'Invocations that the same person started within a minute of the one before, with the same tool and command; see docs/numbers.md',
      ),
      error_classes: Type.Array(
        Type.Object({
          error_class: Type.String({ description: 'Empty: failed without one' }),
          invocations: count('Invocations with it'),
        }),
        { description: `The ${listedClasses} most frequent, most frequent first` },
      ),
    }),
    { description: 'The 50 with most invocations, most first' },
  ),
  harder_commands: Type.Array(
    Type.Object({
      tool: toolName,
      command: Type.String(),
      agents: Type.Object(success('coding agents')),
      people: Type.Object(success('people')),
    }),
    {
      description:
        'Commands that coding agents, taken together, fail at more than people by more than chance explains (one-sided test of two proportions, p < 0.05, at least 20 ended invocations each); largest difference first, at most 50',
    },
  ),
  repeats: Type.Array(
    Type.Object({
      ...{ tool: toolName, command: Type.String(), actor },
      invocations: count('Invocations'),
      repeated: count('Of those, repeated within a minute'),
    }),
    { description: 'The 50 most frequent, most frequent first' },
  ),
  usage_errors: Type.Array(
    Type.Object({
      tool: toolName,
      command: Type.String({ description: 'The command that was found, without what was refused' }),
      kind: Type.String({ description: 'As in `/api/v1/rejections`' }),
      nearest: Type.String({ description: 'The declared name; `none` without a near one' }),
      runs: count('Runs whose arguments were refused; they are no invocations'),
      person: count('Of those, by people'),
      agent: count('By coding agents'),
      ci: count('In CI'),
      no_terminal: count('Without a terminal'),
      unknown: count('By someone unknown'),
      last_seen: isoTime('The newest'),
      last_invocation_id: Type.String({ description: 'Id of the newest' }),
    }),
    { description: 'The 50 most frequent, most frequent first' },
  ),
});
export type AgentReport = Static<typeof AgentReport>;

/** Everything but the usage errors, which are no invocations. */
export function foldAgents(
  summaries: readonly InvocationSummary[],
): Omit<AgentReport, 'usage_errors'> {
  const repeated = findRepeats(summaries);
  const repeatsIn = (group: readonly InvocationSummary[]) =>
    group.filter((summary) => repeated.has(summary)).length;
  const actors = [...groupBy(summaries, actorOf)].map(([actor, own]) => ({
    actor: actor as string,
    share: share(own.length, summaries.length),
    ...foldTotals(own),
    repeated: repeatsIn(own),
    error_classes: [...groupBy(own, errorClassOf)]
      .map(([error_class, group]) => ({ error_class, invocations: group.length }))
      .sort(byInvocations(({ error_class }) => error_class))
      .slice(0, listedClasses),
  }));
  const byCommand = groupBy(summaries, ({ tool, command }) =>
    command === '' ? null : JSON.stringify([tool, command]),
  );
  const commands = [...byCommand].map(([name, own]) => {
    const [tool = '', command = ''] = JSON.parse(name) as string[];
    return { tool, command, own };
  });
  const repeats = commands.flatMap(({ tool, command, own }) =>
    [...groupBy(own, actorOf)].map(([actor, group]) => ({
      ...{ tool, command, actor: actor as string },
      invocations: group.length,
      repeated: repeatsIn(group),
    })),
  );
  return {
    invocations: summaries.length,
    actors: actors.sort(byInvocations(({ actor }) => actor)),
    harder_commands: rankHarder(
      commands.map(({ tool, command, own }) => ({
        ...{ tool, command },
        agents: countOf(own, isAgent),
        people: countOf(own, (actor) => actor === 'person'),
      })),
    ),
    repeats: repeats
      .filter((row) => row.repeated > 0)
      .sort(
        (a, b) =>
          b.repeated - a.repeated ||
          compareText(a.tool, b.tool) ||
          compareText(a.command, b.command) ||
          compareText(a.actor, b.actor),
      ),
  };
}

function countOf(summaries: readonly InvocationSummary[], is: (actor: Actor) => boolean) {
  const own = summaries.filter((summary) => is(actorOf(summary)));
  const { succeeded, ended } = countSuccess(own);
  return { invocations: own.length, ended, succeeded, success_rate: share(succeeded, ended) };
}

type HarderCommand = AgentReport['harder_commands'][number];

/** Those that agents fail at and people do not, the largest difference first. */
export function rankHarder(commands: readonly HarderCommand[]): HarderCommand[] {
  const gap = ({ agents, people }: HarderCommand) =>
    (people.success_rate ?? 0) - (agents.success_rate ?? 0);
  return commands
    .filter(({ agents, people }) => isRegression(people, agents))
    .sort(
      (a, b) => gap(b) - gap(a) || compareText(a.tool, b.tool) || compareText(a.command, b.command),
    );
}

/**
 * The invocations that repeat another one: the same person started the same command of the same tool
 * at most {@link repeatMs} before, by the corrected time. Those without a command or a person of their
 * own repeat none.
 */
function findRepeats(summaries: readonly InvocationSummary[]): Set<InvocationSummary> {
  const attempts = groupBy(summaries, ({ person, tool, command }) =>
    person === '' || person.startsWith(sharedIdPrefix) || command === ''
      ? null
      : JSON.stringify([person, tool, command]),
  );
  const repeats = new Set<InvocationSummary>();
  for (const own of attempts.values()) {
    const ordered = [...own].sort(
      (a, b) =>
        Date.parse(a.started_at) - Date.parse(b.started_at) ||
        compareText(a.invocation_id, b.invocation_id),
    );
    ordered.forEach((summary, i) => {
      const before = ordered[i - 1];
      if (before === undefined) return;
      const gap = Date.parse(summary.started_at) - Date.parse(before.started_at);
      if (gap <= repeatMs) repeats.add(summary);
    });
  }
  return repeats;
}
