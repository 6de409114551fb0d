/** Messages of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */

export interface LiveMessage {
  /** Where a reader that has this message continues. */
  id: string;
  /** Absent: only the id changes. */
  event?: 'stored' | 'skipped' | 'problem';
  data?: unknown;
}

export function writeMessage({ id, event, data }: LiveMessage): string {
  const lines = [`id: ${id}`];
  if (event !== undefined) lines.push(`event: ${event}`, `data: ${JSON.stringify(data)}`);
  return `${lines.join('\n')}\n\n`;
}

/** Keeps proxies from closing a quiet connection. */
export const heartbeat = ': still here\n\n';

/** How soon a client should come back after a lost connection. */
export const retryHint = (ms: number): string => `retry: ${ms}\n\n`;
