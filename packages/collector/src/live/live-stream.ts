import { correctedTime } from '@sonde/analytics';
import { type EventPlace, type StoredEvent, toExported } from '@sonde/store';
import { toSondeError } from '../problem.js';
import { writeLiveCursor } from './live-cursor.js';
import type { LiveFeed } from './live-feed.js';
import { heartbeat, retryHint, writeMessage } from './live-message.js';

export interface LiveStreamOptions {
  feed: LiveFeed;
  project: string;
  start: EventPlace;
  isWanted: (event: StoredEvent) => boolean;
  /** Throws if the reader may no longer read. */
  checkAccess: () => void;
  /** The body of a problem that ends the stream. */
  describeProblem: (error: unknown) => object;
  signal: AbortSignal;
  /** Default 15 seconds. */
  heartbeatMs?: number;
}

const retryMs = 1_000;

/** Ids that are remembered: a client may repeat an event to another collector. */
const rememberedIds = 5_000;

/**
 * The stream of one reader, as text. It reads a page only when the previous one was taken, so a
 * slow reader holds no more than that in memory.
 */
export async function* streamLive(options: LiveStreamOptions): AsyncGenerator<string> {
  const { feed, project, isWanted, checkAccess, signal, heartbeatMs = 15_000 } = options;
  const seen = new Set<string>();
  const isRepeat = ({ insert_id }: StoredEvent) => {
    if (seen.has(insert_id)) return true;
    seen.add(insert_id);
    const [oldest] = seen;
    if (seen.size > rememberedIds && oldest !== undefined) seen.delete(oldest);
    return false;
  };
  let place = options.start;
  yield retryHint(retryMs) + writeMessage({ id: writeLiveCursor(place) });
  let writtenAt = performance.now();
  while (!signal.aborted) {
    let text = '';
    try {
      checkAccess();
      const page = await feed.read(project, place);
      if (page.skipped > 0) {
        const data = { events: page.skipped };
        text = writeMessage({ id: writeLiveCursor(page.place), event: 'skipped', data });
      }
      for (const { place: at, event } of page.events) {
        if (!isWanted(event) || isRepeat(event)) continue;
        const corrected_time = new Date(correctedTime(event)).toISOString();
        const data = { ...toExported(event), corrected_time };
        text += writeMessage({ id: writeLiveCursor(at), event: 'stored', data });
      }
      // Also past events that it does not want, so that it never asks for them again.
      if (page.place !== place && page.events.length > 0) {
        text += writeMessage({ id: writeLiveCursor(page.place) });
      }
      place = page.place;
    } catch (error) {
      yield writeMessage({
        ...{ id: writeLiveCursor(place), event: 'problem', data: options.describeProblem(error) },
      });
      // The connection ends: a reader that may come back does so by itself.
      if (toSondeError(error).code === 'internal') throw error;
      return;
    }
    if (text === '' && performance.now() - writtenAt >= heartbeatMs) text = heartbeat;
    if (text === '') await feed.nextTick();
    else {
      yield text;
      writtenAt = performance.now();
    }
  }
}
