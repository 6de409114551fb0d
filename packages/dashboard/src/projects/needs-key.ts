import type { Session, SessionProject } from '../api/team.js';

/**
 * Whether tools need a key to send to a project. If only this machine has access, events without a
 * key go to the default project, unless projects are declared.
 */
export const needsKey = ({ mode, projects }: Session, project: SessionProject): boolean =>
  mode === 'accounts' || project.id !== 'default' || projects.some(({ declared }) => declared);
