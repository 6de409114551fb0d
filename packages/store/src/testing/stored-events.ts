import type { ExportedEvent } from '@sonde/analytics';
import type { StoredEvent } from '../records.js';

/** Milliseconds since 1970; events of the tests happened around this time. */
export const now = Date.UTC(2026, 4, 20, 12);

/** A complete, ordinary event of an invocation. */
export function createStoredEvent(more: Partial<StoredEvent> = {}): StoredEvent {
  const { invocation_id = 'invocation', sequence = 1 } = more;
  return {
    project: 'default',
    event: 'Command Invoked',
    insert_id: `${invocation_id}-${sequence}`,
    distinct_id: 'anonymous',
    timestamp: now + sequence,
    sent_at: now + 1000,
    received_at: now + 1500,
    anonymous_id: 'anonymous',
    user_id: '',
    project_id: '',
    flow: '',
    flow_run_id: '',
    tool: '',
    invocation_id,
    sequence,
    position: 0,
    doubtful_time: false,
    undeclared: '',
    properties: {},
    ...more,
  };
}

export async function collect(events: AsyncIterable<ExportedEvent>): Promise<ExportedEvent[]> {
  const collected: ExportedEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}
