import { invocationSorts } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';
import { actorSql, isAgentSql } from './actor.js';
import { readSortedCursor, type SortedCursor } from './cursor.js';
import type { Parameters } from './database.js';
import { statusSql } from './invocation-rows.js';
import type { Condition } from './range.js';

type Column = (typeof invocationSorts)[number];

/** Numbers are compared with leading zeros, so that `1.10` is after `1.9`. */
const versionSql = `arrayStringConcat(arrayMap(
  part -> if(match(part, '^[0-9]'), leftPad(part, 12, '0'), part),
  extractAll(ifNull(version, ''), '[0-9]+|[^0-9]+')))`;

/** As the dashboard names them, without an order of upper and lower case. */
const actorNameSql = `multiIf(${isAgentSql}, lowerUTF8(substring(${actorSql}, length('agent:') + 1)),
  transform(${actorSql}, ['person', 'no_terminal', 'unknown'], ['human', 'no terminal', ''], ${actorSql}))`;

/** What is compared, over rows of invocations with `person`. */
const keys: Record<Column, { number: string } | { text: string }> = {
  started_at: { number: 'began' },
  duration_ms: { number: 'duration_ms' },
  events: { number: 'events' },
  status: { text: statusSql },
  command: { text: "ifNull(command, '')" },
  version: { text: versionSql },
  person: { text: 'person' },
  actor: { text: actorNameSql },
};

/** Newest first. */
export const defaultSort = '-started_at';

export const sortParameter = {
  sort: Type.Optional(
    Type.Enum(
      invocationSorts.flatMap((column) => [column, `-${column}`]),
      {
        description: `Column, with \`-\` the largest first. Equal ones are newest first; those without a value are last. Default \`${defaultSort}\``,
      },
    ),
  ),
};

/** Columns that {@link withSortKey} adds. */
export const sortKey = ['is_missing', 'sort_number', 'sort_text'] as const;

export const needsPerson = (sort: string) => columnOf(sort) === 'person';

/** @param rows Selects rows with the columns of invocations, and `person` for a sort by it. */
export function withSortKey(rows: string, sort: string): string {
  const key = keys[columnOf(sort)];
  const [isMissing, number, text] =
    'number' in key
      ? [
          `isNull(${key.number})`,
          `${isDescending(sort) ? '-' : ''}toFloat64(ifNull(${key.number}, 0))`,
          "''",
        ]
      : [`${key.text} = ''`, '0.', `toString(${key.text})`];
  // Constants must become columns: with a limit of 1,500 or more, the engine sorts wrongly by them.
  return `SELECT *, materialize(${isMissing}) AS is_missing, materialize(${number}) AS sort_number,
      materialize(${text}) AS sort_text
    FROM (${rows})`;
}

/** A row of {@link sortedPage}. */
export interface SortedRow {
  invocation_id: string;
  start: number;
  is_missing: 0 | 1;
  sort_number: number;
  sort_text: string;
}

/**
 * A statement for the first `limit` invocations after the cursor.
 *
 * @param rows Of {@link withSortKey}.
 */
export function sortedPage(
  rows: Condition,
  sort: string,
  limit: number,
  cursor: string | undefined,
): Condition {
  const after = cursor === undefined ? null : readSortedCursor(cursor);
  if (after !== null && after.sort !== sort) {
    throw new SondeError('parameter_invalid', { detail: 'the cursor is of another sort' });
  }
  // Texts have no negative, so their order is reversed here.
  const direction = isDescending(sort) ? 'DESC' : 'ASC';
  return {
    sql: `SELECT invocation_id, began AS start, ${sortKey.join(', ')} FROM (${rows.sql})
      WHERE ${after === null ? 'true' : isAfter(isDescending(sort) ? '<' : '>')}
      ORDER BY is_missing, sort_number, sort_text ${direction}, began DESC, invocation_id
      LIMIT ${limit}`,
    parameters: { ...rows.parameters, ...(after !== null && valuesOf(after)) },
  };
}

export const sortedCursor = (sort: string, row: SortedRow): SortedCursor => ({
  sort,
  isMissing: row.is_missing === 1,
  number: row.sort_number,
  text: row.sort_text,
  start: row.start,
  id: row.invocation_id,
});

const isDescending = (sort: string) => sort.startsWith('-');

const columnOf = (sort: string) => sort.replace(/^-/, '') as Column;

const isAfter = (text: '<' | '>') => `
  (is_missing, sort_number) > ({after_missing:UInt8}, {after_number:Float64})
  OR ((is_missing, sort_number) = ({after_missing:UInt8}, {after_number:Float64})
    AND (sort_text ${text} {after_text:String}
      OR (sort_text = {after_text:String}
        AND (-began, invocation_id) > (-{after_start:Int64}, {after_id:String}))))`;

const valuesOf = ({ isMissing, number, text, start, id }: SortedCursor): Parameters => ({
  after_missing: Number(isMissing),
  after_number: number,
  after_text: text,
  after_start: start,
  after_id: id,
});
