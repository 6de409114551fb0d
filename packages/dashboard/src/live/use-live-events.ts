import { useEffect, useReducer, useState } from 'react';
import { readProblem } from '../api/problem.js';
import { projectQuery, type ScopeSearch, scopeQuery } from '../url/scope-search.js';
import { stringifySearch } from '../url/search-string.js';
import {
  changeList,
  emptyList,
  type LiveChange,
  type LiveEvent,
  type LiveList,
} from './live-events.js';
import { readMessages } from './read-messages.js';

/** `reconnecting`: the connection is lost, and events that are stored meanwhile follow. */
export type LiveState = 'connecting' | 'open' | 'reconnecting' | 'failed';

export interface LiveEvents {
  list: LiveList;
  change: (change: LiveChange) => void;
  state: LiveState;
  /** Why it failed. */
  error: Error | null;
}

const retryMs = 1_000;

/** A collector that starts, or that is overloaded: it will answer soon. */
const isPassing = (status: number) => status === 429 || status >= 500;

/** Follows the events of a project as they are stored. The range does not apply. */
export function useLiveEvents(scope: ScopeSearch, event: string | undefined): LiveEvents {
  const [list, change] = useReducer(changeList, emptyList);
  const [state, setState] = useState<LiveState>('connecting');
  const [error, setError] = useState<Error | null>(null);
  const { from: _from, to: _to, ...filters } = scopeQuery(scope, 0);
  const address = `/api/v1/live${stringifySearch({ ...projectQuery(scope), ...filters, event })}`;

  useEffect(() => {
    const ended = new AbortController();
    change({ kind: 'clear' });
    setState('connecting');
    setError(null);
    void follow(address, ended.signal, { change, setState, setError });
    return () => ended.abort();
  }, [address]);

  return { list, change, state, error };
}

interface Listener {
  change: (change: LiveChange) => void;
  setState: (state: LiveState) => void;
  setError: (error: Error | null) => void;
}

/** Comes back after each lost connection, where it was. */
async function follow(address: string, signal: AbortSignal, listener: Listener): Promise<void> {
  let cursor = '';
  while (!signal.aborted) {
    try {
      const response = await fetch(address, {
        signal,
        headers: { accept: 'text/event-stream', ...(cursor !== '' && { 'last-event-id': cursor }) },
      });
      if (!response.ok || response.body === null) {
        const problem = readProblem(await response.json().catch(() => null), response.status);
        listener.setError(problem);
        listener.setState('failed');
        if (!isPassing(response.status)) return;
      } else {
        listener.setError(null);
        listener.setState('open');
        for await (const { id, event, data } of readMessages(response.body)) {
          cursor = id;
          report(event, data, listener);
        }
      }
    } catch {
      // The connection is lost, or the page is left.
    }
    if (signal.aborted) return;
    listener.setState('reconnecting');
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function report(event: string, data: string, { change, setError }: Listener): void {
  if (event === 'stored') change({ kind: 'stored', events: [JSON.parse(data) as LiveEvent] });
  if (event === 'skipped') {
    change({ kind: 'skipped', events: (JSON.parse(data) as { events: number }).events });
  }
  if (event === 'problem') {
    const problem = JSON.parse(data) as { status: number };
    setError(readProblem(problem, problem.status));
  }
}
