import type { Properties } from '@sonde/protocol';

/** One line of the export: the wire form, with fields that the collector adds. */
export interface ExportedEvent {
  event: string;
  distinct_id: string;
  insert_id: string;
  timestamp: string;
  sent_at: string | null;
  received_at: string;
  anonymous_id: string | null;
  user_id: string | null;
  project_id: string | null;
  invocation_id: string;
  sequence: number;
  flow: string | null;
  flow_run_id: string | null;
  /** Absent if unknown. */
  tool?: string;
  doubtful_time: boolean;
  /** Absent if its catalog declares it. */
  undeclared?: string;
  properties: Properties;
}

export interface ExportedColumn {
  name: keyof ExportedEvent;
  /** A `time` is ISO 8601 in UTC with milliseconds; `json` is text. */
  type: 'text' | 'time' | 'integer' | 'boolean' | 'json';
  /** Whether it can be null. */
  isOptional: boolean;
}

const column = (
  name: keyof ExportedEvent,
  type: ExportedColumn['type'] = 'text',
  isOptional = false,
): ExportedColumn => ({ name, type, isOptional });

const optional = (name: keyof ExportedEvent, type: ExportedColumn['type'] = 'text') =>
  column(name, type, true);

/** The columns of an export as a table, in order. */
export const exportedColumns: readonly ExportedColumn[] = [
  column('event'),
  column('distinct_id'),
  column('insert_id'),
  column('timestamp', 'time'),
  optional('sent_at', 'time'),
  column('received_at', 'time'),
  optional('anonymous_id'),
  optional('user_id'),
  optional('project_id'),
  column('invocation_id'),
  column('sequence', 'integer'),
  optional('flow'),
  optional('flow_run_id'),
  optional('tool'),
  column('doubtful_time', 'boolean'),
  optional('undeclared'),
  column('properties', 'json'),
];

/** The value of a column; null also for an absent field. */
export function readColumn(
  event: ExportedEvent,
  { name }: ExportedColumn,
): string | number | boolean | null {
  const value = event[name] ?? null;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
