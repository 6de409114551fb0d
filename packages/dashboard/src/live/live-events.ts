/** An event as it is stored, with what a line shows. */
export interface LiveEvent {
  event: string;
  insert_id: string;
  invocation_id: string;
  sequence: number;
  corrected_time: string;
  tool?: string;
  properties: Record<string, unknown>;
}

/** What the page shows, and what waits while it is paused. */
export interface LiveList {
  /** Newest first. */
  shown: readonly LiveEvent[];
  waiting: readonly LiveEvent[];
  /** How many waited, including those that are no longer in memory. */
  waited: number;
  isPaused: boolean;
  /** Events, of any kind, that this page missed. */
  skipped: number;
}

export const emptyList: LiveList = {
  ...{ shown: [], waiting: [], waited: 0, isPaused: false, skipped: 0 },
};

/** More than anyone reads; older ones are in the list of invocations. */
export const mostEvents = 500;

export type LiveChange =
  | { kind: 'stored'; events: readonly LiveEvent[] }
  | { kind: 'skipped'; events: number }
  | { kind: 'pause' | 'resume' | 'clear' };

export function changeList(list: LiveList, change: LiveChange): LiveList {
  switch (change.kind) {
    case 'stored': {
      const known = new Set([...list.shown, ...list.waiting].map(({ insert_id }) => insert_id));
      const fresh = change.events.filter(({ insert_id }) => !known.has(insert_id)).reverse();
      if (!list.isPaused) return { ...list, shown: [...fresh, ...list.shown].slice(0, mostEvents) };
      const waiting = [...fresh, ...list.waiting].slice(0, mostEvents);
      return { ...list, waiting, waited: list.waited + fresh.length };
    }
    case 'skipped':
      return { ...list, skipped: list.skipped + change.events };
    case 'pause':
      return { ...list, isPaused: true };
    case 'resume': {
      const shown = [...list.waiting, ...list.shown].slice(0, mostEvents);
      return { ...list, shown, waiting: [], waited: 0, isPaused: false };
    }
    case 'clear':
      return { ...emptyList, isPaused: list.isPaused };
  }
}
