/**
 * The questions the store answers and the shapes of the answers.
 *
 * One definition serves three readers: the store's port (types), the HTTP API (validation and the
 * OpenAPI document) and through that document the dashboard's client.
 */
import { type Static, Type } from 'typebox';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const isoTime = (description: string) => Type.String({ format: 'date-time', description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const ratio = (description: string) => Nullable(Type.Number({ minimum: 0, description }));
const milliseconds = (description: string) => Nullable(Type.Number({ minimum: 0, description }));
const anyOfThese = (description: string) =>
  Type.Optional(Type.Array(Type.String(), { description }));

/**
 * Which part of the data a question is about. Times are corrected times; `from` is inside, `to` is
 * outside. Of the values in one list any may match; lists combine with "and".
 */
export const Scope = Type.Object({
  from: isoTime('Start of the range, inclusive'),
  to: isoTime('End of the range, exclusive'),
  tool: anyOfThese('Tools; an empty value for events whose tool is not known'),
  version: anyOfThese('Versions of the tool'),
  env: anyOfThese('`prod` or `dev`'),
  command: anyOfThese('Full command paths'),
  operating_system: anyOfThese('Operating systems'),
  arch: anyOfThese('Architectures'),
  runtime: anyOfThese('Runtimes'),
  ci_name: anyOfThese('CI vendors'),
  cli_context: anyOfThese(
    '`human`, `agent:<name>`, or `agent:unknown` for runs without a terminal that no agent is known of',
  ),
  is_ci: Type.Optional(Type.Boolean({ description: 'Only inside CI, or only outside' })),
  is_interactive: Type.Optional(
    Type.Boolean({ description: 'Only with a terminal, or only without' }),
  ),
});
export type Scope = Static<typeof Scope>;

/** Names of the list filters of {@link Scope}, each a property that events carry. */
export const scopeListFilters = [
  'tool',
  'version',
  'env',
  'command',
  'operating_system',
  'arch',
  'runtime',
  'ci_name',
  'cli_context',
] as const satisfies readonly (keyof Scope)[];

/** The values each filter can take in a range of dates. */
export const FilterValues = Type.Object({
  filters: Type.Array(
    Type.Object({
      name: Type.Enum(scopeListFilters),
      values: Type.Array(
        Type.Object({ value: Type.String(), invocations: count('Invocations with it') }),
        { description: 'Most frequent first, at most 200' },
      ),
    }),
    { description: 'One entry per list filter, in the order of the filters' },
  ),
});
export type FilterValues = Static<typeof FilterValues>;

/** The tools whose events a project holds. */
export const ToolList = Type.Object({
  tools: Type.Array(Type.String(), {
    description: 'By name; an empty one comes last, where the tool of some events is not known',
  }),
});
export type ToolList = Static<typeof ToolList>;

// Overview -----------------------------------------------------------------------------------

export const Totals = Type.Object({
  invocations: count('Runs of the tool'),
  users: count(
    'People: user ids, and anonymous ids that no user id is known for, without those that CI runs share',
  ),
  completed: count('Invocations that said how they ended'),
  succeeded: count('Of those, with success'),
  failed: count('Of those, with an error'),
  cancelled: count('Of those, cancelled by the user'),
  vanished: count('Of those, killed before they could say so'),
  success_rate: ratio('succeeded / (succeeded + failed + vanished), null without any'),
  duration_p50_ms: milliseconds('Median duration of completed invocations'),
  duration_p95_ms: milliseconds('95th percentile of the same'),
});
export type Totals = Static<typeof Totals>;

const toolName = Type.String({ description: 'Empty when unknown' });

export const Overview = Type.Object({
  interval: Type.Union([Type.Literal('hour'), Type.Literal('day')], {
    description: 'Length of one point of the series: an hour for ranges of up to two days',
  }),
  totals: Totals,
  previous: Type.Union([Totals, Type.Null()], {
    description:
      'The same for the range of equal length just before; null when nothing was recorded in it',
  }),
  series: Type.Array(
    Type.Object({ time: isoTime('Start of the interval, UTC'), ...Totals.properties }),
    {
      description: 'One entry per interval of the range, also where nothing happened, in order',
    },
  ),
  commands: Type.Array(
    Type.Object({
      tool: toolName,
      command: Type.String(),
      invocations: count('Invocations'),
      users: count('People'),
      success_rate: ratio('As in totals'),
      duration_p50_ms: milliseconds('Median'),
      duration_p95_ms: milliseconds('95th percentile'),
    }),
    { description: 'The 20 most used, most used first' },
  ),
  versions: Type.Array(
    Type.Object({
      tool: toolName,
      version: Type.String(),
      invocations: count('Invocations'),
      users: count('People'),
      success_rate: ratio('As in totals'),
      first_seen: isoTime('Of all time, not only in the range'),
    }),
    {
      description:
        'Versions seen in the range, tool by tool, of each the newest first by semver, then other names',
    },
  ),
  regressions: Type.Array(
    Type.Object({
      tool: toolName,
      command: Type.String(),
      version: Type.String({ description: 'The newest release of the tool in the range' }),
      previous_version: Type.String({ description: 'Its release before that in the range' }),
      invocations: count('With the newest'),
      success_rate: Type.Number(),
      previous_invocations: count('With the one before'),
      previous_success_rate: Type.Number(),
    }),
    {
      description:
        'Commands whose success rate fell from the previous release of their tool to its newest by more than chance explains (two-proportion z-test, one-sided, p < 0.05, at least 20 ended invocations in each), worst first',
    },
  ),
});
export type Overview = Static<typeof Overview>;

// Flows --------------------------------------------------------------------------------------

export const outcomes = ['completed', 'aborted', 'failed', 'vanished', 'incomplete'] as const;
export type Outcome = (typeof outcomes)[number];

const OutcomeCounts = Type.Object({
  completed: count('Runs that completed'),
  aborted: count('Runs that the user or a rule stopped'),
  failed: count('Runs that an error stopped'),
  vanished: count('Runs whose process died'),
  incomplete: count('Runs whose end has not arrived'),
});
export type OutcomeCounts = Static<typeof OutcomeCounts>;

const tools = Type.Array(Type.String(), {
  description: 'Tools whose catalogs declare the flow, by name',
});

export const declarations = ['now', 'no_longer', 'not_yet', 'never'] as const;
export type Declaration = (typeof declarations)[number];

const declaration = (what: string) =>
  Type.Enum(declarations, {
    description: `Whether the catalog of the newest version seen declares ${what} (\`now\`), only others do (\`no_longer\`, or \`not_yet\` for a catalog that no version was seen with), or none (\`never\`)`,
  });

export const FlowSummary = Type.Object({
  flow: Type.String({ description: 'Name in the catalog' }),
  title: Type.String(),
  declared: Type.Boolean({ description: 'Whether `declaration` is `now`' }),
  declaration: declaration('the flow'),
  tools,
  runs: count('Flow runs started in the range'),
  outcomes: OutcomeCounts,
  conversion: ratio('completed / runs'),
  duration_p50_ms: milliseconds('Median duration of completed runs'),
});
export type FlowSummary = Static<typeof FlowSummary>;

export const FlowList = Type.Object({ flows: Type.Array(FlowSummary) });
export type FlowList = Static<typeof FlowList>;

export const FunnelStage = Type.Object({
  id: Type.String({
    description:
      '`started`, `step:<step>`, `milestone:<name>` or `completed`; unique within the funnel',
  }),
  kind: Type.Union([
    Type.Literal('started'),
    Type.Literal('step'),
    Type.Literal('milestone'),
    Type.Literal('completed'),
  ]),
  name: Type.String({
    description: 'For people: the step, the milestone, `Started` or `Completed`',
  }),
  declaration: declaration('the stage'),
  reached: count(
    'Runs that got here. Started: all runs. Step: runs that completed, or whose furthest step is this one or a later one, in the order of the steps that the catalog of their version declares. Milestone: runs that reported it. Completed: runs that completed',
  ),
  from_previous: ratio(
    'Share of the runs that reached the stage before which also reached this one; of and after a milestone reached / reached of the stage before. Null for a stage that is not declared as its flow is, which is no stage before another either',
  ),
  from_start: ratio('reached / runs'),
  time_p50_ms: milliseconds(
    'Median time from the last event-backed stage before (Started, a milestone) to this one; null for steps, which are no events of their own',
  ),
  time_p90_ms: milliseconds('90th percentile of the same'),
  stopped: Type.Object(
    {
      total: count('Runs that ended here without completing'),
      aborted: Type.Array(Type.Object({ reason: Type.String(), runs: count('Runs') })),
      failed: Type.Array(Type.Object({ error_class: Type.String(), runs: count('Runs') })),
      vanished: count('Runs whose process died here'),
      incomplete: count('Runs whose end has not arrived, last seen here'),
    },
    {
      description:
        'A run stops at the stage of its furthest step; without a known step at `started`. Every run that did not complete stops at exactly one stage that is a step or `started`. Lists are sorted by runs, largest first, then by name',
    },
  ),
});
export type FunnelStage = Static<typeof FunnelStage>;

export const Funnel = Type.Object({
  flow: Type.String(),
  title: Type.String(),
  event_prefix: Type.String(),
  declared: Type.Boolean({ description: 'Whether `declaration` is `now`' }),
  declaration: declaration('the flow'),
  tools,
  runs: count('Flow runs started in the range'),
  invocations: count('Invocations they ran in'),
  outcomes: OutcomeCounts,
  conversion: ratio('completed / runs'),
  duration_p50_ms: milliseconds('Median duration of completed runs, as they reported it'),
  duration_p90_ms: milliseconds('90th percentile of the same'),
  stages: Type.Array(FunnelStage, {
    description:
      'In order: started, then each step of the catalogs followed by the on-path milestones reported during it, then steps that are in no catalog and that ended runs named, by how often, then completed. A flow that is in no catalog has no milestones',
  }),
  reasons: Type.Array(Type.Object({ reason: Type.String(), runs: count('Runs') }), {
    description:
      'Why users stop, all steps together, most frequent first; vanished is not a reason here',
  }),
  milestones: Type.Array(
    Type.Object({
      name: Type.String(),
      runs: count('Runs that reported it'),
      on_path: Type.Boolean(),
      declaration: declaration('the milestone'),
    }),
    { description: 'All milestones, side exits included' },
  ),
});
export type Funnel = Static<typeof Funnel>;

/** Narrows invocations to those with a flow run of this kind; the conditions must hold for one and the same run. */
export const FlowRunFilter = Type.Object({
  flow: Type.Optional(Type.String({ description: 'Needed by the other five' })),
  flow_reached: Type.Optional(Type.String({ description: 'Id of a stage that the run reached' })),
  flow_stopped_at: Type.Optional(
    Type.String({ description: 'Id of the stage at which the run stopped' }),
  ),
  flow_outcome: Type.Optional(Type.Enum(outcomes)),
  flow_reason: Type.Optional(Type.String({ description: 'Reason of an aborted run' })),
  flow_error_class: Type.Optional(Type.String({ description: 'Error class of a failed run' })),
});
export type FlowRunFilter = Static<typeof FlowRunFilter>;

// Invocations --------------------------------------------------------------------------------

export const invocationStatuses = [
  'succeeded',
  'failed',
  'cancelled',
  'vanished',
  'running',
] as const;
export type InvocationStatus = (typeof invocationStatuses)[number];

export const InvocationFilter = Type.Object({
  status: Type.Optional(Type.Enum(invocationStatuses)),
  error_class: Type.Optional(Type.String()),
  person: Type.Optional(Type.String({ description: 'A user id or an anonymous id' })),
});
export type InvocationFilter = Static<typeof InvocationFilter>;

export const InvocationSummary = Type.Object({
  invocation_id: Type.String(),
  started_at: isoTime('Corrected time of its first event'),
  command: Type.String({ description: 'Empty when unknown' }),
  tool: toolName,
  version: Type.String({ description: 'Empty when unknown' }),
  cli_context: Type.String({ description: 'Empty when unknown' }),
  operating_system: Type.String({ description: 'Empty when unknown' }),
  is_ci: Type.Boolean(),
  person: Type.String({ description: 'User id, else anonymous id' }),
  status: Type.Enum(invocationStatuses, {
    description: '`running` until Command Completed has arrived',
  }),
  exit_code: Nullable(Type.Integer()),
  error_class: Nullable(Type.String()),
  duration_ms: milliseconds('As it reported it'),
  events: count('Events that have arrived, repeats not counted'),
  missing: count('Gaps in the sequence: events known to exist that have not arrived'),
});
export type InvocationSummary = Static<typeof InvocationSummary>;

export const InvocationPage = Type.Object({
  total: count('All that match'),
  flow_runs: Nullable(
    Type.Integer({ description: 'Flow runs that match, when the question names a flow' }),
  ),
  invocations: Type.Array(InvocationSummary, { description: 'Newest first' }),
  next_cursor: Nullable(
    Type.String({ description: 'Ask again with it for the next page; null on the last' }),
  ),
});
export type InvocationPage = Static<typeof InvocationPage>;

export const TimelineEvent = Type.Object({
  sequence: Type.Integer(),
  event: Type.String(),
  insert_id: Type.String(),
  timestamp: isoTime('As the client recorded it'),
  corrected_time: isoTime('After skew correction'),
  received_at: isoTime('When the collector got it'),
  doubtful_time: Type.Boolean({
    description: 'Whether the corrected time is too far from the arrival to be believed',
  }),
  offset_ms: Type.Number({
    description: 'Since the first event of the invocation, by the client’s clock',
  }),
  flow: Nullable(Type.String()),
  flow_run_id: Nullable(Type.String()),
  role: Nullable(
    Type.Union([
      Type.Literal('started'),
      Type.Literal('milestone'),
      Type.Literal('completed'),
      Type.Literal('aborted'),
      Type.Literal('failed'),
    ]),
  ),
  properties: Type.Record(Type.String(), Type.Unknown()),
  raw: Type.Record(Type.String(), Type.Unknown(), {
    description: 'The whole event as stored, as exported',
  }),
});
export type TimelineEvent = Static<typeof TimelineEvent>;

export const FlowRun = Type.Object({
  flow_run_id: Type.String(),
  invocation_id: Type.String({ description: 'In which it began' }),
  flow: Type.String(),
  title: Type.String({ description: 'Of the flow; its name when it is in no catalog' }),
  outcome: Type.Enum(outcomes),
  reason: Nullable(Type.String()),
  error_class: Nullable(Type.String()),
  step: Nullable(Type.String({ description: 'Furthest step known; null for completed runs' })),
  milestones: Type.Array(Type.String(), {
    description: 'In the order of their sequence, each once',
  }),
  first_sequence: Type.Integer({ description: 'Within the invocation that was asked for' }),
  last_sequence: Type.Integer({ description: 'Within the invocation that was asked for' }),
  started_at: isoTime('Client’s time of its first event'),
  duration_ms: milliseconds(
    'As the terminal reported it, else from first to last event; null while incomplete',
  ),
});
export type FlowRun = Static<typeof FlowRun>;

export const InvocationDetail = Type.Object({
  summary: InvocationSummary,
  events: Type.Array(TimelineEvent, { description: 'By sequence' }),
  gaps: Type.Array(Type.Object({ after: Type.Integer(), missing: Type.Integer({ minimum: 1 }) }), {
    description: '`missing` events after sequence `after` (0: before the first)',
  }),
  flow_runs: Type.Array(FlowRun),
  base: Type.Record(Type.String(), Type.Unknown(), {
    description:
      'Base properties, and what the tool adds to every event, as the first event has them',
  }),
  base_undeclared: Type.Record(Type.String(), Type.Enum(declarations), {
    description:
      'Of these, what the catalog of the newest version seen does not declare: `no_longer` or `not_yet`',
  }),
});
export type InvocationDetail = Static<typeof InvocationDetail>;
