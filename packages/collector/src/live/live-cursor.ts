import { SondeError } from '@sonde/protocol';
import type { EventPlace } from '@sonde/store';

/** A place among the stored events, in the order of commits, as an opaque text. */
export function writeLiveCursor(place: EventPlace): string {
  const { at, invocation_id, sequence, timestamp, position, insert_id } = place;
  const values = [at, invocation_id, sequence, timestamp, position, insert_id];
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws `parameter_invalid` for text that {@link writeLiveCursor} did not write. */
export function readLiveCursor(text: string): EventPlace {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(values)) {
      const [at, invocation_id, sequence, timestamp, position, insert_id] = values;
      const numbers = [at, sequence, timestamp, position];
      if (
        numbers.every((one) => Number.isSafeInteger(one) && one >= 0) &&
        [invocation_id, insert_id].every((one) => typeof one === 'string')
      ) {
        return { at, invocation_id, sequence, timestamp, position, insert_id };
      }
    }
  } catch {
    // Not JSON: reported below.
  }
  throw new SondeError('parameter_invalid', {
    detail: 'Last-Event-ID is not the id of a live event',
  });
}

/** The place before all events of later commits. */
export function placeAfterCommit(at: number): EventPlace {
  return {
    at: at + 1,
    ...{ invocation_id: '', sequence: 0, timestamp: 0, position: 0, insert_id: '' },
  };
}
