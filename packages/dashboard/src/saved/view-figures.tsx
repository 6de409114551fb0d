import { formatCount, formatPercent, rateBase } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { flowsQuery, overviewQuery } from '../api/queries.js';
import { readScope, type ScopeSearch } from '../url/scope-search.js';
import { type linkOfView, partsOf } from './describe-view.js';
import classes from './home-page.module.css';

/** Pages whose numbers are not those of invocations in the range. */
const withoutFigures = ['live', 'catalog', 'health', 'releases', 'settings', 'home'];

/** The main numbers of a saved view: of its flow, or of its invocations. */
export function ViewFigures({ link }: { link: ReturnType<typeof linkOfView> }) {
  const [, page = '', name = ''] = partsOf(link.to);
  const scope = readScope(link.search);
  if (withoutFigures.includes(page)) return null;
  if (page === 'flows' && name !== '') return <FlowFigures flow={name} scope={scope} />;
  const ofCommand = page === 'commands' && name !== '' ? { command: [name] } : {};
  return <InvocationFigures scope={{ ...scope, ...ofCommand }} />;
}

function FlowFigures({ flow, scope }: { flow: string; scope: ScopeSearch }) {
  const { data, isError } = useQuery(flowsQuery(scope));
  const found = data?.flows.find((one) => one.flow === flow);
  const runs = found?.runs ?? 0;
  return (
    <Figures isLoading={data === undefined} isError={isError}>
      <Figure label="Runs">{formatCount(runs)}</Figure>
      <Figure label="Completed">{formatPercent(found?.conversion ?? null, runs)}</Figure>
    </Figures>
  );
}

function InvocationFigures({ scope }: { scope: ScopeSearch }) {
  const { data, isError } = useQuery(overviewQuery(scope));
  const totals = data?.totals;
  return (
    <Figures isLoading={totals === undefined} isError={isError}>
      {totals !== undefined && (
        <>
          <Figure label="Invocations">{formatCount(totals.invocations)}</Figure>
          <Figure label="Users">{formatCount(totals.users)}</Figure>
          <Figure label="Success">{formatPercent(totals.success_rate, rateBase(totals))}</Figure>
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

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd data-figure={label}>{children}</dd>
    </div>
  );
}
