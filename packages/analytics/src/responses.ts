/**
 * Responses that are also used outside the query that returns them: by the fold that defines the
 * numbers, and by the CLI, which validates responses. All others are defined with their query.
 */
import { type Static, Type } from 'typebox';
import {
  count,
  declaration,
  flowTools,
  isoTime,
  milliseconds,
  Nullable,
  ratio,
  toolName,
} from './response-fields.js';

// Overview -----------------------------------------------------------------------------------

export const Totals = Type.Object({
  invocations: count('Runs of the tool'),
  users: count(
    'People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted',
  ),
  completed: count('Invocations with a known outcome'),
  succeeded: count('Of those, succeeded'),
  failed: count('Of those, failed with an error'),
  cancelled: count('Of those, cancelled by the user'),
  vanished: count('Of those, killed before they could report an outcome'),
  success_rate: ratio('succeeded / (succeeded + failed + vanished), null without any'),
  duration_p50_ms: milliseconds('Median duration of completed invocations'),
  duration_p95_ms: milliseconds('95th percentile of that'),
});
export type Totals = Static<typeof Totals>;

export const Overview = Type.Object({
  interval: Type.Union([Type.Literal('hour'), Type.Literal('day')], {
    description:
      'Length of one point of the series: an hour for ranges of up to two days, else a day of the zone',
  }),
  totals: Totals,
  previous: Type.Union([Totals, Type.Null()], {
    description: 'The same for the previous range of equal length; null if it has no events',
  }),
  series: Type.Array(
    Type.Object({ time: isoTime('Start of the interval'), ...Totals.properties }),
    {
      description: 'One entry per interval of the range, in order, including empty ones',
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
    { description: 'The 20 most used commands, most used first' },
  ),
  versions: Type.Array(
    Type.Object({
      tool: toolName,
      version: Type.String(),
      invocations: count('Invocations'),
      users: count('People'),
      success_rate: ratio('As in totals'),
      first_seen: isoTime('When the version was first seen, also before the range'),
    }),
    {
      description:
        'Versions seen in the range, grouped by tool; within a tool semver versions, newest first, then other names',
    },
  ),
});
export type Overview = Static<typeof Overview>;

// Releases -----------------------------------------------------------------------------------

const RateOfRelease = Type.Object({
  runs: count(
    'Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it',
  ),
  hits: count('Of those, that failed or were killed, had the error class, or stopped at the step'),
  rate: ratio('hits / runs'),
  people_hit: count('People with such a run'),
});

export const ReleaseChange = Type.Object({
  kind: Type.Union([Type.Literal('command'), Type.Literal('error_class'), Type.Literal('step')]),
  name: Type.String({ description: 'The command, the error class, or the id of the stage' }),
  flow: Nullable(Type.String({ description: 'Of a step: its flow' })),
  before: RateOfRelease,
  after: RateOfRelease,
  probability: Nullable(
    Type.Number({
      description:
        'How likely chance alone makes the rate rise as much, from 0 to 1; null: too few people',
    }),
  ),
});
export type ReleaseChange = Static<typeof ReleaseChange>;

/** How many rates that did not get worse are listed. */
export const mostOtherRates = 500;

export const ReleaseComparison = Type.Object({
  tool: toolName,
  version: Type.String({ description: 'The release' }),
  previous_version: Type.String({ description: 'What it is compared with' }),
  tested: count('Rates that at least 20 people of each release have'),
  untested: count('Rates that fewer have: nothing can be said of them'),
  worse: Type.Array(ReleaseChange, {
    description:
      'Rates that rose by more than chance, most people hit first. If nothing has changed, at most one release in twenty has an entry; see docs/numbers.md',
  }),
  others: Type.Array(ReleaseChange, {
    description: `With \`all\`: the other rates, most people hit first, at most ${mostOtherRates}. Else empty`,
  }),
});
export type ReleaseComparison = Static<typeof ReleaseComparison>;

export const ReleaseReport = Type.Object({
  releases: Type.Array(ReleaseComparison, {
    description: 'By tool; without tools that have one release in the range',
  }),
  tools: Type.Array(
    Type.Object({
      tool: toolName,
      versions: Type.Array(Type.String(), { description: 'Newest first' }),
    }),
    { description: 'What can be compared: the versions of each tool in the range' },
  ),
});
export type ReleaseReport = Static<typeof ReleaseReport>;

// Flows --------------------------------------------------------------------------------------

export const outcomes = ['completed', 'aborted', 'failed', 'vanished', 'incomplete'] as const;
export type Outcome = (typeof outcomes)[number];

export const OutcomeCounts = Type.Object({
  completed: count('Runs that completed'),
  aborted: count('Runs that the user or a rule stopped'),
  failed: count('Runs that an error stopped'),
  vanished: count('Runs whose process died'),
  incomplete: count('Runs whose end has not arrived'),
});
export type OutcomeCounts = Static<typeof OutcomeCounts>;

export const FlowSummary = Type.Object({
  flow: Type.String({ description: 'Name in the catalog' }),
  title: Type.String(),
  declared: Type.Boolean({ description: 'Whether `declaration` is `now`' }),
  declaration: declaration('the flow'),
  tools: flowTools,
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
    description: 'Label: the step, the milestone, `Started` or `Completed`',
  }),
  declaration: declaration('the stage'),
  reached: count(
    'Runs that got here. Started: all runs. Step: runs that completed, or whose furthest step is this one or a later one, in the step order of the catalog of their version. Milestone: runs that reported it. Completed: runs that completed',
  ),
  from_previous: ratio(
    'Share of the runs at the previous stage that also reached this one. If this or the previous stage is a milestone: reached / reached of the previous stage. Null if the `declaration` of the stage differs from that of its flow; such a stage is never a previous stage',
  ),
  from_start: ratio('reached / runs'),
  time_p50_ms: milliseconds(
    'Median time from the last event-backed stage before (Started, a milestone) to this one; null for steps, which have no event',
  ),
  time_p90_ms: milliseconds('90th percentile of that'),
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
        'A run stops at the stage of its furthest step, or at `started` if no step is known. Every run that did not complete stops at exactly one stage that is a step or `started`. Lists are sorted by runs, largest first, then by name',
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
  tools: flowTools,
  runs: count('Flow runs started in the range'),
  invocations: count('Invocations they ran in'),
  outcomes: OutcomeCounts,
  conversion: ratio('completed / runs'),
  duration_p50_ms: milliseconds('Median duration of completed runs, as they reported it'),
  duration_p90_ms: milliseconds('90th percentile of the same'),
  stages: Type.Array(FunnelStage, {
    description:
      'In order: started, then each step of the catalogs followed by the on-path milestones reported during it, then steps that are in no catalog but were reported by ended runs, most frequent first, then completed. A flow that is in no catalog has no milestones',
  }),
  reasons: Type.Array(Type.Object({ reason: Type.String(), runs: count('Runs') }), {
    description: 'Reasons of aborted runs over all steps, most frequent first, without `vanished`',
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

// Invocations --------------------------------------------------------------------------------

export const invocationStatuses = [
  'succeeded',
  'failed',
  'cancelled',
  'vanished',
  'running',
] as const;
export type InvocationStatus = (typeof invocationStatuses)[number];

/** What a list of invocations can be sorted by. */
export const invocationSorts = [
  'started_at',
  'status',
  'command',
  'version',
  'person',
  'actor',
  'events',
  'duration_ms',
] as const;
export type InvocationSort = (typeof invocationSorts)[number];

export const InvocationSummary = Type.Object({
  invocation_id: Type.String(),
  started_at: isoTime('Corrected time of its first event'),
  command: Type.String({ description: 'Empty if unknown' }),
  tool: toolName,
  version: Type.String({ description: 'Empty if unknown' }),
  cli_context: Type.String({ description: 'Empty if unknown' }),
  operating_system: Type.String({ description: 'Empty if unknown' }),
  is_ci: Type.Boolean(),
  person: Type.String({ description: 'User id, else anonymous id' }),
  status: Type.Enum(invocationStatuses, {
    description: '`running` until Command Completed has arrived',
  }),
  exit_code: Nullable(Type.Integer()),
  error_class: Nullable(Type.String()),
  duration_ms: milliseconds('As it reported it'),
  flags: Type.Array(Type.String(), { description: 'Names of the flags given, in order' }),
  events: count('Events that have arrived, repeats not counted'),
  missing: count('Gaps in the sequence: events known to exist that have not arrived'),
});
export type InvocationSummary = Static<typeof InvocationSummary>;

export const InvocationPage = Type.Object({
  total: count('All that match'),
  flow_runs: Nullable(
    Type.Integer({ description: 'Matching flow runs, if the query names a flow' }),
  ),
  people: Nullable(
    Type.Integer({
      description: 'People who ran them, if the query has `count_people` or `first_from`',
    }),
  ),
  matching_events: Nullable(
    Type.Integer({ description: 'Matching events, if the query names an event' }),
  ),
  invocations: Type.Array(InvocationSummary, { description: 'In the order of `sort`' }),
  next_cursor: Nullable(
    Type.String({ description: 'Parameter `cursor` of the next page; null on the last' }),
  ),
});
export type InvocationPage = Static<typeof InvocationPage>;

export const FlowRun = Type.Object({
  flow_run_id: Type.String(),
  invocation_id: Type.String({ description: 'Invocation in which the run began' }),
  flow: Type.String(),
  title: Type.String({ description: 'Title of the flow; its name if it is in no catalog' }),
  outcome: Type.Enum(outcomes),
  reason: Nullable(Type.String()),
  error_class: Nullable(Type.String()),
  step: Nullable(Type.String({ description: 'Furthest step known; null for completed runs' })),
  milestones: Type.Array(Type.String(), {
    description: 'In sequence order, each once',
  }),
  first_sequence: Type.Integer({ description: 'In the requested invocation' }),
  last_sequence: Type.Integer({ description: 'In the requested invocation' }),
  started_at: isoTime('Client’s time of its first event'),
  duration_ms: milliseconds(
    'As the end event reported it, else from first to last event; null while incomplete',
  ),
});
export type FlowRun = Static<typeof FlowRun>;

// Quarantine ---------------------------------------------------------------------------------

const notFound = Type.Array(Type.String(), { description: 'Ids that no quarantined event has' });

export const ReplayReport = Type.Object(
  {
    accepted: count('Events that were stored'),
    duplicates: count('Events that had been stored already; they are no longer quarantined'),
    quarantined: count('Events that stay quarantined'),
    reasons: Type.Array(
      Type.Object({
        code: Type.String({ description: 'Stable; see docs/errors.md' }),
        field: Nullable(
          Type.String({ description: 'Path of the field; null for the whole event' }),
        ),
        events: count('Events'),
      }),
      { description: 'Why they stay, most frequent first' },
    ),
    not_found: notFound,
    next_cursor: Nullable(Type.String({ description: 'For the next page; null after the last' })),
  },
  { description: 'What a replay did' },
);
export type ReplayReport = Static<typeof ReplayReport>;

export const DropReport = Type.Object(
  { dropped: count('Quarantined events that were deleted'), not_found: notFound },
  { description: 'What was deleted' },
);
export type DropReport = Static<typeof DropReport>;
