import { useQuery } from '@tanstack/react-query';
import { useContext, useMemo } from 'react';
import { overviewQuery } from '../api/overview-queries.js';
import type { Overview } from '../api/responses.js';
import { annotationsQuery } from '../api/saved-queries.js';
import { ProjectContext } from '../projects/project.js';
import { useScope, useZone } from '../url/use-scope.js';
import { type Mark, marksOf } from './marks.js';

/** What happened within the range of a chart. Empty until it is known. */
export function useMarks({
  interval,
  series,
}: {
  interval: Overview['interval'];
  series: readonly { time: string }[];
}): Mark[] {
  const project = useContext(ProjectContext)?.id ?? '';
  const zone = useZone();
  const enabled = project !== '';
  const { data } = useQuery({ ...annotationsQuery(project), enabled });
  const overview = useQuery({ ...overviewQuery(useScope()), enabled, refetchInterval: false }).data;
  // Charts render whenever the pointer moves.
  return useMemo(() => {
    const annotations = data?.annotations ?? [];
    return marksOf({ annotations, overview }, { interval, series, zone });
  }, [data, overview, interval, series, zone]);
}
