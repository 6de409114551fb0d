import { CommandList, Totals } from '@sonde/analytics';
import { readAliases } from '../sql/aliases.js';
import { toolOfRow } from '../sql/base-filters.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { withHashedPerson } from '../sql/persons.js';
import { readRangeAndPrevious } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { type TotalsRow, toTotals, totalsColumns, totalsSql } from '../sql/totals.js';
import { defineQuery } from './query.js';

/** A page sorts them; more would be slow there. */
const listedCommands = 500;

interface CommandRow extends TotalsRow {
  tool_name: string;
  command_name: string;
  is_current: boolean;
  /** Of this range. */
  all_commands: number;
}

/** The commands of every tool with their counts, also of the range before. */
export const commands = defineQuery({
  path: '/api/v1/commands',
  operation: 'getCommands',
  summary: 'Commands with invocations, people, success and durations',
  access: { project: 'member' },
  parameters: scopeParameters,
  response: {
    name: 'CommandList',
    description: 'The commands',
    schema: CommandList,
    parts: { Totals },
  },
  async read(source, input, now): Promise<CommandList> {
    const { both, range } = readRangeAndPrevious(input, now);
    const view = await readView(source, input.project, both);
    const invocations = invocationRows(view, input);
    const aliases = await readAliases(source.db, input.project);
    const columns = [...totalsColumns, 'began', 'tool', 'command'];
    const rows = await source.db.rows<CommandRow>(
      `SELECT *, countIf(is_current) OVER () AS all_commands FROM (
         SELECT ${toolOfRow(view.soleTool)} AS tool_name, toString(command) AS command_name,
           began >= {middle:Int64} AS is_current, ${totalsSql}
         FROM (${withHashedPerson(invocations.sql, aliases, columns)})
         WHERE ifNull(command, '') != ''
         GROUP BY tool_name, command_name, is_current)
       ORDER BY
         sumIf(invocations, is_current) OVER (PARTITION BY tool_name, command_name) DESC,
         tool_name, command_name, is_current DESC
       LIMIT ${2 * listedCommands}`,
      { ...invocations.parameters, ...aliases.parameters, middle: range.from },
    );
    const isOf = (row: CommandRow) => (other: CommandRow) =>
      other.tool_name === row.tool_name && other.command_name === row.command_name;
    const current = rows.filter((row) => row.is_current).slice(0, listedCommands);
    const before = rows.filter((row) => !row.is_current);
    return {
      total: rows[0]?.all_commands ?? 0,
      commands: current.map((row) => {
        const previous = before.find(isOf(row));
        return {
          tool: row.tool_name,
          command: row.command_name,
          ...toTotals(row),
          previous: previous === undefined ? null : toTotals(previous),
        };
      }),
    };
  },
});
