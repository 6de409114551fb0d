import { type Static, Type } from 'typebox';
import { fillHistogram, foldHistogram } from './duration-histogram.js';
import type { FoldedFlowRun } from './flow-run.js';
import type { FlowShape } from './flow-shape.js';
import { share, stageWaits } from './funnel.js';
import { funnelStages, type StageHead, withNamedSteps } from './funnel-stages.js';
import { quantile } from './quantile.js';
import { count, isoTime, milliseconds, Nullable, ratio } from './response-fields.js';
import { FunnelStage } from './responses.js';

const spread = (what: string) => ({
  runs: count(`Runs ${what}`),
  p50_ms: milliseconds('Median of their times, null if none is known'),
  p90_ms: milliseconds('90th percentile of the same'),
});

export const FlowTimes = Type.Object({
  flow: Type.String(),
  interval: Type.Union([Type.Literal('hour'), Type.Literal('day')], {
    description: 'Length of one point of the series',
  }),
  series: Type.Array(
    Type.Object({
      time: isoTime('Start of the interval'),
      runs: count('Runs that started in it'),
      completed: count('Of those, completed'),
      conversion: ratio('completed / runs'),
    }),
    { description: 'One entry per interval of the range, in order, including empty ones' },
  ),
  to_complete: Type.Object({
    ...spread('that completed'),
    histogram: Type.Array(
      Type.Object({
        from_ms: Type.Number({ minimum: 0, description: 'Lower bound, inclusive' }),
        to_ms: Nullable(
          Type.Number({ description: 'Upper bound, exclusive; null for the last bin' }),
        ),
        runs: count('Completed runs whose duration is in it'),
      }),
      { description: 'From the first to the last bin with a run, also the empty ones between' },
    ),
  }),
  stages: Type.Array(
    Type.Object({
      id: FunnelStage.properties.id,
      kind: FunnelStage.properties.kind,
      name: FunnelStage.properties.name,
      from_previous: Nullable(
        Type.Object(spread('with a time from the last event-backed stage before to this one'), {
          description: 'Null for Started and for steps, which have no event',
        }),
      ),
      until_stopped: Nullable(
        Type.Object(spread('that stopped here; the time is from their start to their end'), {
          description: 'Null for stages at which no run can stop: milestones and Completed',
        }),
      ),
    }),
    { description: 'The stages of the funnel, in its order' },
  ),
});
export type FlowTimes = Static<typeof FlowTimes>;

/** How often, and with which median and 90th percentile in milliseconds. */
export type TimeSpread = NonNullable<FlowTimes['stages'][number]['from_previous']>;

/** What {@link buildFlowTimes} puts together. */
export interface FlowTimesTally {
  /** By start of the interval, in milliseconds since 1970. */
  intervals: ReadonlyMap<number, { runs: number; completed: number }>;
  toComplete: TimeSpread;
  /** Completed runs by the lower bound of their bin. */
  bins: ReadonlyMap<number, number>;
  /** By stage id. */
  fromPrevious: ReadonlyMap<string, TimeSpread>;
  /** By step; null stands for Started. */
  untilStopped: ReadonlyMap<string | null, TimeSpread>;
}

/** The intervals of a series, as `calendarStarts` gives them. */
interface Intervals {
  unit: 'hour' | 'day';
  starts: readonly number[];
}

/** Folds the runs of one flow into its times. */
export function foldFlowTimes(
  runs: readonly FoldedFlowRun[],
  shape: FlowShape,
  { unit, starts }: Intervals,
): FlowTimes {
  const intervals = new Map<number, { runs: number; completed: number }>();
  for (const { corrected_start, outcome } of runs) {
    const start = starts.findLast((one) => one <= corrected_start) ?? 0;
    const before = intervals.get(start) ?? { runs: 0, completed: 0 };
    intervals.set(start, {
      runs: before.runs + 1,
      completed: before.completed + (outcome === 'completed' ? 1 : 0),
    });
  }
  const completed = runs.filter(({ outcome }) => outcome === 'completed');
  const stopped = runs.filter(({ outcome }) => outcome !== 'completed');
  const durations = completed.map(({ duration_ms }) => duration_ms ?? 0);
  const steps = [...new Set(stopped.map(({ step }) => step))];
  const waits = stageWaits(runs, funnelStages(shape));
  return buildFlowTimes(
    shape,
    { unit, starts },
    {
      intervals,
      toComplete: spreadOf(durations),
      bins: new Map(foldHistogram(durations).map((bin) => [bin.from_ms, bin.invocations])),
      fromPrevious: new Map([...waits].map(([id, values]) => [id, spreadOf(values)])),
      untilStopped: new Map(
        steps.map((step) => {
          const there = stopped.filter((run) => run.step === step);
          const times = there.flatMap(({ duration_ms }) => duration_ms ?? []);
          return [step, { ...spreadOf(times), runs: there.length }];
        }),
      ),
    },
  );
}

function spreadOf(values: readonly number[]): TimeSpread {
  return { runs: values.length, p50_ms: quantile(values, 0.5), p90_ms: quantile(values, 0.9) };
}

const noTimes: TimeSpread = { runs: 0, p50_ms: null, p90_ms: null };

/** Builds the times of a flow from counts. */
export function buildFlowTimes(
  shape: FlowShape,
  { unit, starts }: Intervals,
  tally: FlowTimesTally,
): FlowTimes {
  const stops = [...tally.untilStopped].map(([step, { runs }]) => ({ step, runs }));
  const canStop = ({ kind }: StageHead) => kind === 'started' || kind === 'step';
  return {
    flow: shape.name,
    interval: unit,
    series: starts.map((start) => {
      const { runs, completed } = tally.intervals.get(start) ?? { runs: 0, completed: 0 };
      const conversion = share(completed, runs);
      return { time: new Date(start).toISOString(), runs, completed, conversion };
    }),
    to_complete: {
      ...tally.toComplete,
      histogram: fillHistogram(tally.bins).map(({ from_ms, to_ms, invocations }) => ({
        ...{ from_ms, to_ms, runs: invocations },
      })),
    },
    stages: funnelStages(withNamedSteps(shape, stops)).map((stage) => ({
      ...{ id: stage.id, kind: stage.kind, name: stage.name },
      from_previous:
        stage.kind === 'milestone' || stage.kind === 'completed'
          ? (tally.fromPrevious.get(stage.id) ?? noTimes)
          : null,
      until_stopped: canStop(stage)
        ? (tally.untilStopped.get(stage.kind === 'started' ? null : stage.name) ?? noTimes)
        : null,
    })),
  };
}
