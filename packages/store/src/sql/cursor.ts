import { SondeError } from '@sonde/protocol';
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';

const SafeInteger = Type.Integer({
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
});

const Cursor = Type.Tuple([SafeInteger, Type.String()]);
/** Where a page ended: a sort value and an id. */
export type Cursor = Static<typeof Cursor>;

const SortedCursor = Type.Object({
  sort: Type.String(),
  isMissing: Type.Boolean(),
  number: Type.Number(),
  text: Type.String(),
  /** Milliseconds since 1970. */
  start: SafeInteger,
  id: Type.String(),
});
/** Where a page of a list ended that can be sorted in several ways. */
export type SortedCursor = Static<typeof SortedCursor>;

export function writeCursor(cursor: Cursor | SortedCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws `parameter_invalid` for text that {@link writeCursor} did not write. */
export const readCursor = (text: string): Cursor => readAs(Cursor, text);

/** @throws `parameter_invalid` for text that {@link writeCursor} did not write. */
export const readSortedCursor = (text: string): SortedCursor => readAs(SortedCursor, text);

function readAs<Schema extends TSchema>(schema: Schema, text: string): Static<Schema> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Check(schema, value)) return value;
  } catch {
    // Not JSON: reported below.
  }
  throw new SondeError('parameter_invalid', { detail: 'the cursor is not from this server' });
}
