import { resolve } from 'node:path';
import { findMarker, type ProjectMarker } from './project/project-marker.js';

export { type InitializedProject, initProject } from './project/init-project.js';
export type { ProjectMarker };

/**
 * Reads the marker of the project that `directory` belongs to: `.<tool>.yaml` there or in the nearest
 * directory above. Undefined outside a project. Never throws.
 *
 * @example
 * ```ts
 * const project = readProject({ tool: 'orbit', directory: process.cwd() });
 * console.log(project?.projectId);
 * ```
 */
export function readProject(options: {
  tool: string;
  directory: string;
}): ProjectMarker | undefined {
  return findMarker(options.tool, resolve(options.directory));
}
