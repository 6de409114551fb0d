import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FirstSteps } from '../api/responses.js';
import { firstStepsQuery } from '../api/setting-up-queries.js';
import { useProject } from '../projects/project.js';

/** The project's first steps; `steps` is undefined once all are done or the viewer has closed them. */
export function useFirstSteps(): {
  steps: FirstSteps | undefined;
  isLoading: boolean;
  close: () => void;
} {
  const { id: project } = useProject();
  const [closed, setClosed] = useState<Record<string, boolean>>({});
  const isClosed = closed[project] ?? readIsClosed(project);
  const { data, isLoading } = useQuery({ ...firstStepsQuery(project), enabled: !isClosed });
  const isDone = data !== undefined && isEverythingDone(data);
  useEffect(() => {
    // What is done stays done: the next visit need not ask.
    if (isDone) keepClosed(project);
  }, [isDone, project]);
  return {
    steps: isClosed || isDone ? undefined : data,
    isLoading: isLoading && !isClosed,
    close() {
      keepClosed(project);
      setClosed({ ...closed, [project]: true });
    },
  };
}

const isEverythingDone = ({ has_catalog, ...runs }: FirstSteps): boolean =>
  has_catalog && Object.values(runs).every((run) => run !== null);

const storageName = (project: string) => `sonde-first-steps-closed:${project}`;

function readIsClosed(project: string): boolean {
  try {
    return globalThis.localStorage.getItem(storageName(project)) !== null;
  } catch {
    // Storage can be blocked; then the steps are shown at each visit.
    return false;
  }
}

function keepClosed(project: string): void {
  try {
    globalThis.localStorage.setItem(storageName(project), 'closed');
  } catch {
    // This affects only the next visit.
  }
}
