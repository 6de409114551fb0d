import { type ConsentDecision, decideConsent } from './decide-consent.js';
import type { CatalogDefinition } from './define-catalog.js';
import { detectCi } from './detect-ci.js';
import { spoolDirectory, userSettingPath } from './home.js';
import { findMarker, type ProjectMarker } from './project-marker.js';
import { senderGuard } from './sender-environment.js';
import type { Host } from './telemetry.js';
import type { TelemetryOptions } from './telemetry-types.js';
import { readUserSetting } from './user-setting.js';
import { variableName } from './variables.js';

/** All that is decided before anything is recorded. */
export interface TelemetryDecision extends ConsentDecision {
  marker: ProjectMarker | undefined;
  /** As it was given; see `destinationUrl`. Empty when there is none, or for a vendor's own. */
  endpoint: string;
}

function findProject(tool: string): ProjectMarker | undefined {
  try {
    return findMarker(tool, process.cwd());
  } catch {
    // Whoever has deleted the directory they are in is in no project.
    return undefined;
  }
}

/** Decides whether telemetry runs, and where to. Reads only; no identifier among it. */
export function decideTelemetry(
  options: Pick<
    TelemetryOptions<CatalogDefinition>,
    'catalog' | 'endpoint' | 'destination' | 'defaultConsent' | 'directory'
  >,
  host: Pick<Host, 'argv' | 'environment'>,
): TelemetryDecision {
  const { tool } = options.catalog;
  const { argv, environment } = host;
  const marker = findProject(tool);
  const endpoint =
    environment[variableName(tool, 'ENDPOINT')] ||
    marker?.telemetryEndpoint ||
    options.destination?.endpoint ||
    options.endpoint ||
    '';
  // A vendor has one of its own.
  const hasEndpoint = options.destination !== undefined || /^https?:\/\/./i.test(endpoint);
  const consent = decideConsent({
    tool,
    argv,
    environment,
    disabledByProject: marker?.telemetryDisabled ?? false,
    readSetting: () => readUserSetting(userSettingPath(tool, environment)),
    defaultConsent: options.defaultConsent ?? 'on',
  });
  // What keeps telemetry off that would be on: in CI, events are kept in memory where there is no home.
  const obstacle =
    environment[senderGuard] !== undefined
      ? senderGuard
      : consent.mode !== 'on'
        ? undefined
        : !hasEndpoint
          ? 'no endpoint'
          : spoolDirectory(tool, environment, options.directory) === undefined &&
              !detectCi(environment).isCi
            ? 'no usable home directory'
            : undefined;
  return { ...consent, ...(obstacle && { mode: 'off', decidedBy: obstacle }), marker, endpoint };
}
