import { createContext, useContext } from 'react';
import type { SessionProject } from '../api/team.js';

export const ProjectContext = createContext<SessionProject | undefined>(undefined);

/** The project of the page. Only inside the project gate. */
export function useProject(): SessionProject {
  const project = useContext(ProjectContext);
  if (project === undefined) throw new Error('useProject is called outside the project gate');
  return project;
}
