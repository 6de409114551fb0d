import type { ExportedEvent } from '@sonde/analytics';
import type { Json, Properties } from '@sonde/protocol';
import type { StoredEvent } from './records.js';
import { escapeField, escapeListField, tabSeparatedNull } from './tab-separated.js';

/** Properties with their own column, in the order in which they are returned. */
export const typedProperties = [
  ['step', 'text'],
  ['reason', 'text'],
  ['error_class', 'text'],
  ['error_source', 'text'],
  ['http_status', 'integer'],
  ['exit_code', 'integer'],
  ['duration_ms', 'number'],
  ['succeeded', 'boolean'],
  ['user_cancelled', 'boolean'],
  ['vanished', 'boolean'],
  ['command', 'text'],
  ['version', 'text'],
  ['env', 'text'],
  ['operating_system', 'text'],
  ['arch', 'text'],
  ['runtime', 'text'],
  ['runtime_version', 'text'],
  ['is_ci', 'boolean'],
  ['ci_name', 'text'],
  ['cli_context', 'text'],
  ['is_interactive', 'boolean'],
] as const satisfies readonly (readonly [string, ColumnType])[];

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean';

/** Bits of the column `implied`: values that are not stored twice. */
export const implied = {
  /** `properties.invocation_id` equals the event's. */
  invocation: 1,
  /** `properties.sequence` equals the event's. */
  sequence: 2,
  /** `properties.flags` equals the column `flags`. */
  flags: 4,
  /** `distinct_id` is the user id, or the anonymous id without one. */
  distinct: 8,
} as const;

const plainColumns = [
  'project',
  'event',
  'invocation_id',
  'sequence',
  'insert_id',
  'anonymous_id',
  'user_id',
  'project_id',
  'timestamp',
  'sent_at',
  'received_at',
  'flow',
  'flow_run_id',
  'doubtful_time',
  'tool',
  'position',
  'undeclared',
] as const;

const plainTypes = {
  sequence: 'UInt64',
  timestamp: 'Int64',
  sent_at: 'Nullable(Int64)',
  received_at: 'Int64',
  doubtful_time: 'Bool',
  position: 'UInt32',
} as const;

const propertyTypes = {
  text: 'Nullable(String)',
  integer: 'Nullable(Int64)',
  number: 'Nullable(Float64)',
  boolean: 'Nullable(Bool)',
} as const satisfies Record<ColumnType, string>;

/**
 * Columns of an inserted row, in order, with the types as which the engine reads them. The table
 * has `LowCardinality` where this has `String`: converting whole columns costs almost nothing,
 * while parsing `LowCardinality` field by field takes as long as the rest of an insert.
 */
export const insertColumns: readonly (readonly [name: string, type: string])[] = [
  ...plainColumns.map(
    (name) =>
      [name, name in plainTypes ? plainTypes[name as keyof typeof plainTypes] : 'String'] as const,
  ),
  ['distinct_id', 'String'],
  ['flags', 'Array(String)'],
  ['implied', 'UInt8'],
  ['properties', 'String'],
  ...typedProperties.map(([name, type]) => [name, propertyTypes[type]] as const),
];

/** Columns to select for {@link decodeEvent}; booleans and numbers keep their types. */
export const eventColumns: readonly string[] = [
  ...plainColumns,
  'distinct_id',
  'flags',
  'implied',
  'properties',
  ...typedProperties.map(([name]) => name),
];

/** A row in the format `JSONEachRow`. */
export type EventRow = Record<string, Json>;

/** Positions of the typed properties among the columns of their type, by name. */
const places: ReadonlyMap<string, { index: number; type: ColumnType }> = new Map(
  typedProperties.map(([name, type], index) => [name, { index, type }]),
);

/** One line in the format `TabSeparated`, without a line break. */
export function encodeEvent(event: StoredEvent): string {
  const typed = new Array<string>(typedProperties.length).fill(tabSeparatedNull);
  let bits = 0;
  let flags: readonly string[] = [];
  let rest = '';
  for (const name of Object.keys(event.properties)) {
    const value = event.properties[name] as Json;
    const place = places.get(name);
    if (place !== undefined && fitsColumn(place.type, value)) {
      typed[place.index] = escapeField(String(value));
    } else if (name === 'invocation_id' && value === event.invocation_id) {
      bits |= implied.invocation;
    } else if (name === 'sequence' && value === event.sequence) bits |= implied.sequence;
    else if (name === 'flags' && isTextList(value)) {
      bits |= implied.flags;
      flags = value;
    } else {
      // Written by hand, because `__proto__` is an ordinary key here.
      rest += `${rest === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}`;
    }
  }
  const impliedDistinct = (event.user_id || event.anonymous_id) === event.distinct_id;
  if (impliedDistinct) bits |= implied.distinct;
  let line = '';
  for (const name of plainColumns) {
    const value = event[name];
    line += `${value === null ? tabSeparatedNull : escapeField(String(value))}\t`;
  }
  line += impliedDistinct ? '\t' : `${escapeField(event.distinct_id)}\t`;
  return `${line}${escapeListField(flags)}\t${bits}\t${escapeField(`{${rest}}`)}\t${typed.join('\t')}`;
}

function fitsColumn(type: ColumnType, value: Json): boolean {
  if (type === 'text') return isText(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return typeof value === 'number';
  return typeof value === 'boolean';
}

/** Lone surrogates have no UTF-8; as JSON in `properties` they survive. */
function isText(value: Json): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

function isTextList(value: Json): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

/** The event as it was appended to the store. */
export function decodeEvent(row: EventRow): StoredEvent {
  const bits = Number(row.implied);
  const properties: Properties = JSON.parse(String(row.properties));
  for (const [name] of typedProperties) {
    const value = row[name];
    if (value !== null && value !== undefined) properties[name] = value;
  }
  const event = {
    project: String(row.project),
    event: String(row.event),
    insert_id: String(row.insert_id),
    timestamp: Number(row.timestamp),
    sent_at: row.sent_at === null ? null : Number(row.sent_at),
    received_at: Number(row.received_at),
    anonymous_id: String(row.anonymous_id),
    user_id: String(row.user_id),
    project_id: String(row.project_id),
    flow: String(row.flow),
    flow_run_id: String(row.flow_run_id),
    invocation_id: String(row.invocation_id),
    sequence: Number(row.sequence),
    doubtful_time: row.doubtful_time === true,
    tool: String(row.tool),
    position: Number(row.position),
    undeclared: String(row.undeclared),
  };
  if (bits & implied.invocation) properties.invocation_id = event.invocation_id;
  if (bits & implied.sequence) properties.sequence = event.sequence;
  if (bits & implied.flags) properties.flags = row.flags as Json[];
  const distinct = bits & implied.distinct ? event.user_id || event.anonymous_id : row.distinct_id;
  return { ...event, distinct_id: String(distinct), properties };
}

/** The export line of an event. */
export function toExported(event: StoredEvent): ExportedEvent {
  return {
    event: event.event,
    distinct_id: event.distinct_id,
    insert_id: event.insert_id,
    timestamp: new Date(event.timestamp).toISOString(),
    sent_at: event.sent_at === null ? null : new Date(event.sent_at).toISOString(),
    received_at: new Date(event.received_at).toISOString(),
    anonymous_id: event.anonymous_id || null,
    user_id: event.user_id || null,
    project_id: event.project_id || null,
    invocation_id: event.invocation_id,
    sequence: event.sequence,
    flow: event.flow || null,
    flow_run_id: event.flow_run_id || null,
    ...(event.tool !== '' && { tool: event.tool }),
    doubtful_time: event.doubtful_time,
    ...(event.undeclared !== '' && { undeclared: event.undeclared }),
    properties: event.properties,
  };
}
