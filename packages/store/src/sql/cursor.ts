import { SondeError } from '@sonde/protocol';

/** Where a page ended: a sort value and an id. */
export type Cursor = [number, string];

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws `parameter_invalid` for text that {@link writeCursor} did not write. */
export function readCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(value) && Number.isSafeInteger(value[0]) && typeof value[1] === 'string') {
      return [value[0], value[1]];
    }
  } catch {
    // Not JSON: reported below.
  }
  throw new SondeError('parameter_invalid', { detail: 'the cursor is not from this server' });
}
