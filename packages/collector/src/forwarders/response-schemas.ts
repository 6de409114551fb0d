import { type Static, Type } from 'typebox';

const time = (description: string) => Type.String({ format: 'date-time', description });
const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });
const count = (description: string) => Type.Integer({ minimum: 0, description });

const Backfill = Type.Object(
  {
    id: Type.String({ description: 'UUID' }),
    from: time('Start of the range, inclusive'),
    to: time('End of the range, exclusive'),
    state: Type.Union([
      Type.Literal('running'),
      Type.Literal('finished'),
      Type.Literal('cancelled'),
    ]),
    done: count('Events done, including those that the filter leaves out'),
    total: count('Events in the range; may include repeats'),
    requested_by: Type.String({
      description: 'An e-mail, `operator`, or `anyone` on a collector without accounts',
    }),
    started_at: time('When it was requested'),
    finished_at: timeOrNull('Null while running'),
  },
  { description: 'Events of a time range, sent in addition to new ones' },
);
export type Backfill = Static<typeof Backfill>;

const ForwarderState = Type.Union(
  [
    Type.Literal('running'),
    Type.Literal('retrying'),
    Type.Literal('failing'),
    Type.Literal('paused'),
  ],
  {
    description:
      '`retrying`: the last request failed and is repeated; `failing`: the key was refused',
  },
);

const ForwarderReport = Type.Object(
  {
    id: Type.String({ description: 'As in the configuration file' }),
    type: Type.Union([
      Type.Literal('segment'),
      Type.Literal('amplitude'),
      Type.Literal('posthog'),
      Type.Literal('webhook'),
      Type.Literal('sonde'),
    ]),
    host: Type.Union([Type.String(), Type.Null()], {
      description: 'Host of the destination; null for the vendor’s default',
    }),
    state: ForwarderState,
    lag: Type.Object({
      events: count('Events not done yet, including those that the filter leaves out'),
      seconds: count('Since the oldest of them was stored'),
    }),
    sent: count('Events accepted by the destination'),
    retried: count('Failed requests that were repeated'),
    dead_letters: count('Events refused by the destination, neither replayed nor dropped'),
    replaying: count('Dead letters that are about to be sent again'),
    last_sent_at: timeOrNull('Null before the first event'),
    failure: Type.Union([
      Type.Object({
        since: time('When the first of these failures happened'),
        reason: Type.String({ description: 'For example `status 503` or `ECONNREFUSED`' }),
      }),
      Type.Null(),
    ]),
    deletions: Type.Object(
      {
        waiting: count('How many are not passed on yet'),
        reason: Type.Union([Type.String(), Type.Null()], {
          description: 'Why the last attempt failed; null if none did',
        }),
      },
      { description: 'Deletions of persons' },
    ),
    backfill: Type.Union([Backfill, Type.Null()], { description: 'The last one' }),
  },
  { description: 'A forwarder' },
);
export type ForwarderReport = Static<typeof ForwarderReport>;

const ForwarderList = Type.Object({
  forwarders: Type.Array(ForwarderReport, { description: 'In the order of the file' }),
});
export type ForwarderList = Static<typeof ForwarderList>;

const DeadLetter = Type.Object(
  {
    insert_id: Type.String(),
    event: Type.String({ description: 'Name of the event' }),
    invocation_id: Type.String(),
    received_at: time('When the collector received the event'),
    refused_at: time('When the destination refused it'),
    code: Type.String({
      description: '`http_400`, `too_large`, or the code that a collector gave',
    }),
    status: count('HTTP status of the refusal; 0: not sent, because it is too large'),
    response: Type.Union([Type.String(), Type.Null()], {
      description:
        'First 500 characters of the destination’s response; null if there was no text or JSON',
    }),
    state: Type.Union([Type.Literal('dead'), Type.Literal('waiting')], {
      description: '`waiting`: it is about to be sent again',
    }),
    body: Type.Union([Type.Unsafe({ $ref: 'ExportedEvent#' }), Type.Null()], {
      description: 'The event as stored; null if it was deleted',
    }),
  },
  { description: 'An event that a destination refused' },
);
export type DeadLetter = Static<typeof DeadLetter>;

const DeadLetterPage = Type.Object({
  dead_letters: Type.Array(DeadLetter, { description: 'Newest first' }),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});
export type DeadLetterPage = Static<typeof DeadLetterPage>;

const SettledDeadLetters = Type.Object({
  dead_letters: count('How many'),
});
export type SettledDeadLetters = Static<typeof SettledDeadLetters>;

/** Named schemas of responses about forwarders. */
export const forwarderResponseSchemas = {
  Backfill,
  DeadLetter,
  DeadLetterPage,
  ForwarderList,
  ForwarderReport,
  SettledDeadLetters,
};
