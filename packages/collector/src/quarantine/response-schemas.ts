import { type Static, Type } from 'typebox';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const ReplayReport = Type.Object(
  {
    accepted: count('Events that were stored'),
    duplicates: count('Events that had been stored already; they are no longer quarantined'),
    quarantined: count('Events that stay quarantined, with their new reason'),
    next_cursor: Type.Union([Type.String(), Type.Null()], {
      description: 'For the next page; null after the last one',
    }),
  },
  { description: 'What a replay did' },
);
export type ReplayReport = Static<typeof ReplayReport>;

const DropReport = Type.Object(
  { dropped: count('Quarantined events that were deleted') },
  { description: 'What was deleted' },
);
export type DropReport = Static<typeof DropReport>;

export const quarantineResponseSchemas = { DropReport, ReplayReport };
