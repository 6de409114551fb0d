import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { toProblem } from '../api/problem.js';
import { sqlQuery } from '../api/sql-queries.js';
import { Page } from '../layout/page.js';
import { ProblemNote } from '../state/problem-note.js';
import { readScope } from '../url/scope-search.js';
import { readSqlSearch } from '../url/sql-search.js';
import { describeResult } from './describe-result.js';
import { placeOf } from './error-place.js';
import { firstQuery } from './examples.js';
import { QueryPanel } from './query-panel.js';
import { ResultPanel } from './result-panel.js';
import classes from './sql-page.module.css';
import { ViewReference } from './view-reference.js';

/** Read-only queries in SQL. The query that was run is in the address. */
export function SqlPage() {
  const search = useSearch({ strict: false, select: readSqlSearch, structuralSharing: true });
  const navigate = useNavigate({ from: '/sql' });
  const { query } = search;
  const [text, setText] = useState(query ?? firstQuery);
  const lastRun = useRef(query);
  const result = useQuery(sqlQuery(query, readScope(search)));
  useEffect(() => {
    // The address was changed by something else: a link, or Back.
    if (query !== undefined && query !== lastRun.current) setText(query);
    lastRun.current = query;
  }, [query]);
  const run = () => {
    if (text.trim() === '') return;
    if (text === query) {
      void result.refetch();
      return;
    }
    lastRun.current = text;
    void navigate({
      search: (previous) => ({ ...readScope(previous), query: text }),
      resetScroll: false,
    });
  };
  const { data, isFetching } = result;
  // The last result stays while the query runs again.
  const error = isFetching ? null : result.error;
  const errorPlace = useMemo(
    () => (error === null || text !== query ? undefined : placeOf(toProblem(error).detail)),
    [error, text, query],
  );
  return (
    <Page title="SQL" subtitle="Read-only queries over what happened in this range" rangeOnly>
      <div className={classes.columns}>
        <QueryPanel
          {...{ text, errorPlace }}
          isRunning={isFetching}
          onChange={setText}
          onRun={run}
        />
        <ViewReference />
      </div>
      <VisuallyHidden role="status">
        {isFetching ? 'Running' : error === null && data !== undefined && describeResult(data)}
      </VisuallyHidden>
      {error !== null ? (
        <ProblemNote error={error} />
      ) : data !== undefined ? (
        <div className={classes.result} data-stale={isFetching || undefined} aria-busy={isFetching}>
          <ResultPanel result={data} />
        </div>
      ) : (
        isFetching && (
          <div role="status" aria-label="Loading">
            <Skeleton height={240} radius="md" />
          </div>
        )
      )}
    </Page>
  );
}
