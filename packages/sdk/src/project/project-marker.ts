import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { readSmallFile } from '../spool/small-file.js';

/** What the marker file of a project, `.<tool>.yaml`, says about telemetry. */
export interface ProjectMarker {
  /** Of the file. */
  path: string;
  /** UUID of the project; undefined in a marker that has none yet. */
  projectId: string | undefined;
  /** Events of runs inside the project go here instead. */
  telemetryEndpoint: string | undefined;
  /** Keep a copy of what was sent. Default false. */
  telemetryKeepFlushed: boolean;
  /** No telemetry inside the project. Default false. */
  telemetryDisabled: boolean;
}

/** Value of a top-level scalar `key: value`; anything else of YAML is none of our business. */
function scalar(text: string, key: string): string | undefined {
  const match = new RegExp(
    // Some editors begin a file with a byte order mark.
    `^\\uFEFF?(?:${key}|"${key}"|'${key}')[ \\t]*:(?:[ \\t]+(?:"([^"\\n]*)"|'([^'\\n]*)'|([^\\s#][^\\n]*?)))?[ \\t]*(?:[ \\t]#[^\\n]*)?\\r?$`,
    'm',
  ).exec(text);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** Reads one marker file; undefined when it is not there or cannot be read. */
export function readMarker(path: string): ProjectMarker | undefined {
  let text: string | undefined;
  try {
    // Most directories have none, and asking for no more than that is cheapest.
    if (existsSync(path)) text = readSmallFile(path);
  } catch {}
  if (text === undefined) return undefined;
  const projectId = scalar(text, 'projectId');
  const yes = (key: string) => /^(true|yes|on)$/i.test(scalar(text, key) ?? '');
  return {
    path,
    projectId:
      projectId !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(projectId)
        ? projectId.toLowerCase()
        : undefined,
    telemetryEndpoint: scalar(text, 'telemetryEndpoint'),
    telemetryKeepFlushed: yes('telemetryKeepFlushed'),
    telemetryDisabled: yes('telemetryDisabled'),
  };
}

/**
 * Finds the marker of a tool in `directory` or the nearest one above it.
 *
 * @param directory Absolute.
 */
export function findMarker(tool: string, directory: string): ProjectMarker | undefined {
  let current = directory;
  for (;;) {
    const marker = readMarker(`${current === '/' ? '' : current}/.${tool}.yaml`);
    if (marker !== undefined) return marker;
    const parent = parentOf(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

/** By hand: this runs at the start of every run of a tool, and to compile `dirname` takes longer than to ask for all the files. */
const parentOf = (directory: string): string =>
  process.platform === 'win32'
    ? dirname(directory)
    : directory.slice(0, directory.lastIndexOf('/')) || '/';
