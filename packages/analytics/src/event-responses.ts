import { type Static, Type } from 'typebox';
import { count, declaration, flowTools, isoTime, Nullable } from './response-fields.js';

/** How often an event occurred. */
export const EventTotals = Type.Object({
  events: count('Events; repeats count once'),
  invocations: count('Invocations with at least one of them'),
  users: count('People who ran these'),
});
export type EventTotals = Static<typeof EventTotals>;

const previousTotals = Type.Union([EventTotals, Type.Null()], {
  description: 'The same for the previous range of equal length; null if it has no invocations',
});

const interval = Type.Union([Type.Literal('hour'), Type.Literal('day')], {
  description: 'Length of one point of a series: an hour for ranges of up to two days',
});

const eventHead = {
  event: Type.String({ description: 'Its name' }),
  flow: Nullable(Type.String({ description: 'The flow that declares it' })),
  declaration: declaration('the event (those of the SDK count as declared)'),
  tools: flowTools,
};

export const EventList = Type.Object({
  interval,
  times: Type.Array(isoTime('Start of the interval'), {
    description: 'The intervals of the range, in order, including empty ones',
  }),
  events: Type.Array(
    Type.Object({
      ...eventHead,
      ...EventTotals.properties,
      previous: previousTotals,
      series: Type.Array(count('Events'), { description: 'For each interval of `times`' }),
    }),
    {
      description:
        'Most frequent first, then by name; declared ones also if they did not occur; at most 2,000 that did',
    },
  ),
});
export type EventList = Static<typeof EventList>;

export const propertyKinds = ['declared', 'sdk', 'base'] as const;

export const EventDetail = Type.Object({
  ...eventHead,
  description: Nullable(Type.String({ description: 'From the catalog' })),
  interval,
  totals: EventTotals,
  previous: previousTotals,
  series: Type.Array(
    Type.Object({ time: isoTime('Start of the interval'), ...EventTotals.properties }),
    {
      description: 'One entry per interval of the range, in order, including empty ones',
    },
  ),
  properties: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: Type.Enum(propertyKinds, {
        description:
          '`declared` by a catalog for this event; `sdk`: set by the SDK on events of this kind; `base`: on every event of an invocation',
      }),
      declaration: declaration('the property'),
    }),
    { description: 'Properties to break the event down by: its own, then the base properties' },
  ),
});
export type EventDetail = Static<typeof EventDetail>;

const condition = Type.String({
  description: 'Parameter `property` of the list of the invocations behind it',
});

export const PropertyBreakdown = Type.Object({
  event: Type.String(),
  property: Type.String(),
  totals: EventTotals,
  values: Type.Array(
    Type.Object({
      value: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Object({})], {
        description: '`{}` stands for all objects',
      }),
      condition,
      ...EventTotals.properties,
    }),
    {
      description:
        'The most frequent values, at most 10. An event whose property is a list counts for each of its entries',
    },
  ),
  other: Type.Union(
    [
      Type.Object({ values: count('Different values'), condition, ...EventTotals.properties }),
      Type.Null(),
    ],
    { description: 'All other values; null if there are none' },
  ),
  missing: Type.Union([Type.Object({ condition, ...EventTotals.properties }), Type.Null()], {
    description: 'Events without a value; null if there are none',
  }),
  numbers: Type.Union(
    [
      Type.Object({
        minimum: Type.Number(),
        maximum: Type.Number(),
        p50: Type.Number({ description: 'Median' }),
        p90: Type.Number({ description: '90th percentile' }),
        bins: Type.Array(
          Type.Object({
            from: Type.Number({ description: 'Inclusive' }),
            to: Nullable(Type.Number({ description: 'Exclusive; null in the last bin' })),
            condition,
            ...EventTotals.properties,
          }),
          {
            description:
              'Of equal width up to the 90th percentile, then one for the rest. An event with a list counts once in each bin with a number of it',
          },
        ),
      }),
      Type.Null(),
    ],
    { description: 'The distribution of those values that are numbers; null without any' },
  ),
});
export type PropertyBreakdown = Static<typeof PropertyBreakdown>;
