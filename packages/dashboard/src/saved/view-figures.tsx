import { formatCount, formatPercent, rateBase } from '@sonde/analytics/format';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { flowsQuery } from '../api/flow-queries.js';
import { invocationsQuery } from '../api/invocation-queries.js';
import { overviewQuery } from '../api/overview-queries.js';
import link from '../invocations/invocations-link.module.css';
import { type InvocationSearch, readInvocationSearch } from '../url/invocation-search.js';
import { readScope, type ScopeSearch } from '../url/scope-search.js';
import { partsOf, type ViewLink } from './describe-view.js';
import classes from './home-page.module.css';

/** The main numbers of the page of a view, as the page shows them. Some pages have none. */
export function ViewFigures({ to, search }: ViewLink) {
  const [, page = '', name = ''] = partsOf(to);
  const scope = readScope(search);
  if (page === 'flows' && name !== '') return <FlowFigures flow={name} scope={scope} />;
  if (page === 'invocations' && name === '') {
    return <ListFigures search={readInvocationSearch(search)} />;
  }
  if (page === '' || page === 'commands') {
    return <TotalFigures scope={name === '' ? scope : { ...scope, command: [name] }} />;
  }
  return null;
}

function FlowFigures({ flow, scope }: { flow: string; scope: ScopeSearch }) {
  const { data, isError } = useQuery(flowsQuery(scope));
  const found = data?.flows.find((one) => one.flow === flow);
  const runs = found?.runs ?? 0;
  return (
    <Figures isLoading={data === undefined} isError={isError}>
      <Figure label="Runs" list={{ ...scope, flow }}>
        {formatCount(runs)}
      </Figure>
      <Figure label="Completed" list={{ ...scope, flow, flow_outcome: 'completed' }}>
        {formatPercent(found?.conversion ?? null, runs)}
      </Figure>
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
    <Figures isLoading={totals === undefined} isError={isError}>
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

function Figures(props: { isLoading: boolean; isError: boolean; children: ReactNode }) {
  if (props.isError) return <p className={classes.choices}>The numbers could not be read.</p>;
  return (
    <dl className={classes.figures} aria-busy={props.isLoading}>
      {!props.isLoading && props.children}
    </dl>
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
