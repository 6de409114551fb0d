import { sharedIdPrefix } from '@sonde/analytics';
import { actorSql } from '../../sql/actor.js';
import { readAliases } from '../../sql/aliases.js';
import { invocationRows, statusSql } from '../../sql/invocation-rows.js';
import { withPerson } from '../../sql/persons.js';
import { base, ids, tool } from './shared-columns.js';
import { type Column, plain, type SqlView, selectColumns, text, time } from './sql-view.js';

/** Another join, which few queries need. */
export const person: Column = [
  'person',
  text,
  'The user id if it is known, also from other invocations of the installation; else the anonymous id. Null if several people share it',
  () => `if(person = '' OR startsWith(person, '${sharedIdPrefix}'), NULL, person)`,
];

export const invocations: SqlView = {
  name: 'invocations',
  description: 'One run of a command that began in the range',
  columns: [
    ...plain('String', { invocation_id: 'Its id' }),
    ['began', time, 'When it began, corrected for a wrong clock', () => 'began'],
    [
      'status',
      'String',
      '`succeeded`, `failed`, `cancelled`, `vanished` or `running`',
      () => statusSql,
    ],
    tool,
    ...base,
    [
      'actor',
      'String',
      'Who ran it: `person`, `ci`, `agent:<name>`, `no_terminal` or `unknown`',
      () => actorSql,
    ],
    ...plain('Nullable(Float64)', { duration_ms: 'Duration in milliseconds' }),
    ...plain('Nullable(Int64)', { exit_code: 'Exit code' }),
    ...plain(text, { error_class: 'Class of the error with which it ended' }),
    ['flags', 'Array(String)', 'Names of the given flags', () => 'flags'],
    ...ids,
    person,
    ['events', 'UInt32', 'How many events it has', () => 'events'],
    ['missing_events', 'Int64', 'How many more it reported, which did not arrive', () => 'missing'],
  ],
  async select(options) {
    const { source, view, mayRead } = options;
    const rows = invocationRows(view);
    const aliases = mayRead('person') ? await readAliases(source.db, view.project) : null;
    const columns = invocations.columns.filter((column) => aliases !== null || column !== person);
    return {
      sql: `SELECT ${selectColumns(columns, options)}
        FROM (${aliases === null ? rows.sql : withPerson(rows.sql, aliases)})`,
      parameters: { ...rows.parameters, ...aliases?.parameters, sole_tool: view.soleTool },
    };
  },
};
