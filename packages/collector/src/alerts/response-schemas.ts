import { type Static, Type } from 'typebox';

const time = (description: string) => Type.String({ format: 'date-time', description });
const name = (description: string) => Type.Optional(Type.String({ maxLength: 512, description }));
const closed = { additionalProperties: false };

export const AlertCondition = Type.Union([
  Type.Object(
    { kind: Type.Literal('release'), tool: name('Default: every tool') },
    { ...closed, description: 'A release got worse by more than chance' },
  ),
  Type.Object(
    {
      kind: Type.Literal('threshold'),
      measure: Type.Union([
        Type.Literal('success_rate'),
        Type.Literal('invocations'),
        Type.Literal('users'),
        Type.Literal('error_share'),
        Type.Literal('flow_completion'),
      ]),
      is: Type.Union([Type.Literal('below'), Type.Literal('above')]),
      value: Type.Number({ minimum: 0, description: 'Of rates from 0 to 1' }),
      window_hours: Type.Integer({ minimum: 1, maximum: 168, description: 'The hours up to now' }),
      min_runs: Type.Integer({
        minimum: 0,
        description: 'With fewer runs, a rate neither begins nor ends an incident',
      }),
      tool: name('Only this tool'),
      command: name('Only this command'),
      error_class: name('For `error_share`'),
      flow: name('For `flow_completion`'),
    },
    { ...closed, description: 'A number passes a threshold' },
  ),
]);

export const ChannelBody = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('webhook'),
      url: Type.String({ maxLength: 2048, description: 'With https:// or http://' }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('email'),
      to: Type.Array(Type.String({ maxLength: 254 }), {
        minItems: 1,
        maxItems: 10,
        description: 'Addresses',
      }),
    },
    closed,
  ),
]);

const Notice = Type.Object({
  state: Type.Union([Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('failed')], {
    description: '`failed`: given up after a day',
  }),
  attempts: Type.Integer({ minimum: 0 }),
  attempted_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When it was sent, or tried last; null before the first attempt',
  }),
  reason: Type.Union([Type.String(), Type.Null()], {
    description:
      'Why the last attempt failed, or why a sent message did not reach everyone; null if it did',
  }),
});

const Incident = Type.Object({
  id: Type.String({ description: 'UUID; in every message about it' }),
  subject: Type.String({ description: 'The release; empty for a threshold' }),
  lines: Type.Array(Type.String(), { description: 'What was found when it began' }),
  path: Type.String({ description: 'Path of the page that shows it' }),
  began_at: time('When it was found'),
  ended_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  began: Notice,
  ended: Type.Union([Notice, Type.Null()]),
});

const Alert = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    condition: AlertCondition,
    channel: ChannelBody,
    is_paused: Type.Boolean({ description: 'While it is true, nothing is evaluated or sent' }),
    created_at: time('When it was created'),
    created_by: Type.String(),
    incidents: Type.Array(Incident, { description: 'Newest first' }),
  },
  { description: 'An alert, without its secret' },
);
export type Alert = Static<typeof Alert>;

const AlertList = Type.Object({
  alerts: Type.Array(Alert, { description: 'Oldest first' }),
  can_email: Type.Boolean({ description: 'Whether a mail server is configured' }),
});
export type AlertList = Static<typeof AlertList>;

const NewAlert = Type.Object({
  ...Alert.properties,
  secret: Type.Union([Type.String(), Type.Null()], {
    description:
      'Signs the requests of a webhook; only in the response that names its address first',
  }),
});
export type NewAlert = Static<typeof NewAlert>;

const AlertTest = Type.Object({
  delivered: Type.Boolean(),
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'Why not, or why not to everyone',
  }),
});
export type AlertTest = Static<typeof AlertTest>;

/** Named schemas of responses about alerts. */
export const alertResponseSchemas = { Alert, AlertList, AlertTest, NewAlert };
