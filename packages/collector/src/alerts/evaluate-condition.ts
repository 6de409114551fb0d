import { formatCount, formatPercent, formatQuantity, printable } from '@sonde/analytics/format';
import { queries, type Store } from '@sonde/store';
import { describeChange, releaseAddress } from '../releases/describe-change.js';
import { findingsOf } from '../releases/release-findings.js';
import type { Team } from '../team/team.js';
import type { AlertRecord, ThresholdCondition } from './alert-records.js';

/** Something that meets a condition. */
export interface Found {
  subject: string;
  lines: string[];
  path: string;
}

const hourMs = 3_600_000;

/** What meets an alert's condition now; null if there is too little data to say. */
export async function evaluateCondition(
  { store, team }: { store: Pick<Store, 'query'>; team: Team },
  { project, condition }: Pick<AlertRecord, 'project' | 'condition'>,
): Promise<Found[] | null> {
  if (condition.kind === 'release') {
    return findingsOf(team, project)
      .filter(
        ({ tool, worse, is_superseded }) =>
          worse.length > 0 &&
          !is_superseded &&
          (condition.tool === undefined || condition.tool === tool),
      )
      .map((finding) => ({
        subject: `${finding.tool || 'Tool unknown'} ${finding.version}`,
        lines: finding.worse.map(describeChange),
        path: releaseAddress('', finding),
      }));
  }
  const now = team.now();
  const from = new Date(now - condition.window_hours * hourMs).toISOString();
  const range = { from, to: new Date(now).toISOString() };
  const { value, runs } = await measure(store, project, condition, range, now);
  const isRate = runs !== null;
  if (value === null || (isRate && runs < condition.min_runs)) return null;
  const isMet = condition.is === 'below' ? value < condition.value : value > condition.value;
  if (!isMet) return [];
  const number = isRate
    ? `${formatPercent(value, runs)} of ${formatCount(runs)}`
    : formatCount(value);
  const limit = isRate ? formatPercent(condition.value, 1000) : formatCount(condition.value);
  const { tool, command } = condition;
  const search = new URLSearchParams({
    project,
    ...range,
    ...(tool !== undefined && { tool }),
    ...(command !== undefined && { command }),
  });
  return [
    {
      subject: '',
      lines: [
        `${describeMeasure(condition)}: ${number} in the last ${formatQuantity(condition.window_hours, 'hour')}, ${condition.is} ${limit}`,
      ],
      path: `/invocations?${search}`,
    },
  ];
}

interface Measured {
  value: number | null;
  /** What a rate is of; null: it is no rate. */
  runs: number | null;
}

/** The same numbers as on the pages: those of the lists behind them. */
async function measure(
  store: Pick<Store, 'query'>,
  project: string,
  condition: ThresholdCondition,
  range: { from: string; to: string },
  now: number,
): Promise<Measured> {
  const { tool, command, error_class, flow = '' } = condition;
  const scope = {
    ...{ project, ...range },
    ...(tool !== undefined && { tool: [tool] }),
    ...(command !== undefined && { command: [command] }),
  };
  type Filter = Omit<Parameters<typeof queries.invocations.read>[1], 'project'>;
  const list = (filter: Filter) =>
    store.query(queries.invocations, { ...scope, ...filter, limit: 1 }, now);
  const rate = (hits: number, runs: number) => ({ value: runs === 0 ? null : hits / runs, runs });
  switch (condition.measure) {
    case 'invocations':
      return { value: (await list({})).total, runs: null };
    case 'users': {
      const { totals } = await store.query(queries.overview, scope, now);
      return { value: totals.users, runs: null };
    }
    case 'success_rate': {
      const all = await list({ status: 'ended' });
      return rate((await list({ status: 'succeeded' })).total, all.total);
    }
    case 'error_share': {
      const all = await list({ status: 'ended' });
      const hits = await list({ status: 'ended', error_class: error_class ?? '' });
      return rate(hits.total, all.total);
    }
    case 'flow_completion': {
      const all = await list({ flow, flow_outcome: 'ended' });
      const hits = await list({ flow, flow_outcome: 'completed' });
      return rate(hits.flow_runs ?? 0, all.flow_runs ?? 0);
    }
  }
}

function describeMeasure({
  measure,
  tool,
  command,
  error_class,
  flow,
}: ThresholdCondition): string {
  const what = {
    success_rate: 'Success rate',
    invocations: 'Invocations',
    users: 'Users',
    error_share: `Share of runs with the error ${error_class || 'without a class'}`,
    flow_completion: `Completion of ${flow}`,
  }[measure];
  const of = command ?? tool;
  return printable(of === undefined ? what : `${what} of ${of}`);
}
