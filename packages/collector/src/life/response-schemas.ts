import { type Static, Type } from 'typebox';

const time = (description: string) => Type.String({ format: 'date-time', description });
const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const countOrNull = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description });

const untilDone = 'null while running, or if an earlier version made the deletion';

const DeletionForward = Type.Object(
  {
    forwarder: Type.String({ description: 'Id of the forwarder' }),
    state: Type.Union(
      [
        Type.Literal('waiting'),
        Type.Literal('passed_on'),
        Type.Literal('failed'),
        Type.Literal('not_possible'),
      ],
      { description: '`failed` and `not_possible`: delete the person there yourself' },
    ),
    reason: Type.String({ description: 'Empty if there is nothing to say' }),
    at: time('When this was noted'),
  },
  { description: 'A deletion at a destination' },
);

const PersonDeletion = Type.Object(
  {
    project: Type.String(),
    id: Type.String({ description: 'UUID of the deletion' }),
    kind: Type.Union([Type.Literal('user_id'), Type.Literal('anonymous_id')]),
    person: Type.String({
      description: 'Keyed hash of the id, the same for each deletion of it in this project',
    }),
    refuses_later: Type.Boolean({
      description: 'Whether later events under the same ids are refused, not only repeats',
    }),
    requested_by: Type.String({
      description:
        'An e-mail, `operator`, `installation`, or `anyone` on a collector without accounts',
    }),
    requested_at: time('When it was requested'),
    finished_at: timeOrNull('When everything was deleted; null while running'),
    events: countOrNull(`Repeats counted once; ${untilDone}`),
    quarantined: countOrNull(`Quarantined events; ${untilDone}`),
    loss_reports: countOrNull(`Loss reports that came with the events; ${untilDone}`),
    anonymous_ids: countOrNull(`Anonymous ids linked to the user; ${untilDone}`),
    other_user_ids: countOrNull(`Other user ids of the same person; ${untilDone}`),
    forwards: Type.Array(DeletionForward, {
      description: 'What became of it at the destinations of forwarders',
    }),
  },
  { description: 'Receipt of a deletion, without the person’s id' },
);
export type PersonDeletion = Static<typeof PersonDeletion>;

const DeletionPreview = Type.Object(
  {
    events: count('Without repeats'),
    quarantined: count('Quarantined events'),
    loss_reports: count('Loss reports that came with the events'),
    anonymous_ids: count('Anonymous ids linked to the user; their events are deleted too'),
    other_user_ids: count('Other user ids of the same person; their events are deleted too'),
  },
  { description: 'What a deletion would delete' },
);
export type DeletionPreview = Static<typeof DeletionPreview>;

const DeletionResponse = Type.Union([PersonDeletion, DeletionPreview], {
  description: 'The receipt; with `dry_run`, what would be deleted',
});

const DeletionPage = Type.Object({
  deletions: Type.Array(PersonDeletion, { description: 'Newest first' }),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});
export type DeletionPage = Static<typeof DeletionPage>;

const PersonRecord = Type.Union(
  [
    Type.Object({ kind: Type.Literal('event'), event: Type.Unsafe({ $ref: 'ExportedEvent#' }) }),
    Type.Object({
      kind: Type.Literal('quarantined'),
      quarantined: Type.Object({
        received_at: Type.String({ format: 'date-time' }),
        insert_id: Type.Union([Type.String(), Type.Null()]),
        code: Type.String(),
        field: Type.Union([Type.String(), Type.Null()]),
        message: Type.String(),
        body: Type.Unknown({ description: 'As received' }),
      }),
    }),
  ],
  { description: 'One line of a person’s export' },
);

const counts = {
  events: count('Events of these invocations, repeats counted once'),
  invocations: count('Invocations that started before this time'),
  quarantined: count('Quarantined events that arrived before this time'),
  loss_reports: count('Loss reports that arrived before this time'),
};

const RetentionRun = Type.Object(
  {
    project: Type.String(),
    before: time('Data that began before this time was deleted'),
    started_at: time('When it was applied'),
    finished_at: timeOrNull('Null while running'),
    ...counts,
  },
  { description: 'One application of retention' },
);

const Retention = Type.Object(
  {
    retention_months: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
      description: 'The project’s setting, or the previewed one',
    }),
    before: timeOrNull(
      'Data that began before this time would be deleted now; null if everything is kept',
    ),
    ...counts,
    oldest_month: Type.Union([Type.String(), Type.Null()], {
      description: 'Oldest month that would be deleted, such as `2026-01`; null if there is none',
    }),
    next_run_at: timeOrNull(
      'When the collector deletes next, if it runs until then; null if everything is kept',
    ),
    last_run: Type.Union([RetentionRun, Type.Null()]),
  },
  { description: 'What retention would delete now' },
);
export type Retention = Static<typeof Retention>;

/** Named schemas of responses about deletion, export and retention. */
export const lifeResponseSchemas = {
  DeletionForward,
  DeletionResponse,
  DeletionPage,
  DeletionPreview,
  PersonDeletion,
  PersonRecord,
  Retention,
  RetentionRun,
};
