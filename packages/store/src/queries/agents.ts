import { AgentReport, listedClasses, rankHarder, share } from '@sonde/analytics';
import { actorSql, isAgentSql } from '../sql/actor.js';
import { type Aliases, readAliases } from '../sql/aliases.js';
import { toolOfRow } from '../sql/base-filters.js';
import type { Database } from '../sql/database.js';
import { errorClassSql } from '../sql/error-class.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { withHashedPerson } from '../sql/persons.js';
import { readRange } from '../sql/range.js';
import { closeAttempts } from '../sql/repeats.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type View } from '../sql/source.js';
import { type TotalsRow, toTotals, totalsColumns, totalsSql } from '../sql/totals.js';
import { readUsageErrors } from '../sql/usage-errors.js';

import { defineQuery } from './query.js';

const listed = 50;

/** People, each coding agent, CI and runs without a terminal, side by side. */
export const agents = defineQuery({
  path: '/api/v1/agents',
  operation: 'getAgents',
  summary: 'People, coding agents, CI and runs without a terminal, compared',
  access: { project: 'member' },
  parameters: scopeParameters,
  response: { name: 'AgentReport', description: 'The comparison', schema: AgentReport },
  async read(source, input, now): Promise<AgentReport> {
    const { db } = source;
    const view = await readView(source, input.project, readRange(input, now));
    const asked = { view, scope: input, aliases: await readAliases(db, input.project) };
    const [actors, attempts, usage_errors] = await Promise.all([
      readActors(db, asked),
      readAttempts(db, asked),
      readUsageErrors(db, view, input),
    ]);
    const of = (group: AttemptRow['grouped_by']) =>
      attempts.filter(({ grouped_by }) => grouped_by === group);
    const invocations = actors[0]?.all_invocations ?? 0;
    return {
      invocations,
      actors: actors.map((row) => ({
        actor: row.actor,
        share: share(row.invocations, invocations),
        ...toTotals(row),
        repeated: of('actor').find(({ actor }) => actor === row.actor)?.repeated ?? 0,
        error_classes: of('class')
          .filter(({ actor }) => actor === row.actor)
          .slice(0, listedClasses)
          .map(({ class: error_class, invocations }) => ({
            error_class: error_class ?? '',
            invocations,
          })),
      })),
      harder_commands: rankHarder(of('command').map(toHarder)).slice(0, listed),
      repeats: of('attempt').map((row) => ({
        ...{ tool: row.tool_name, command: row.command_name, actor: row.actor },
        ...{ invocations: row.invocations, repeated: row.repeated },
      })),
      usage_errors,
    };
  },
});

interface Asked {
  view: View;
  scope: ScopeFilters;
  aliases: Aliases;
}

interface ActorRow extends TotalsRow {
  actor: string;
  all_invocations: number;
}

function readActors(db: Database, { view, scope, aliases }: Asked): Promise<ActorRow[]> {
  const invocations = invocationRows(view, scope);
  const columns = [...totalsColumns, 'cli_context', 'is_ci'];
  return db.rows<ActorRow>(
    `SELECT ${actorSql} AS actor, ${totalsSql}, sum(invocations) OVER () AS all_invocations
     FROM (${withHashedPerson(invocations.sql, aliases, columns)})
     GROUP BY actor ORDER BY invocations DESC, actor LIMIT ${listed}`,
    { ...invocations.parameters, ...aliases.parameters },
  );
}

/** Counts of attempts, by what they are grouped by: the other keys are empty. */
interface AttemptRow {
  grouped_by: 'actor' | 'class' | 'command' | 'attempt';
  actor: string;
  class: string | null;
  tool_name: string;
  command_name: string;
  invocations: number;
  repeated: number;
  /** Invocations, ended and succeeded ones. */
  agents: [number, number, number];
  people: [number, number, number];
}

/**
 * Per actor, the error classes of each, commands that both agents and people have run to an end, and
 * what is repeated most.
 */
function readAttempts(db: Database, { view, scope, aliases }: Asked): Promise<AttemptRow[]> {
  const invocations = invocationRows(view, scope);
  const alike = 'ending, tool, command, error_class, cli_context, is_ci';
  const rows = withHashedPerson(invocations.sql, aliases, [alike, 'began', 'invocation_id']);
  const repeated = closeAttempts({ rows, person: 'person', soleTool: view.soleTool });
  const counts = (is: string) =>
    ['true', 'ending IN (1, 3, 4)', 'ending = 3']
      .map((ended) => `toUInt32(sumIf(same, ${is} AND ${ended}))`)
      .join(', ');
  // What they are grouped by is computed once for all invocations that are alike.
  return db.rows<AttemptRow>(
    `SELECT
       multiIf(grouping(class) = 0, 'class', grouping(actor) = 1, 'command',
         grouping(command_name) = 0, 'attempt', 'actor') AS grouped_by,
       actor, class, tool_name, command_name,
       toUInt32(sum(same)) AS invocations, toUInt32(sum(same_repeated)) AS repeated,
       [${counts('is_agent')}] AS agents, [${counts("actor_name = 'person'")}] AS people
     FROM (
       SELECT same, same_repeated, ending, ${actorSql} AS actor, actor AS actor_name,
         ${isAgentSql} AS is_agent, ${errorClassSql} AS class,
         ${toolOfRow(view.soleTool)} AS tool_name, ifNull(command, '') AS command_name
       FROM (
         SELECT ${alike}, count() AS same, 0 AS same_repeated
         FROM (${invocations.sql}) GROUP BY ${alike}
         UNION ALL
         SELECT ${alike}, 0 AS same, countIf(is_repeat) AS same_repeated
         FROM (${repeated}) GROUP BY ${alike}))
     GROUP BY GROUPING SETS ((actor), (actor, class), (tool_name, command_name),
       (tool_name, command_name, actor))
     HAVING multiIf(
       grouped_by = 'actor', true,
       grouped_by = 'class', isNotNull(class),
       grouped_by = 'command',
         command_name != '' AND agents[2] > 0 AND people[2] > 0 AND agents[3] < agents[2],
       command_name != '' AND repeated > 0)
     ORDER BY grouped_by, if(grouped_by = 'class', invocations, repeated) DESC,
       class, tool_name, command_name, actor
     LIMIT ${listed} BY
       if(grouped_by = 'attempt', '', concat(grouped_by, tool_name, '\n', command_name, actor, ifNull(class, '')))`,
    { ...invocations.parameters, ...aliases.parameters },
  );
}

function toHarder({ tool_name, command_name, agents, people }: AttemptRow) {
  const toCounts = ([invocations, ended, succeeded]: AttemptRow['agents']) => ({
    ...{ invocations, ended, succeeded, success_rate: share(succeeded, ended) },
  });
  return {
    ...{ tool: tool_name, command: command_name },
    ...{ agents: toCounts(agents), people: toCounts(people) },
  };
}
