import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { overviewQuery } from '../api/queries.js';
import type { Overview } from '../api/responses.js';
import { annotationsQuery } from '../api/saved-queries.js';
import { ProjectContext } from '../projects/project.js';
import { useScope, useZone } from '../url/use-scope.js';
import { type Mark, marksOf } from './marks.js';

/** What happened within the range of a chart. Empty until it is known. */
export function useMarks(chart: {
  interval: Overview['interval'];
  series: readonly { time: string }[];
}): Mark[] {
  const project = useContext(ProjectContext)?.id ?? '';
  const zone = useZone();
  const enabled = project !== '';
  const { data } = useQuery({ ...annotationsQuery(project), enabled });
  const overview = useQuery({ ...overviewQuery(useScope()), enabled, refetchInterval: false }).data;
  return marksOf({ annotations: data?.annotations ?? [], overview }, { ...chart, zone });
}
