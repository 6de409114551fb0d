import {
  closeSync,
  constants,
  ftruncateSync,
  join,
  openSync,
  writeFileSync,
  writeSync,
} from '../runtime/node-modules.js';
import { randomUuid } from '../runtime/random-uuid.js';
import { type MarkerFile, readOpenMarker } from './marker-file.js';
import { mayLeaveQuoteOpen } from './marker-opt-out.js';
import { parseField, readMarker } from './project-marker.js';

const { O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Attempts, one each millisecond, to wait for another process that has just created the marker. */
const attempts = 20;

/** A project's marker after {@link initProject}. */
export interface InitializedProject {
  /** The path of the marker file. */
  path: string;
  projectId: string;
  /** True when the project had no id before. */
  created: boolean;
}

/**
 * Gives a project an id, stored in `<directory>/.<tool>.yaml`.
 *
 * If the marker has an id, it is not changed. Otherwise only the line `projectId:` is added or filled in;
 * the rest of the file stays, comments and unknown fields included. The file is changed in place, without
 * a temporary file. Throws if the file cannot be read or written, is a link, or has a `projectId` that is
 * not a UUID.
 *
 * @example
 * ```ts
 * const { projectId } = initProject({ tool: 'orbit', directory: process.cwd() });
 * ```
 */
export function initProject(options: { tool: string; directory: string }): InitializedProject {
  const path = join(options.directory, `.${options.tool}.yaml`);
  const projectId = randomUuid();
  for (let attempt = 1; ; attempt += 1) {
    const marker = readMarker(path);
    if (marker?.problem !== undefined) throw new Error(`${path} ${marker.problem}.`);
    if (marker?.projectId !== undefined) {
      return { path, projectId: marker.projectId, created: false };
    }
    try {
      if (marker !== undefined) fillMarker(path, projectId, attempt === attempts);
      else writeFileSync(path, `projectId: ${projectId}\n`, { flag: 'wx' });
      return { path, projectId, created: true };
    } catch (error) {
      const isBeingMade = error === beingMade || (error as { code?: string }).code === 'EEXIST';
      if (!isBeingMade || attempt === attempts) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
}

/** The marker is empty: another process may be about to write it. */
const beingMade = new Error('The marker is empty.');

/**
 * Writes the id into a marker that has none. Writes in place: a killed process would leave a temporary file
 * behind, and a rename would replace a file even without permission to write to it.
 */
function fillMarker(path: string, projectId: string, isLastAttempt: boolean): void {
  let fd: number;
  try {
    // Not through a link, which may lead to any file of this user.
    fd = openSync(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const isLink = (error as NodeJS.ErrnoException).code === 'ELOOP';
    throw isLink ? new Error(`${path} is a link, so it is not changed.`) : error;
  }
  try {
    const file = readOpenMarker(fd);
    if (file.text === '' && !isLastAttempt) throw beingMade;
    // Root can write to any file, and another hard link may be anywhere.
    if ((file.stats.mode & 0o200) === 0) throw new Error(`${path} is read-only.`);
    if (file.stats.nlink > 1) throw new Error(`${path} has several hard links.`);
    replaceText(fd, file, addProjectId(path, file.text, projectId));
  } finally {
    closeSync(fd);
  }
}

/** Writes a text from the first difference on, in one write. If the disk is full, restores the file and throws. */
function replaceText(fd: number, { text, stats }: MarkerFile, completed: string): void {
  let same = 0;
  while (same < text.length && text[same] === completed[same]) same += 1;
  const position = Buffer.byteLength(text.slice(0, same));
  const rest = Buffer.from(completed.slice(same));
  try {
    if (writeSync(fd, rest, 0, rest.length, position) !== rest.length) throw new Error('disk full');
    ftruncateSync(fd, position + rest.length);
  } catch (error) {
    writeSync(fd, text.slice(same), position);
    ftruncateSync(fd, stats.size);
    throw error;
  }
}

/** A key with or without a value, or a line that belongs to the key above. */
const lineOfMapping =
  /^(?:[ \t]|-(?: |$)|[\w.$/<][^"'#:]*:(?:\s|$)|"[^"\\]*"[ \t]*:(?:\s|$)|'[^']*'[ \t]*:(?:\s|$))/;

const hasProjectId = (line: string): boolean =>
  line.includes('projectId') && parseField(line)?.key === 'projectId';

/** Returns the marker's text with the id added. Throws if there is no place for it. */
function addProjectId(path: string, text: string, projectId: string): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  // Every second part is a line ending.
  const parts = text.slice(mark.length).split(/(\r\n?|\n)/);
  const at = parts.findIndex(hasProjectId);
  const line = parts[at];
  const saysSomething = (part: string) => !/^\s*(#|$)/.test(part);
  const next = line === undefined ? undefined : parts.slice(at + 1).find(saysSomething);
  const value = line === undefined ? undefined : parseField(line)?.value;
  // An existing value is kept, even if it is on the lines below.
  if (!/^(~|null)?$/i.test(value ?? '') || /^[\s-]/.test(next ?? '')) {
    throw new Error(`${path} has a projectId that is not a UUID.`);
  }
  const contents = parts.filter(saysSomething);
  if (contents[0] === '---') contents.shift();
  const isPlain =
    /^(?![ \t-])/.test(contents[0] ?? '') &&
    contents.every((part) => lineOfMapping.test(part) && !mayLeaveQuoteOpen(part));
  const isUnique = contents.filter(hasProjectId).length <= 1;
  if (!isPlain || !isUnique) {
    throw new Error(`${path} is not written as lines of key: value.`);
  }
  if (line !== undefined) {
    const colon = line.indexOf(':') + 1;
    const comment = line.indexOf('#', colon);
    parts[at] =
      `${line.slice(0, colon)} ${projectId}${comment < 0 ? '' : ` ${line.slice(comment)}`}`;
    return mark + parts.join('');
  }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return `${text}${separator}projectId: ${projectId}${lineEnd}`;
}
