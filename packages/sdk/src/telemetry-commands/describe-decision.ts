import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import type { ProjectMarker } from '../project/project-marker.js';
import { senderGuard } from '../runtime/sender-environment.js';
import type { CommandSource } from './command-context.js';

/** A description of what decided the mode. */
export interface DescribedDecision {
  /** Completes "Reason: …". */
  text: string;
  /** The variable, option or file; null if the tool itself decides. */
  source: string | null;
}

/** Describes what decided the mode. */
export function describeDecision(
  { options }: CommandSource,
  { decidedBy, marker, settingPath = '' }: TelemetryDecision,
): DescribedDecision {
  const { tool } = options.catalog;
  if (/^(Deno|Node\.js) without /.test(decidedBy)) {
    return { text: `a permission is missing: ${decidedBy}`, source: null };
  }
  switch (decidedBy) {
    case '--no-telemetry':
      return { text: 'the option --no-telemetry', source: decidedBy };
    case 'telemetryDisabled':
      return {
        text:
          marker?.problem === undefined
            ? `telemetryDisabled in ${marker?.path}, the project's marker`
            : `the project's marker ${marker.path} ${marker.problem}, which turns telemetry off`,
        source: marker?.path ?? null,
      };
    case 'setting':
      return { text: `your setting in ${settingPath}`, source: settingPath };
    case 'unreadable setting':
      return {
        text: `your setting in ${settingPath} cannot be read, which turns telemetry off`,
        source: settingPath,
      };
    case 'default':
      return { text: `the default of ${tool}`, source: null };
    case 'no endpoint':
      return { text: 'no endpoint is configured', source: null };
    case 'unusable endpoint':
      return { text: 'the endpoint is not an HTTP address', source: null };
    case 'no usable home directory':
      return { text: 'there is no usable home directory', source: null };
    case senderGuard:
      return { text: `the variable ${senderGuard}: this runs inside a sender`, source: decidedBy };
    default:
      return { text: `the variable ${decidedBy}`, source: decidedBy.split(' ', 1)[0] ?? null };
  }
}

/** Why a marker's endpoint is ignored; undefined if it is used, or if there is none. */
export function describeIgnoredEndpoint(marker: ProjectMarker | undefined): string | undefined {
  if (marker?.ignoredEndpoint === undefined) return undefined;
  const { endpoint, reason } = marker.ignoredEndpoint;
  return `telemetryEndpoint ${endpoint} in ${marker.path} is ignored because ${reason}. It is used only if this user or root owns the file and its directory, and nobody else can write to them.`;
}
