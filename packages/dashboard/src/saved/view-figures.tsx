import { formatCount, formatPercent, rateBase } from '@sonde/analytics/format';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { eventQuery } from '../api/event-queries.js';
import { flowsQuery, flowTimesQuery } from '../api/flow-queries.js';
import { invocationsQuery } from '../api/invocation-queries.js';
import { overviewQuery } from '../api/overview-queries.js';
import { Trend, type TrendProps } from '../errors/trend.js';
import link from '../invocations/invocations-link.module.css';
import { type InvocationSearch, readInvocationSearch } from '../url/invocation-search.js';
import { readScope, type ScopeSearch } from '../url/scope-search.js';
import { partsOf, type ViewLink } from './describe-view.js';
import classes from './home-page.module.css';

/**
 * The main numbers of the page of a view, as the page shows them, and the course of the first one
 * if the page has it. Some pages have none.
 */
export function ViewFigures({ to, search }: ViewLink) {
  const [, page = '', name = ''] = partsOf(to);
  const scope = readScope(search);
  if (page === 'flows' && name !== '') return <FlowFigures flow={name} scope={scope} />;
  if (page === 'invocations' && name === '') {
    return <ListFigures search={readInvocationSearch(search)} />;
  }
  if (page === 'events' && name !== '') return <EventFigures event={name} scope={scope} />;
  if (page === '' || page === 'commands') {
    return <TotalFigures scope={name === '' ? scope : { ...scope, command: [name] }} />;
  }
  return null;
}

function FlowFigures({ flow, scope }: { flow: string; scope: ScopeSearch }) {
  const { data, isError } = useQuery(flowsQuery(scope));
  const found = data?.flows.find((one) => one.flow === flow);
  const runs = found?.runs ?? 0;
  const { data: times } = useQuery(flowTimesQuery(flow, scope));
  return (
    <Figures
      isLoading={data === undefined}
      isError={isError}
      course={
        times && {
          counts: times.series.map((point) => point.runs),
          interval: times.interval,
          of: 'run',
        }
      }
    >
      <Figure label="Runs" list={{ ...scope, flow }}>
        {formatCount(runs)}
      </Figure>
      <Figure label="Completed" list={{ ...scope, flow, flow_outcome: 'completed' }}>
        {formatPercent(found?.conversion ?? null, runs)}
      </Figure>
    </Figures>
  );
}

function EventFigures({ event, scope }: { event: string; scope: ScopeSearch }) {
  const { data, isError } = useQuery(eventQuery(event, scope));
  return (
    <Figures
      isLoading={data === undefined}
      isError={isError}
      course={
        data && {
          counts: data.series.map(({ events }) => events),
          interval: data.interval,
          of: 'event',
        }
      }
    >
      {data !== undefined && (
        <>
          <Figure label="Events" list={{ ...scope, event }}>
            {formatCount(data.totals.events)}
          </Figure>
          <Figure label="Users" list={{ ...scope, event, count_people: true }}>
            {formatCount(data.totals.users)}
          </Figure>
        </>
      )}
    </Figures>
  );
}

function ListFigures({ search }: { search: InvocationSearch }) {
  const { data, isError } = useInfiniteQuery(invocationsQuery(search));
  const first = data?.pages[0];
  return (
    <Figures isLoading={first === undefined} isError={isError}>
      <Figure label="Invocations" list={search}>
        {formatCount(first?.total)}
      </Figure>
      {first?.people != null && (
        <Figure label="People" list={search}>
          {formatCount(first.people)}
        </Figure>
      )}
      {first?.flow_runs != null && (
        <Figure label="Runs" list={search}>
          {formatCount(first.flow_runs)}
        </Figure>
      )}
    </Figures>
  );
}

function TotalFigures({ scope }: { scope: ScopeSearch }) {
  const { data, isError } = useQuery(overviewQuery(scope));
  const totals = data?.totals;
  return (
    <Figures
      isLoading={totals === undefined}
      isError={isError}
      course={
        data && {
          counts: data.series.map(({ invocations }) => invocations),
          interval: data.interval,
        }
      }
    >
      {totals !== undefined && (
        <>
          <Figure label="Invocations" list={scope}>
            {formatCount(totals.invocations)}
          </Figure>
          <Figure label="Users" list={{ ...scope, count_people: true }}>
            {formatCount(totals.users)}
          </Figure>
          <Figure label="Success" list={{ ...scope, status: 'succeeded' }}>
            {formatPercent(totals.success_rate, rateBase(totals))}
          </Figure>
        </>
      )}
    </Figures>
  );
}

interface FiguresProps {
  isLoading: boolean;
  isError: boolean;
  /** The course of the first number; undefined until it is read. */
  course?: Pick<TrendProps, 'counts' | 'interval' | 'of'> | undefined;
  children: ReactNode;
}

function Figures({ isLoading, isError, course, children }: FiguresProps) {
  if (isError) return <p className={classes.choices}>The numbers could not be read.</p>;
  return (
    <div className={classes.numbers}>
      <dl className={classes.figures} aria-busy={isLoading}>
        {!isLoading && children}
      </dl>
      {course !== undefined && <Trend {...course} className={classes.trend} />}
    </div>
  );
}

interface FigureProps {
  label: string;
  /** The invocations that it counts. */
  list: InvocationSearch;
  children: ReactNode;
}

function Figure({ label, list, children }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd data-figure={label}>
        <Link to="/invocations" search={list} className={link.link}>
          {children}
        </Link>
      </dd>
    </div>
  );
}
