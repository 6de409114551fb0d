/** What did not become an event, and why: kept aside by the collector, or lost on machines. */
import { type Static, Type } from 'typebox';

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const QuarantineReport = Type.Object({
  events: count('Events that arrived in the range and were kept aside, repeats not counted'),
  codes: Type.Array(
    Type.Object({
      code: Type.String({ description: 'Stable; see docs/errors.md' }),
      events: count('Events'),
    }),
    { description: 'Most frequent first' },
  ),
  recent: Type.Array(
    Type.Object({
      received_at: Type.String({ format: 'date-time', description: 'When the collector got it' }),
      insert_id: Type.Union([Type.String(), Type.Null()]),
      code: Type.String(),
      field: Type.Union([Type.String(), Type.Null()], {
        description: 'Path of the offending field; null when it is the whole event',
      }),
      message: Type.String(),
    }),
    { description: 'The newest 50, without their content' },
  ),
});
export type QuarantineReport = Static<typeof QuarantineReport>;

export const LossReport = Type.Object({
  batches: count('Batches that came with an account of their client'),
  recorded: count('Events that the clients recorded, by their account: sent and lost'),
  sent: count('Events that they sent'),
  lost: count('Events that they lost, for all reasons together'),
  reasons: Type.Array(
    Type.Object({
      reason: Type.String({ description: '`age`, `size`, `quarantine`, `corrupt` or `write`' }),
      events: count('Events'),
    }),
    { description: 'Most frequent first' },
  ),
  refused_values: count('Property values that were left out; their events were sent'),
});
export type LossReport = Static<typeof LossReport>;
