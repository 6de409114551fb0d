import type { Stats } from 'node:fs';
import { dirname, statSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import { readMarkerFile } from './marker-file.js';
import { findOptOut } from './marker-opt-out.js';

/** An ignored endpoint, and why. */
interface IgnoredEndpoint {
  endpoint: string;
  /** For example `others can write to /tmp`. */
  reason: string;
}

/** The telemetry fields of a project's marker file, `.<tool>.yaml`. */
export interface ProjectMarker {
  /** The path of the file. */
  path: string;
  /** The project's UUID; undefined if the marker has none yet. */
  projectId: string | undefined;
  /**
   * Replaces the endpoint for runs inside the project. Used only if nobody but this user or root can have
   * written the marker; otherwise the endpoint is in `ignoredEndpoint`.
   */
  telemetryEndpoint: string | undefined;
  ignoredEndpoint: IgnoredEndpoint | undefined;
  /** Keep a copy of sent events. Default false. */
  telemetryKeepFlushed: boolean;
  /** Turns telemetry off inside the project. Default false; true if the marker cannot be read. */
  telemetryDisabled: boolean;
  /** Why the marker cannot be read, for example `is larger than 64 kB`; undefined if it can. */
  problem: string | undefined;
}

/*
 * A marker may hold anything, so parsing must take linear time: no expression below can match the same
 * characters in two ways.
 */

/** The value of a scalar, without quotes and a comment; undefined if it has none. */
function parseScalar(text: string): string | undefined {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    return end > 0 && /^(\s+#|\s*$)/.test(text.slice(end + 1)) ? text.slice(1, end) : undefined;
  }
  const comment = quote === '#' ? 0 : text.search(/\s#/);
  return (comment < 0 ? text : text.slice(0, comment)).trimEnd() || undefined;
}

/** A top-level `key: value` on one line; all other YAML is ignored. */
export function parseField(line: string): { key: string; value: string | undefined } | undefined {
  const match = /^(?:(\w+)|"(\w+)"|'(\w+)')[ \t]*:(?=\s|$)/.exec(line);
  if (match === null) return undefined;
  const [start, plain, double, single] = match;
  return {
    key: plain ?? double ?? single ?? '',
    value: parseScalar(line.slice(start.length).trim()),
  };
}

/** Matches lines that may have one of these fields; most lines of a long marker do not. */
const lineOfOurs = /(?<=^|[\r\n])["']?(?:projectId|telemetry)[^\r\n]*/g;

/**
 * Why someone other than this user or root may have written a marker; undefined if nobody else can have.
 * A group may have any members. On systems without file owners, every marker is trusted.
 */
function whyUntrusted(path: string, file: Stats): string | undefined {
  if (process.platform === 'win32') return undefined;
  const user = userId();
  if (user === undefined) return 'its owner cannot be checked without --allow-sys=uid';
  const directory = dirname(path);
  for (const [name, { uid, mode }] of [
    [path, file],
    [directory, statSync(directory)],
  ] as const) {
    if (uid !== user && uid !== 0) return `${name} belongs to another user`;
    if ((mode & 0o022) !== 0) return `others can write to ${name}`;
  }
  return undefined;
}

/** Reads a marker file; undefined if there is none. An unreadable marker opts out. */
export function readMarker(path: string): ProjectMarker | undefined {
  const marker: ProjectMarker = {
    path,
    projectId: undefined,
    telemetryEndpoint: undefined,
    ignoredEndpoint: undefined,
    telemetryKeepFlushed: false,
    telemetryDisabled: true,
    problem: undefined,
  };
  let text: string;
  let reason: string | undefined;
  try {
    const file = readMarkerFile(path);
    if (file === undefined) return undefined;
    // Some editors begin a file with a byte order mark.
    text = file.text.replace(/^\uFEFF/, '');
    reason = whyUntrusted(path, file.stats);
  } catch (error) {
    marker.problem = (error as Error).message;
    return marker;
  }
  const fields = new Map<string, string | undefined>();
  for (const line of text.match(lineOfOurs) ?? []) {
    const field = parseField(line);
    if (field !== undefined && !fields.has(field.key)) fields.set(field.key, field.value);
  }
  const projectId = fields.get('projectId') ?? '';
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(projectId)) {
    marker.projectId = projectId.toLowerCase();
  }
  const endpoint = fields.get('telemetryEndpoint');
  if (reason === undefined) marker.telemetryEndpoint = endpoint;
  else if (endpoint !== undefined) marker.ignoredEndpoint = { endpoint, reason };
  marker.telemetryKeepFlushed = /^(true|yes|on)$/i.test(fields.get('telemetryKeepFlushed') ?? '');
  marker.telemetryDisabled = findOptOut(text);
  return marker;
}
