/** What was lost on the way to the store, or refused there. */
import { type Static, Type } from 'typebox';
import { count, isoTime, Nullable } from './response-fields.js';

export const LossReport = Type.Object({
  batches: count('Batches that came with a loss report'),
  recorded: count('Events that clients recorded: sent and lost'),
  sent: count('Events that clients sent'),
  lost: count('Events that clients lost, for all reasons'),
  reasons: Type.Array(
    Type.Object({
      reason: Type.String({ description: '`age`, `size`, `quarantine`, `corrupt` or `write`' }),
      events: count('Events'),
    }),
    { description: 'Most frequent first' },
  ),
  refused_values: count('Property values that clients left out; their events were sent'),
});
export type LossReport = Static<typeof LossReport>;

/** How many entries of each list a response has. */
export const listedQuarantine = { groups: 200, recent: 50 };

export const QuarantineReport = Type.Object({
  events: count('Quarantined events that arrived in the range, without repeats'),
  codes: Type.Array(
    Type.Object({
      code: Type.String({ description: 'Stable; see docs/errors.md' }),
      events: count('Events'),
    }),
    { description: 'Most frequent first' },
  ),
  groups: Type.Array(
    Type.Object({
      tool: Type.String({ description: 'Empty if unknown' }),
      event: Type.String({ description: 'Empty if it has no name' }),
      code: Type.String(),
      field: Nullable(Type.String({ description: 'Path of the field; null for the whole event' })),
      events: count('Events'),
      last_received_at: isoTime('When the newest first arrived'),
    }),
    { description: `By tool, event, code and field: the ${listedQuarantine.groups} most frequent` },
  ),
  recent: Type.Array(
    Type.Object({
      received_at: isoTime('When the collector received it'),
      insert_id: Nullable(Type.String()),
      code: Type.String(),
      field: Type.Union([Type.String(), Type.Null()], {
        description: 'Path of the invalid field; null for the whole event',
      }),
      message: Type.String(),
    }),
    { description: `The newest ${listedQuarantine.recent}, without their content` },
  ),
});
export type QuarantineReport = Static<typeof QuarantineReport>;
