import { isoTime, Nullable } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type Static, Type } from 'typebox';
import type { QuarantineSelection } from '../port.js';
import { readCursor, writeCursor } from '../sql/cursor.js';
import type { Parameters } from '../sql/database.js';
import {
  checkQuarantinedId,
  quarantineCondition,
  quarantineId,
  quarantineReason,
} from '../sql/quarantined.js';
import { defineQuery, idInPath } from './query.js';

const defaultPageSize = 50;

const head = {
  id: Type.String({ description: 'Of the quarantined event; a repeat has the same' }),
  received_at: isoTime('When the collector first received it'),
  insert_id: Nullable(Type.String()),
  tool: Type.String({ description: 'Empty if unknown' }),
  event: Type.String({ description: 'Name of the event; empty if it has none' }),
  code: Type.String({ description: 'Stable; see docs/errors.md' }),
  field: Nullable(Type.String({ description: 'Path of the field; null for the whole event' })),
  message: Type.String(),
};

const QuarantinedEventPage = Type.Object({
  events: Type.Array(Type.Object(head), { description: 'Newest first' }),
  next_cursor: Nullable(Type.String()),
});

const QuarantinedEvent = Type.Object({
  ...head,
  body: Type.Unknown({ description: 'As it was sent' }),
});

interface Row {
  id: string;
  at: number;
  its_insert_id: string;
  its_tool: string;
  its_event: string;
  reason: [code: string, field: string | null, message: string];
}

const columns = `${quarantineId} AS id, min(received_at) AS at, any(insert_id) AS its_insert_id,
  argMax(tool, received_at) AS its_tool, any(event) AS its_event,
  ${quarantineReason} AS reason`;

/** Quarantined events without their content. */
export const quarantinedEvents = defineQuery({
  path: '/api/v1/quarantine/events',
  operation: 'getQuarantinedEvents',
  summary: 'Lists quarantined events, newest first',
  access: { project: 'member' },
  parameters: {
    code: Type.Optional(Type.String({ description: 'Code of the reason' })),
    event: Type.Optional(Type.String({ description: 'Name of the event' })),
    tool: Type.Optional(Type.String({ description: 'Empty: unknown' })),
    field: Type.Optional(
      Type.String({
        description: 'Path of the field that the reason names; empty: the whole event',
      }),
    ),
    from: Type.Optional(isoTime('Arrived at or after this time. Default: ever')),
    to: Type.Optional(isoTime('Arrived before this time')),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 500,
        description: `Events per page. Default ${defaultPageSize}`,
      }),
    ),
    cursor: Type.Optional(Type.String({ description: '`next_cursor` of the previous page' })),
  },
  response: {
    name: 'QuarantinedEventPage',
    description: 'One page',
    schema: QuarantinedEventPage,
  },
  async read({ db }, input) {
    const { project, code, event, tool, field, from, to, limit = defaultPageSize, cursor } = input;
    const [at, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : readCursor(cursor);
    const { sql, parameters } = selectRows(project, { code, event, tool, field, from, to });
    const rows = await db.rows<Row>(
      `SELECT * FROM (SELECT ${columns} FROM sonde.quarantine WHERE ${sql} GROUP BY id)
       WHERE (at, id) < ({at:Int64}, {id:String}) ORDER BY at DESC, id DESC LIMIT ${limit + 1}`,
      { ...parameters, at, id },
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      events: shown.map(toEvent),
      next_cursor:
        rows.length > limit && last !== undefined ? writeCursor([last.at, last.id]) : null,
    };
  },
});

/** One quarantined event with its content. */
export const quarantinedEvent = defineQuery({
  path: '/api/v1/quarantine/events/:id',
  operation: 'getQuarantinedEvent',
  summary: 'One quarantined event with its content',
  access: { project: 'member' },
  parameters: { id: idInPath('From the list') },
  response: { name: 'QuarantinedEvent', description: 'The event', schema: QuarantinedEvent },
  async read({ db }, { project, id }) {
    checkQuarantinedId(id);
    const { sql, parameters } = selectRows(project, { ids: [id] });
    const [row] = await db.rows<Row & { content: string }>(
      `SELECT ${columns}, any(body) AS content FROM sonde.quarantine WHERE ${sql} GROUP BY id`,
      parameters,
    );
    if (row === undefined) throw new SondeError('quarantined_event_not_found', { detail: id });
    return { ...toEvent(row), body: JSON.parse(row.content) as unknown };
  },
});

function selectRows(
  project: string,
  selection: QuarantineSelection,
): { sql: string; parameters: Parameters } {
  const parameters: Parameters = {};
  const sql = quarantineCondition(project, selection, (value) => {
    const name = `value_${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `{${name}:${typeof value === 'number' ? 'Int64' : 'String'}}`;
  });
  return { sql, parameters };
}

function toEvent(row: Row): Static<typeof QuarantinedEventPage>['events'][number] {
  const [code, field, message] = row.reason;
  return {
    id: row.id,
    received_at: new Date(row.at).toISOString(),
    insert_id: row.its_insert_id === '' ? null : row.its_insert_id,
    tool: row.its_tool,
    event: row.its_event,
    code,
    field,
    message,
  };
}
