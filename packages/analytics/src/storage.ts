/** What the store takes of its volume, and how that grows. */
import { type Static, Type } from 'typebox';

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const Storage = Type.Object({
  rows: count('Rows of all tables, repeats that are not merged yet included'),
  bytes: count('What they take on the disk'),
  parts: count('Files of rows that the engine keeps apart until it merges them'),
  superseded_bytes: count(
    'What merges, deletions and retention have replaced, and the engine removes within minutes',
  ),
  disk: Type.Object({
    total_bytes: count('Size of the volume of the data directory'),
    free_bytes: count('Of that, what the collector may still write'),
    floor_bytes: count('What stays free: below it nothing is stored'),
  }),
  tables: Type.Array(
    Type.Object({
      table: Type.String(),
      rows: count('Rows'),
      bytes: count('Bytes on the disk'),
      parts: count('Parts'),
      months: Type.Array(
        Type.Object({
          month: Type.Union([Type.String(), Type.Null()], {
            description: 'Like 2026-05; null for dates that no tool of today can mean',
          }),
          rows: count('Rows'),
          bytes: count('Bytes on the disk'),
        }),
        { description: 'In order; empty for tables that are not kept by month' },
      ),
    }),
    { description: 'Largest first' },
  ),
  history: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date', description: 'UTC' }),
      bytes: count('Bytes of all tables when they were last measured on that day'),
    }),
    { description: 'The days of the last 30 on which the store ran, in order' },
  ),
  growth_bytes_per_day: Type.Union([Type.Number(), Type.Null()], {
    description:
      'Over the last 30 days, or since there is a history; negative when it shrank; null before a day has passed',
  }),
  days_until_floor: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description: 'At that rate; null when it does not grow or that is not known',
  }),
});
export type Storage = Static<typeof Storage>;
