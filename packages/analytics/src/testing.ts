/**
 * Generated invocations for property tests: with repeats, shuffled arrival, gaps, interleaved
 * flows, ties and wrong clocks.
 */
import type { FlowDeclaration, Properties } from '@sonde/protocol';
import fc from 'fast-check';
import type { DeclaredFlows } from './flow-shape.js';
import { aliasEvents } from './invocation-summary.js';
import type { RecordedEvent } from './recorded-event.js';

/** Flows that `tool` declares in its newest version; `beta` and `mystery` are in no catalog at all. */
export const generatedFlows: readonly FlowDeclaration[] = [
  declareFlow(
    'create',
    'CLI Create',
    ['name', 'plan', 'terms', 'call'],
    [
      ['Opened', null, true],
      ['Accepted Terms', 'terms', true],
      ['Declined Terms', 'terms', false],
      ['Call Failed', 'call', true],
    ],
  ),
  declareFlow('auth', 'CLI Auth', ['wait', 'exchange'], [['Browser Started', 'wait', true]]),
  {
    ...declareFlow(
      'setup',
      'CLI Setup',
      ['name', 'terms'],
      [
        ['Opened', null, true],
        ['Accepted Terms', 'terms', true],
      ],
    ),
    resume_within_ms: 7 * 86_400_000,
  },
];

/**
 * Catalogs of the tools that generated events come from: two tools, one with an earlier catalog and
 * one that is not used yet.
 */
export const generatedCatalogs: readonly DeclaredFlows[] = [
  {
    tool: 'other',
    age: 'now',
    versions: ['1.10.0'],
    flows: [
      declareFlow('create', 'CLI Create', ['name', 'review', 'call'], [['Opened', 'review', true]]),
    ],
  },
  { tool: 'tool', age: 'now', versions: ['1.10.0'], flows: generatedFlows },
  {
    tool: 'tool',
    age: 'no_longer',
    versions: ['1.9.0'],
    flows: [
      declareFlow(
        'create',
        'Create',
        ['terms', 'billing', 'name'],
        [
          ['Asked', 'billing', true],
          ['Opened', null, true],
        ],
      ),
      declareFlow('legacy', 'Legacy', ['name', 'terms'], [['Opened', 'name', true]]),
    ],
  },
  {
    tool: 'tool',
    age: 'not_yet',
    versions: [],
    flows: [declareFlow('create', 'CLI Create', ['name', 'sign', 'call'], [])],
  },
];

function declareFlow(
  name: string,
  prefix: string,
  steps: string[],
  milestones: [string, string | null, boolean][],
): FlowDeclaration {
  return {
    name,
    title: `Flow ${name}`,
    event_prefix: prefix,
    steps,
    reasons: ['cancelled', 'declined'],
    milestones: milestones.map(([milestone, step, on_path]) => ({
      name: milestone,
      step,
      on_path,
      properties: {},
    })),
    properties: {},
    started: {},
    completed: {},
    aborted: {},
    failed: {},
  };
}

interface GeneratedEvent {
  event: string;
  flow?: string;
  run?: number;
  properties?: Properties;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

function terminalProperties(steps: readonly string[]) {
  return fc
    .record({
      step: maybe(fc.constantFrom<unknown>(...steps, 'elsewhere', 7)),
      reason: maybe(fc.constantFrom<unknown>('cancelled', 'declined', 'vanished', null)),
      error_class: maybe(fc.constantFrom<unknown>('ApiError', 'TimeoutError', false)),
      duration_ms: maybe(fc.constantFrom<unknown>(0, 12.5, 900, -4, 'long')),
    })
    .map(defined);
}

function defined(record: Record<string, unknown>): Properties {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as Properties;
}

const flowPrefixes: Record<string, readonly string[]> = {
  create: ['CLI Create', 'CLI Create', 'Create'],
  auth: ['CLI Auth'],
  setup: ['CLI Setup'],
  legacy: ['Legacy'],
  beta: ['Beta Thing'],
};

const namedSteps: Record<string, readonly string[]> = {
  auth: ['wait', 'exchange'],
  create: ['name', 'terms', 'call', 'billing', 'review', 'sign'],
};

const flowEvent: fc.Arbitrary<GeneratedEvent> = fc
  .constantFrom(
    ...['create', 'create', 'create', 'create', 'auth', 'setup', 'setup'],
    ...['legacy', 'beta', 'mystery'],
  )
  .chain((flow) =>
    fc.record({
      flow: fc.constant(flow),
      run: fc.integer({ min: 0, max: 2 }),
      event: fc
        .constantFrom(
          'Started',
          'Started',
          'Opened',
          'Accepted Terms',
          'Declined Terms',
          'Call Failed',
          'Browser Started',
          'Asked',
          'Undeclared',
          'Completed',
          'Aborted',
          'Failed',
        )
        .chain((word) =>
          fc
            .constantFrom(...(flowPrefixes[flow] ?? ['Mystery']))
            .map((prefix) => `${prefix} ${word}`),
        )
        // Without a Started event the prefix of this flow stays unknown.
        .map((event) => (event === 'Mystery Started' ? 'Mystery Began' : event)),
      properties: terminalProperties(namedSteps[flow] ?? ['name', 'terms']),
    }),
  );

/** Of every type, and of types that are easily mistaken for each other. */
const propertyValue = fc.constantFrom<unknown>(
  ...['pro', 'free', '', '1', 'true', 'Zoë "/\\', 1, 0.1, -3, 250, 1e21, 1.5e-7, true, false, null],
  ...[[], ['pro', 1, null, 'pro'], [250, [1], { a: 1 }], {}, { a: 'pro' }],
);

const lifecycleEvent: fc.Arbitrary<GeneratedEvent> = fc.oneof(
  fc
    .constantFrom<unknown>([], ['name'], ['region', 'name'], 'name', ['name', 7])
    .map((flags) => ({ event: 'Command Invoked', properties: { flags } as Properties })),
  fc.array(propertyValue, { maxLength: 2 }).map(([plan = null, more]) => ({
    event: 'Something Else',
    properties: defined({ plan, ...(more !== undefined && { 'a:b': more, flags: [more, plan] }) }),
  })),
  fc.constantFrom(...aliasEvents).map((event): GeneratedEvent => ({ event })),
  fc
    .constantFrom('ApiError', 'UserError')
    .map((error_class) => ({ event: 'Command Failed', properties: { error_class } })),
  fc
    .record({
      succeeded: maybe(fc.constantFrom<unknown>(true, false, 'yes')),
      exit_code: maybe(fc.constantFrom<unknown>(0, 1, 2, 0.5)),
      duration_ms: maybe(fc.constantFrom<unknown>(5, 80.25, 4000, -1)),
      error_class: maybe(fc.constant('ApiError')),
      user_cancelled: maybe(fc.boolean()),
      vanished: maybe(fc.boolean()),
    })
    .map((properties) => ({ event: 'Command Completed', properties: defined(properties) })),
);

interface Send {
  /** Milliseconds from recording to sending, and from sending to arrival. */
  wait: number;
  latency: number;
}

const send: fc.Arbitrary<Send> = fc.record({
  wait: fc.constantFrom(0, 40, 60_000, 20 * 86_400_000),
  latency: fc.integer({ min: 0, max: 3_000 }),
});

const minute = 60_000;
const day = 1440 * minute;

/** Middle of the period in which generated invocations begin. */
export const generatedNow = Date.UTC(2026, 4, 20, 12);

const invocation = fc.record({
  events: fc.array(
    fc.record({
      event: fc.oneof(
        { weight: 3, arbitrary: flowEvent },
        { weight: 2, arbitrary: lifecycleEvent },
      ),
      /** Milliseconds since the previous event; 0 makes a tie. */
      after: fc.constantFrom(0, 1, 1, 17, 1000, 5 * minute),
      /** The first arrival and repeats; an empty list makes a gap. */
      sends: fc.array(send, { minLength: 0, maxLength: 3 }),
      /** A foreign event has no place in the sequence. */
      foreign: fc.boolean(),
      /** In its request, one for each arrival: a repeat may come in another batch. */
      positions: fc.array(fc.constantFrom(0, 1, 2, 700), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 16, size: 'max' },
  ),
  start: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -2 * day, max: 2 * day }) },
    { weight: 1, arbitrary: fc.integer({ min: -9 * day, max: 9 * day }) },
    // Weeks earlier, so that a pause reaches into the queried ranges.
    { weight: 1, arbitrary: fc.constantFrom(-40 * day, -39 * day, -9 * day, -8 * day) },
    // At the borders of day ranges, and across them.
    {
      weight: 1,
      arbitrary: fc.constantFrom(-2 * day, -2 * day - 1, 2 * day - 1, 2 * day, 2 * day - 2000),
    },
  ),
  /** Pauses for a long time before one of its events, as a long-running server does. */
  pause: fc.record({
    before: fc.integer({ min: 1, max: 8 }),
    ms: fc.constantFrom(0, 0, 0, 0, 6 * day, 8 * day, 40 * day),
  }),
  /** How far the client's clock is ahead, in milliseconds. */
  skew: fc.constantFrom(0, 0, 0, 3_600_000, -86_400_000, 365 * day, -3000 * day),
  saysWhenSent: fc.boolean(),
  foreign: fc.boolean(),
  // User ids in both places: chains and circles of aliases.
  anonymous: fc.constantFrom('', 'a1', 'a2', 'a3', 'u1', 'u2', 'u3', 'ci:github'),
  user: fc.constantFrom('', '', '', 'u1', 'u2', 'u3', 'a1'),
  signedInFrom: fc.integer({ min: 0, max: 6 }),
  tool: fc.constantFrom('tool', 'tool', 'other', ''),
  base: fc.record({
    command: fc.constantFrom('tool create', 'tool list'),
    version: fc.constantFrom('1.9.0', '1.10.0', 'main'),
    env: fc.constantFrom('prod', 'dev'),
    operating_system: fc.constantFrom('linux', 'darwin'),
    is_ci: fc.boolean(),
    ci_name: fc.constantFrom(null, 'github'),
    cli_context: fc.constantFrom('human', 'human', 'agent:amp', 'agent:unknown', null),
    is_interactive: fc.boolean(),
  }),
});

/**
 * Events of several invocations as they arrived: in any order, some repeatedly, some not at all.
 *
 * By the corrected time, invocations begin within nine days of {@link generatedNow} or about 40
 * days earlier, and some last for weeks.
 */
export const arrivedEvents: fc.Arbitrary<RecordedEvent[]> = fc
  .array(invocation, { minLength: 1, maxLength: 16, size: 'max' })
  .map((invocations) => invocations.flatMap(toEvents))
  .chain((events) => shuffled(events));

/** The same values in any order. */
export function shuffled<T>(things: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...things], { minLength: things.length, maxLength: things.length });
}

/** Invocations that begin on nearby days, or all of them, share the runs of a resumable flow. */
function runId(flow: string, run: number | undefined, start: number): string {
  if (flow !== 'setup') return `run-${run}`;
  return run === 0 ? 'setup-0' : `setup-${run}-${Math.floor(start / (6 * day))}`;
}

type Generated = typeof invocation extends fc.Arbitrary<infer T> ? T : never;

function toEvents(generated: Generated, index: number): RecordedEvent[] {
  const { base, skew, anonymous, user, pause } = generated;
  const invocation_id = `invocation-${index}`;
  let elapsed = 0;
  return generated.events.flatMap(({ event, after, sends, foreign, positions }, i) => {
    elapsed += after + (i === pause.before ? pause.ms : 0);
    const happened = generatedNow + generated.start + elapsed;
    // A clock that cannot be corrected is believed.
    const timestamp = generated.saysWhenSent ? happened + skew : happened;
    const sequence = generated.foreign && foreign ? 0 : i + 1;
    const user_id = i >= generated.signedInFrom ? user : '';
    return sends.map(({ wait, latency }, repeat) => ({
      event: event.event,
      // Short: the store compares the first characters.
      insert_id: `${index}-${i}`,
      distinct_id: user_id || anonymous || `d${index % 3}`,
      anonymous_id: anonymous,
      user_id,
      invocation_id,
      sequence,
      flow: event.flow ?? '',
      tool: generated.tool,
      flow_run_id: event.flow === undefined ? '' : runId(event.flow, event.run, generated.start),
      timestamp,
      sent_at: generated.saysWhenSent ? timestamp + wait : null,
      received_at: happened + wait + latency + repeat * 5_000,
      position: positions[repeat] ?? 0,
      properties: { ...event.properties, ...base, invocation_id, sequence },
    }));
  });
}

/** Random numbers from 0 to less than 1, the same in each run of a test. */
export function createRandom(): () => number {
  let state = 12_345;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
