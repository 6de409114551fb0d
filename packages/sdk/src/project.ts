import { findMarkerPath } from './project/find-marker.js';
import { type ProjectMarker, readMarker } from './project/project-marker.js';
import { resolve } from './runtime/node-modules.js';

export { type InitializedProject, initProject } from './project/init-project.js';
export type { ProjectMarker };

/**
 * Reads the marker of the project that contains `directory`: `.<tool>.yaml` there or in the nearest
 * directory above. Returns undefined outside a project. Never throws.
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
  const path = findMarkerPath(options.tool, resolve(options.directory));
  return path === undefined ? undefined : readMarker(path);
}
