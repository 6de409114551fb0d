import { linkSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUuid } from '../recording/random-uuid.js';
import { readSmallFile } from '../spool/small-file.js';
import { readMarker } from './project-marker.js';

/** A project's marker after {@link initProject}. */
export interface InitializedProject {
  /** Of the marker file. */
  path: string;
  projectId: string;
  /** True when the project had no id before. */
  created: boolean;
}

/**
 * Gives a project an id, kept in `<directory>/.<tool>.yaml`.
 *
 * A marker that has one is left as it is. In one that has none only the line `projectId:` is added or
 * filled; the rest of the file, comments and unknown fields included, stays. Throws when the file
 * cannot be written, or has a `projectId` that is no UUID.
 *
 * @example
 * ```ts
 * const { projectId } = initProject({ tool: 'orbit', directory: process.cwd() });
 * ```
 */
export function initProject(options: { tool: string; directory: string }): InitializedProject {
  const path = join(options.directory, `.${options.tool}.yaml`);
  const marker = readMarker(path);
  if (marker?.projectId !== undefined) {
    return { path, projectId: marker.projectId, created: false };
  }
  const projectId = randomUuid();
  const draft = `${path}.${projectId}.tmp`;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    writeFileSync(draft, `projectId: ${projectId}\n`, { flag: 'wx' });
    try {
      linkSync(draft, path);
      return { path, projectId, created: true };
    } catch (error) {
      const winner = readMarker(path)?.projectId;
      if (winner !== undefined) return { path, projectId: winner, created: false };
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
      writeFileSync(path, `projectId: ${projectId}\n`, { flag: 'wx' });
      return { path, projectId, created: true };
    } finally {
      unlinkSync(draft);
    }
  }
  const text = readSmallFile(path) ?? '';
  const key = /^\uFEFF?["']?projectId["']?[ \t]*:/m;
  const empty = /^\uFEFF?["']?projectId["']?[ \t]*:[ \t]*(?:~|null)?[ \t]*(#.*?)?(\r?)$/m;
  // What somebody else put there is theirs.
  if (key.test(text) && !empty.test(text)) {
    throw new Error(`${path} has a projectId of another kind.`);
  }
  // Nothing can follow these.
  if (/^(\s|#.*|---)*[{[]/.test(text) || /^\.\.\.\s*$/m.test(text)) {
    throw new Error(`${path} is not written in lines of key: value.`);
  }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : lineEnd;
  const completed = empty.test(text)
    ? text.replace(
        empty,
        (_line, comment: string | undefined, end: string) =>
          `projectId: ${projectId}${comment === undefined ? '' : ` ${comment}`}${end}`,
      )
    : `${text}${separator}projectId: ${projectId}${lineEnd}`;
  writeFileSync(draft, completed, { flag: 'wx', mode: stats.mode });
  renameSync(draft, path);
  return { path, projectId, created: true };
}
